import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../../lib/api";
import { type Question, requestOf, searchOf } from "./question";

export function verdictQuery(question: Question) {
    return queryOptions({
        queryKey: ["verdict", searchOf(question)],
        queryFn: ({ signal }) => body(api.POST("/api/v1/verdicts/can-i-deploy", { body: requestOf(question), signal })),
        refetchInterval: 30_000,
    });
}

/** What would make a row pass: versions of its provider that keep the same contract. Newest first, five at most. */
export function passesWithQuery(row: Schemas["VerdictRow"]) {
    const { consumer, consumerVersion, provider, kind } = row;
    return queryOptions({
        queryKey: ["passes-with", consumer, consumerVersion, provider, kind],
        queryFn: async ({ signal }) => {
            const { items } = await body(
                api.GET("/api/v1/participants/{participant}/versions/{version}/contracts", {
                    params: { path: { participant: consumer, version: consumerVersion } },
                    signal,
                }),
            );
            const contract = items.find((one) => one.kind === kind && one.provider === provider);
            if (!contract) {
                return [];
            }
            const results = await body(
                api.GET("/api/v1/verifications", {
                    params: { query: { consumer, provider, sha256: contract.sha256, kind, limit: 50 } },
                    signal,
                }),
            );
            return newestOfEach(results.items)
                .filter((result) => result.success)
                .slice(0, 5);
        },
        staleTime: 30_000,
    });
}

/** Of each version the newest result decides. */
function newestOfEach(results: Schemas["Verification"][]): Schemas["Verification"][] {
    const seen = new Set<string>();
    return results.filter(({ providerVersion }) => !seen.has(providerVersion) && seen.add(providerVersion));
}
