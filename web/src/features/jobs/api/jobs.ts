import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, idempotencyKey, type Schemas } from "../../../lib/api";
import { oneOf, type Search, text } from "../../../lib/search";

export const STATES = ["waiting", "running", "dead", "done", "cancelled"] as const satisfies Schemas["JobState"][];

export interface JobsSearch {
    state?: Schemas["JobState"] | undefined;
    provider?: string | undefined;
    method?: string | undefined;
}

export function validateJobsSearch(search: Search): JobsSearch {
    return {
        state: oneOf(search, "state", STATES),
        provider: text(search, "provider"),
        method: text(search, "method"),
    };
}

/** Jobs, newest first, a page at a time. */
export function jobsQuery(search: JobsSearch) {
    return infiniteQueryOptions({
        queryKey: ["jobs", search],
        queryFn: ({ pageParam, signal }) =>
            body(api.GET("/api/v1/jobs", { params: { query: { ...search, limit: 50, cursor: pageParam } }, signal })),
        initialPageParam: undefined as string | undefined,
        getNextPageParam: (page) => page.next,
        refetchInterval: 10_000,
    });
}

/** A job with its log. */
export function jobQuery(job: string) {
    return queryOptions({
        queryKey: ["job", job],
        queryFn: ({ signal }) => body(api.GET("/api/v1/jobs/{job}", { params: { path: { job } }, signal })),
        refetchInterval: 5_000,
    });
}

/** Whether the result was there before any worker began: by a comparison of the broker's own, or from a build. */
export function isWithoutWorker(job: Schemas["Job"]): boolean {
    return job.state === "done" && job.attempts === 0;
}

export const workersQuery = queryOptions({
    queryKey: ["workers"],
    queryFn: async ({ signal }) => (await body(api.GET("/api/v1/workers", { signal }))).items,
    refetchInterval: 15_000,
});

/** Runs a job again, or ends it. */
export function useJobAction(job: string, action: "rerun" | "cancel") {
    const queries = useQueryClient();
    return useMutation({
        mutationFn: () =>
            body(
                action === "rerun"
                    ? api.POST("/api/v1/jobs/{job}/rerun", { params: { path: { job }, header: idempotencyKey() } })
                    : api.POST("/api/v1/jobs/{job}/cancel", { params: { path: { job }, header: idempotencyKey() } }),
            ),
        onSuccess: () =>
            Promise.all([
                queries.invalidateQueries({ queryKey: ["job", job] }),
                queries.invalidateQueries({ queryKey: ["jobs"] }),
            ]),
    });
}
