import { createStore } from "./store";

/**
 * What the broker can do, as its last answers show.
 *
 * `ok`: everything. `read-only`: its database takes no writes. `gone`: it cannot reach its database, or cannot be reached itself;
 * what is on the screen is then as old as `asOf` says.
 */
export type Condition =
    | { state: "ok"; asOf: Date }
    | { state: "read-only"; asOf: Date }
    | { state: "gone"; asOf: Date; cause: string };

export const condition = createStore<Condition>({ state: "ok", asOf: new Date() });

/** An answer has come that needed the database. */
export function answered() {
    const known = condition.get();
    condition.set({ state: known.state === "read-only" ? "read-only" : "ok", asOf: new Date() });
}

export function missed(cause: string) {
    condition.set({ state: "gone", asOf: condition.get().asOf, cause });
}

/** What the probe says. */
export function probed(writable: boolean) {
    condition.set({ state: writable ? "ok" : "read-only", asOf: new Date() });
}
