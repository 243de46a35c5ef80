import type { Query, QueryClient } from "@tanstack/react-query";
import { condition } from "../lib/outage";
import { type Stale, stale } from "../lib/staleness";

/** How much later than its interval an answer may be. */
const LATE_MILLIS = 10_000;
/** What could not be asked again, and is asked in no interval, is tried anew. */
const AGAIN_MILLIS = 10_000;
const LOOK_MILLIS = 1_000;

/** Keeps known whether what is shown is what is so now. Returns what ends it. */
export function watchStaleness(queries: QueryClient): () => void {
    let isPlanned = false;
    const look = () => {
        isPlanned = false;
        if (document.visibilityState !== "hidden") {
            const next = staleOf(queries, Date.now());
            const known = stale.get();
            if (JSON.stringify(next) !== JSON.stringify(known)) {
                stale.set(next);
            }
        }
    };
    const soon = () => {
        if (!isPlanned) {
            isPlanned = true;
            queueMicrotask(look);
        }
    };
    const timer = setInterval(() => {
        look();
        retry(queries, Date.now());
    }, LOOK_MILLIS);
    const unsubscribe = [queries.getQueryCache().subscribe(soon), condition.subscribe(look)];
    document.addEventListener("visibilitychange", look);
    return () => {
        clearInterval(timer);
        document.removeEventListener("visibilitychange", look);
        for (const one of unsubscribe) {
            one();
        }
    };
}

/** Asks again for what could not be refreshed. */
export function refreshStale(queries: QueryClient) {
    const now = Date.now();
    queries.refetchQueries({ type: "active", predicate: (query) => isOld(query, now) });
}

function staleOf(queries: QueryClient, now: number): Stale | null {
    const broker = condition.get();
    if (broker.state === "gone") {
        return { asOf: broker.asOf, cause: broker.cause, what: broker.isLost ? "lost" : "broker" };
    }
    const old = active(queries).filter((query) => isOld(query, now));
    if (old.length === 0) {
        return null;
    }
    const failed = old.find(({ state }) => state.error !== null);
    return {
        asOf: new Date(Math.min(...old.map(({ state }) => state.dataUpdatedAt))),
        cause: failed?.state.error?.message ?? "The broker is slow to answer.",
        what: "screen",
    };
}

function active(queries: QueryClient): Query[] {
    return queries.getQueryCache().findAll({ type: "active" });
}

/** Whether an answer is shown that could not be had again, or should have been by now. */
function isOld(query: Query, now: number): boolean {
    const { data, dataUpdatedAt, status, fetchMeta } = query.state;
    if (data === undefined) {
        return false;
    }
    const interval = intervalOf(query);
    // a next page that did not come makes those that are there no older
    const isOfAll = fetchMeta?.fetchMore === undefined;
    return (status === "error" && isOfAll) || (interval !== null && now - dataUpdatedAt > interval + LATE_MILLIS);
}

/** In which it is asked again, in milliseconds; null: in none. */
function intervalOf(query: Query): number | null {
    const intervals = query.observers.flatMap(({ options }) => {
        const { enabled, refetchInterval } = options;
        if (enabled === false) {
            return [];
        }
        const interval = typeof refetchInterval === "function" ? refetchInterval(query) : refetchInterval;
        return typeof interval === "number" ? interval : [];
    });
    return intervals.length > 0 ? Math.min(...intervals) : null;
}

function retry(queries: QueryClient, now: number) {
    if (condition.get().state === "gone" || document.visibilityState === "hidden") {
        return;
    }
    for (const query of active(queries)) {
        const { data, status, errorUpdatedAt, fetchStatus } = query.state;
        const isDue = status === "error" && data !== undefined && now - errorUpdatedAt > AGAIN_MILLIS;
        // what is asked once executes something: whoever asked it asks again
        const isOnce = query.observers.some(({ options }) => options.staleTime === Number.POSITIVE_INFINITY);
        if (isDue && !isOnce && fetchStatus === "idle" && intervalOf(query) === null) {
            queries.refetchQueries({ queryKey: query.queryKey, exact: true, type: "active" });
        }
    }
}
