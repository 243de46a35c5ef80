// What several features ask.
import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "./api";
import { inOrderOfPromotion } from "./promotion";

/** All participants by name, 1,000 at most: to choose from. */
export const participantNamesQuery = queryOptions({
    queryKey: ["participants", "names"],
    queryFn: async ({ signal }) =>
        (await body(api.GET("/api/v1/participants", { params: { query: { limit: 1000 } }, signal }))).items,
    staleTime: 60_000,
});

/** All environments in the order in which versions get there, 1,000 at most. */
export const environmentsQuery = queryOptions({
    queryKey: ["environments"],
    queryFn: async ({ signal }) =>
        inOrderOfPromotion(
            (await body(api.GET("/api/v1/environments", { params: { query: { limit: 1000 } }, signal }))).items,
        ),
    staleTime: 60_000,
});

/** The newest versions of a participant. */
export function newestVersionsQuery(participant: string, limit = 50) {
    return queryOptions({
        queryKey: ["versions", participant, "newest", limit],
        queryFn: async ({ signal }) =>
            (
                await body(
                    api.GET("/api/v1/participants/{participant}/versions", {
                        params: { path: { participant }, query: { limit } },
                        signal,
                    }),
                )
            ).items,
    });
}

/** What a version has published. */
export function versionContractsQuery(participant: string, version: string) {
    return queryOptions({
        queryKey: ["contracts", participant, version],
        queryFn: async ({ signal }) =>
            (
                await body(
                    api.GET("/api/v1/participants/{participant}/versions/{version}/contracts", {
                        params: { path: { participant, version } },
                        signal,
                    }),
                )
            ).items,
    });
}

/** The document that has a hash; it never changes. */
export function contractContentQuery(kind: Schemas["ContractKind"], sha256: string) {
    return queryOptions({
        queryKey: ["contract", kind, sha256],
        queryFn: ({ signal }) =>
            body(api.GET("/api/v1/contracts/{kind}/{sha256}", { params: { path: { kind, sha256 } }, signal })),
        staleTime: Number.POSITIVE_INFINITY,
    });
}
