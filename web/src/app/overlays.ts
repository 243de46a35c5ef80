import { createStore } from "../lib/store";

/** What lies over the screen, if anything does. */
export const overlay = createStore<"palette" | "shortcuts" | null>(null);
