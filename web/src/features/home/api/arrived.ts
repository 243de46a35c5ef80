// What is in the workspace: how far a first import has come.
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, idempotencyKey, type Schemas } from "../../../lib/api";
import { inOrderOfPromotion } from "../../../lib/promotion";
import { environmentsQuery, participantNamesQuery } from "../../../lib/queries";

const MOST = 1000;

export interface Arrived {
    participants: number;
    seams: number;
    environments: number;
    /** Whether there are more of some than are counted. */
    more: boolean;
}

export const arrivedQuery = queryOptions({
    queryKey: ["arrived"],
    queryFn: async ({ signal, client }): Promise<Arrived> => {
        const params = { query: { limit: MOST } };
        const [participants, seams, environments] = await Promise.all([
            body(api.GET("/api/v1/participants", { params, signal })),
            body(api.GET("/api/v1/seams", { params, signal })),
            body(api.GET("/api/v1/environments", { params, signal })),
        ]);
        // what has arrived is known to every screen at once
        client.setQueryData(participantNamesQuery.queryKey, participants.items);
        client.setQueryData(environmentsQuery.queryKey, inOrderOfPromotion(environments.items));
        return {
            participants: participants.items.length,
            seams: seams.items.length,
            environments: environments.items.length,
            more: [participants, seams, environments].some(({ next }) => next !== undefined),
        };
    },
    refetchInterval: 2_000,
});

/** Loads the example into an empty workspace. `loaded` hears of it though what asked is drawn no more: there is something to show then. */
export function useExample(loaded: (questions: Schemas["Example"]["questions"]) => void) {
    const queries = useQueryClient();
    return useMutation({
        mutationFn: () => body(api.POST("/api/v1/example", { params: { header: idempotencyKey() } })),
        onSuccess: ({ questions }) => {
            loaded(questions);
            return queries.invalidateQueries();
        },
    });
}
