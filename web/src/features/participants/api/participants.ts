import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { ApiError, api, body } from "../../../lib/api";
import { type Search, text } from "../../../lib/search";

export interface ParticipantsSearch {
    /** Part of their name. */
    name?: string | undefined;
}

export function validateParticipantsSearch(search: Search): ParticipantsSearch {
    return { name: text(search, "name") };
}

/** Participants by name, a page at a time. While another question is under way the last answer stays. */
export function participantsQuery({ name }: ParticipantsSearch) {
    return infiniteQueryOptions({
        queryKey: ["participants", "list", name],
        queryFn: ({ pageParam, signal }) =>
            body(
                api.GET("/api/v1/participants", { params: { query: { name, limit: 100, cursor: pageParam } }, signal }),
            ),
        initialPageParam: undefined as string | undefined,
        getNextPageParam: (page) => page.next,
        placeholderData: keepPreviousData,
    });
}

export function participantQuery(participant: string) {
    return queryOptions({
        queryKey: ["participant", participant],
        queryFn: ({ signal }) =>
            body(api.GET("/api/v1/participants/{participant}", { params: { path: { participant } }, signal })),
    });
}

/** Its versions, newest first, a page at a time. */
export function versionsQuery(participant: string) {
    return infiniteQueryOptions({
        queryKey: ["versions", participant],
        queryFn: ({ pageParam, signal }) =>
            body(
                api.GET("/api/v1/participants/{participant}/versions", {
                    params: { path: { participant }, query: { limit: 50, cursor: pageParam } },
                    signal,
                }),
            ),
        initialPageParam: undefined as string | undefined,
        getNextPageParam: (page) => page.next,
    });
}

export function versionQuery(participant: string, version: string) {
    return queryOptions({
        queryKey: ["version", participant, version],
        queryFn: ({ signal }) =>
            body(
                api.GET("/api/v1/participants/{participant}/versions/{version}", {
                    params: { path: { participant, version } },
                    signal,
                }),
            ),
    });
}

/** What its own verification said of a version and its OpenAPI document; null: nothing. */
export function evidenceQuery(participant: string, version: string) {
    return queryOptions({
        queryKey: ["evidence", participant, version],
        queryFn: async ({ signal }) => {
            try {
                return await body(
                    api.GET("/api/v1/participants/{participant}/versions/{version}/evidence", {
                        params: { path: { participant, version } },
                        signal,
                    }),
                );
            } catch (failure) {
                if (failure instanceof ApiError && failure.status === 404) {
                    return null;
                }
                throw failure;
            }
        },
    });
}

/** The newest results about a version of a provider. */
export function resultsOfProviderQuery(provider: string, providerVersion: string) {
    return queryOptions({
        queryKey: ["verifications", { provider, providerVersion }],
        queryFn: async ({ signal }) =>
            (
                await body(
                    api.GET("/api/v1/verifications", {
                        params: { query: { provider, providerVersion, limit: 100 } },
                        signal,
                    }),
                )
            ).items,
    });
}

/** Whether a version may go to an environment. */
export function canGoQuery(participant: string, version: string, environment: string) {
    return queryOptions({
        queryKey: ["verdict", { participant, version, environment }],
        queryFn: ({ signal }) =>
            body(
                api.POST("/api/v1/verdicts/can-i-deploy", {
                    body: { versions: [{ participant, version }], target: { type: "environment", environment } },
                    signal,
                }),
            ),
        refetchInterval: 60_000,
    });
}
