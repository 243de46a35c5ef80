import { createStore } from "./store";

/** Why something on the screen is not what is so now. */
export interface Stale {
    /** When it was so. */
    asOf: Date;
    cause: string;
    /** `broker`: nothing can be asked; `lost`: the broker cannot even be reached; `screen`: some of what is shown could not be asked again. */
    what: "broker" | "lost" | "screen";
}

/** Null: what is shown is what was so a moment ago. While it is not, nothing is shown as a verdict of now. */
export const stale = createStore<Stale | null>(null);
