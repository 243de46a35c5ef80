import { createStore } from "./store";

/**
 * What the broker can do, as its last answers show.
 *
 * `ok`: everything. `read-only`: its database takes no writes. `gone`: it cannot serve, or nobody answers (`isLost`); what is on the
 * screen is then as old as `asOf` says.
 */
export type Condition =
    | { state: "ok"; asOf: Date }
    | { state: "read-only"; asOf: Date }
    | { state: "gone"; asOf: Date; cause: string; isLost: boolean };

export const condition = createStore<Condition>({ state: "ok", asOf: new Date() });

/** How often something has looked like an outage: whoever probes asks at once. */
export const doubts = createStore(0);

/** An answer has come that needed the database. */
export function answered() {
    const known = condition.get();
    condition.set({ state: known.state === "read-only" ? "read-only" : "ok", asOf: new Date() });
}

/** A request has failed, or a stream has broken: that may be an outage, or only a connection that has ended. */
export function doubted() {
    doubts.set(doubts.get() + 1);
}

/** The broker cannot serve. */
export function missed(cause: string) {
    condition.set({ state: "gone", asOf: condition.get().asOf, cause, isLost: false });
}

/** No connection can be made. */
export function lost() {
    condition.set({ state: "gone", asOf: condition.get().asOf, cause: "The broker cannot be reached.", isLost: true });
}

/** What the probe says. */
export function probed(writable: boolean) {
    condition.set({ state: writable ? "ok" : "read-only", asOf: new Date() });
}
