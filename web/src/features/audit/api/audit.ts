import { infiniteQueryOptions, useMutation } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../../lib/api";
import { oneOf, type Search, text } from "../../../lib/search";

export const SPANS = ["hour", "day", "week", "month"] as const;
const HOURS = { hour: 1, day: 24, week: 7 * 24, month: 30 * 24 };

export interface AuditSearch {
    principal?: string | undefined;
    /** As noun.verb. */
    action?: string | undefined;
    /** How far back; absent: to the beginning, or `since`. */
    within?: (typeof SPANS)[number] | undefined;
    /** From this time on (RFC 3339). */
    since?: string | undefined;
    /** Before this time. */
    until?: string | undefined;
    /** Absent: the newest first. */
    order?: "ascending" | undefined;
}

export function validateAuditSearch(search: Search): AuditSearch {
    const action = text(search, "action");
    return {
        principal: text(search, "principal"),
        action: action && /^[a-z-]+\.[a-z-]+$/.test(action) ? action : undefined,
        within: oneOf(search, "within", SPANS),
        since: time(search, "since"),
        until: time(search, "until"),
        order: oneOf(search, "order", ["ascending"] as const),
    };
}

function time(search: Search, name: string): string | undefined {
    const at = new Date(text(search, name) ?? "");
    return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** Entries of the audit log, a page at a time. */
export function auditQuery(search: AuditSearch) {
    return infiniteQueryOptions({
        queryKey: ["audit", search],
        queryFn: ({ pageParam, signal }) => {
            const { principal, action, within, until, order } = search;
            const since = within ? new Date(Date.now() - HOURS[within] * 3600_000).toISOString() : search.since;
            return body(
                api.GET("/api/v1/audit/entries", {
                    params: { query: { principal, action, since, until, order, limit: 100, cursor: pageParam } },
                    signal,
                }),
            );
        },
        initialPageParam: undefined as string | undefined,
        getNextPageParam: (page) => page.next,
    });
}

/** Recomputes the chain of hashes, on the broker. */
export function useVerification() {
    return useMutation({ mutationFn: () => body(api.GET("/api/v1/audit/verify")) });
}

/** What a change says besides its action: names and values, nested ones as JSON. */
export function detailsOf({ action, ...more }: Schemas["AuditChange"]): [string, string][] {
    return Object.entries(more).map(([name, value]) => [
        name,
        typeof value === "string" ? value : JSON.stringify(value),
    ]);
}
