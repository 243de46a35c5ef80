import { queryOptions } from "@tanstack/react-query";
import { api, body } from "./api";

/** The seams of a participant, on either side of them. */
export function seamsOfQuery(participant: string) {
    return queryOptions({
        queryKey: ["seams", "of", participant],
        queryFn: async ({ signal }) => {
            const [consuming, providing] = await Promise.all(
                [{ consumer: participant }, { provider: participant }].map((side) =>
                    body(api.GET("/api/v1/seams", { params: { query: { ...side, limit: 1000 } }, signal })),
                ),
            );
            return { consuming: consuming?.items ?? [], providing: providing?.items ?? [] };
        },
        refetchInterval: 60_000,
    });
}
