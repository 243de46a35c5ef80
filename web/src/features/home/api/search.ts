import { type Search, text } from "../../../lib/search";

/** How far back, in words. */
export const SPANS = ["hour", "day", "week"] as const;

export interface HomeSearch {
    /** Since when changes are told: a span, or a time (RFC 3339); absent: since the last visit. */
    since?: string | undefined;
    /** The environment of which everything that stands in the way is listed; absent: the worst of each. */
    environment?: string | undefined;
}

export function validateHomeSearch(search: Search): HomeSearch {
    const since = text(search, "since");
    const known = since !== undefined && (SPANS.some((span) => span === since) || !Number.isNaN(Date.parse(since)));
    return { since: known ? since : undefined, environment: text(search, "environment") };
}

export interface StartSearch {
    /** Address of the Pact Broker to import from. */
    from?: string | undefined;
    /** How it knows who asks. */
    by?: "user" | "token" | undefined;
    user?: string | undefined;
}

export function validateStartSearch(search: Search): StartSearch {
    const by = text(search, "by");
    return {
        from: text(search, "from"),
        by: by === "user" || by === "token" ? by : undefined,
        user: text(search, "user"),
    };
}
