import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body, getJson, type Schemas } from "../../../lib/api";
import { oneOf, type Search, text } from "../../../lib/search";

/** Kinds of contracts that a consumer publishes. */
export const KINDS = ["pact", "db-usage"] as const;
export type Kind = (typeof KINDS)[number];

export interface SeamSearch {
    /** The consumer's version whose contract is shown; absent: the newest. */
    version?: string | undefined;
    kind?: Kind | undefined;
}

export function validateSeamSearch(search: Search): SeamSearch {
    return { version: text(search, "version"), kind: oneOf(search, "kind", KINDS) };
}

export interface SeamsSearch {
    /** Part of the name of either side. */
    name?: string | undefined;
    kind?: Kind | undefined;
    result?: Schemas["Result"] | undefined;
}

export function validateSeamsSearch(search: Search): SeamsSearch {
    return {
        name: text(search, "name"),
        kind: oneOf(search, "kind", KINDS),
        result: oneOf(search, "result", ["success", "failed", "unknown"] as const),
    };
}

/** Seams by consumer and provider, a page at a time. While another question is under way the last answer stays. */
export function seamsQuery({ name, kind, result }: SeamsSearch) {
    return infiniteQueryOptions({
        queryKey: ["seams", "list", { name, kind, result }],
        queryFn: ({ pageParam, signal }) =>
            body(
                api.GET("/api/v1/seams", {
                    params: { query: { name, kind, result, limit: 100, cursor: pageParam } },
                    signal,
                }),
            ),
        initialPageParam: undefined as string | undefined,
        getNextPageParam: (page) => page.next,
        placeholderData: keepPreviousData,
        refetchInterval: 60_000,
    });
}

/** The seams of two participants, one a kind of contract. */
export function pairQuery(consumer: string, provider: string) {
    return queryOptions({
        queryKey: ["seams", consumer, provider],
        queryFn: async ({ signal }) =>
            (await body(api.GET("/api/v1/seams", { params: { query: { consumer, provider } }, signal }))).items,
        refetchInterval: 60_000,
    });
}

/** Contracts of the consumer with the provider, newest version first. */
export function contractsQuery(consumer: string, provider: string, kind: Kind) {
    return queryOptions({
        queryKey: ["contracts", { consumer, provider, kind }],
        queryFn: async ({ signal }) =>
            (
                await body(
                    api.GET("/api/v1/contracts", {
                        params: { query: { consumer, provider, kind, limit: 100 } },
                        signal,
                    }),
                )
            ).items,
    });
}

/** Results between the two, newest first, a page at a time. */
export function evidenceQuery(consumer: string, provider: string) {
    return infiniteQueryOptions({
        queryKey: ["verifications", { consumer, provider }],
        queryFn: ({ pageParam, signal }) =>
            body(
                api.GET("/api/v1/verifications", {
                    params: { query: { consumer, provider, limit: 25, cursor: pageParam } },
                    signal,
                }),
            ),
        initialPageParam: undefined as string | undefined,
        getNextPageParam: (page) => page.next,
    });
}

/** The verdict of the two versions alone, as `GET /matrix` gives it. */
export function pairVerdictQuery(consumer: string, consumerVersion: string, provider: string, providerVersion: string) {
    return queryOptions({
        queryKey: ["pair-verdict", consumer, consumerVersion, provider, providerVersion],
        queryFn: async ({ signal }) => {
            const parameters = new URLSearchParams([
                ["q[][pacticipant]", consumer],
                ["q[][version]", consumerVersion],
                ["q[][pacticipant]", provider],
                ["q[][version]", providerVersion],
                ["latestby", "cvpv"],
            ]);
            const { summary } = await getJson<{ summary: { deployable: boolean | null } }>(
                `/matrix?${parameters}`,
                signal,
            );
            return summary.deployable === null ? "unknown" : summary.deployable ? "yes" : "no";
        },
        refetchInterval: 60_000,
    });
}
