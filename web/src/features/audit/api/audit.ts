import { infiniteQueryOptions, useMutation } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../../lib/api";
import { oneOf, type Search, text } from "../../../lib/search";

export const SPANS = ["hour", "day", "week", "month"] as const;
const HOURS = { hour: 1, day: 24, week: 7 * 24, month: 30 * 24 };

export interface AuditSearch {
    principal?: string | undefined;
    /** As noun.verb. */
    action?: string | undefined;
    /** How far back; absent: to the beginning. */
    within?: (typeof SPANS)[number] | undefined;
}

export function validateAuditSearch(search: Search): AuditSearch {
    const action = text(search, "action");
    return {
        principal: text(search, "principal"),
        action: action && /^[a-z-]+\.[a-z-]+$/.test(action) ? action : undefined,
        within: oneOf(search, "within", SPANS),
    };
}

/** Entries of the audit log, newest first, a page at a time. */
export function auditQuery({ principal, action, within }: AuditSearch) {
    return infiniteQueryOptions({
        queryKey: ["audit", { principal, action, within }],
        queryFn: ({ pageParam, signal }) => {
            const since = within && new Date(Date.now() - HOURS[within] * 3600_000).toISOString();
            return body(
                api.GET("/api/v1/audit/entries", {
                    params: { query: { principal, action, since, limit: 100, cursor: pageParam } },
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
