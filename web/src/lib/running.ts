import { queryOptions } from "@tanstack/react-query";
import { api, body } from "./api";

/** A version that is in an environment now. */
export interface Running {
    environment: string;
    version: string;
    since: string;
    how: "deployed" | "released";
    /** Tells several of one participant apart. */
    instance?: string | undefined;
}

/** Where versions of a participant are deployed or supported now. */
export function runningQuery(participant: string) {
    return queryOptions({
        queryKey: ["running", participant],
        queryFn: async ({ signal }): Promise<Running[]> => {
            const params = { query: { participant, limit: 1000 } };
            const [deployments, releases] = await Promise.all([
                body(api.GET("/api/v1/deployments", { params, signal })),
                body(api.GET("/api/v1/releases", { params, signal })),
            ]);
            return [
                ...deployments.items.map(({ environment, version, deployedAt, applicationInstance }) => ({
                    environment,
                    version,
                    since: deployedAt,
                    how: "deployed" as const,
                    instance: applicationInstance,
                })),
                ...releases.items.map(({ environment, version, releasedAt }) => ({
                    environment,
                    version,
                    since: releasedAt,
                    how: "released" as const,
                })),
            ];
        },
    });
}
