import { infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, idempotencyKey, type Schemas } from "../../../lib/api";

export const tokensQuery = infiniteQueryOptions({
    queryKey: ["tokens"],
    queryFn: ({ pageParam, signal }) =>
        body(api.GET("/api/v1/tokens", { params: { query: { limit: 100, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
});

/** Makes a token. Its secret is in the answer alone. */
export function useCreateToken() {
    const queries = useQueryClient();
    return useMutation({
        mutationFn: (token: Schemas["TokenToCreate"]) =>
            body(api.POST("/api/v1/tokens", { params: { header: idempotencyKey() }, body: token })),
        onSuccess: () => queries.invalidateQueries({ queryKey: ["tokens"] }),
    });
}

export function useRevokeToken() {
    const queries = useQueryClient();
    return useMutation({
        mutationFn: (token: string) =>
            body(api.DELETE("/api/v1/tokens/{token}", { params: { path: { token }, header: idempotencyKey() } })),
        onSuccess: () => queries.invalidateQueries({ queryKey: ["tokens"] }),
    });
}

/** Creates an environment, or changes one that has the name. */
export function usePutEnvironment() {
    const queries = useQueryClient();
    return useMutation({
        mutationFn: ({ name, ...environment }: Schemas["EnvironmentToPut"] & { name: string }) =>
            body(
                api.PUT("/api/v1/environments/{environment}", {
                    params: { path: { environment: name }, header: idempotencyKey() },
                    body: environment,
                }),
            ),
        onSuccess: () =>
            Promise.all([
                queries.invalidateQueries({ queryKey: ["environments"] }),
                queries.invalidateQueries({ queryKey: ["status"] }),
            ]),
    });
}

/** All workspaces, for the operator. */
export const workspacesQuery = infiniteQueryOptions({
    queryKey: ["workspaces"],
    queryFn: ({ pageParam, signal }) =>
        body(api.GET("/api/v1/workspaces", { params: { query: { limit: 100, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
});

/** Makes a workspace. The secret of its first token is in the answer alone. */
export function useCreateWorkspace() {
    const queries = useQueryClient();
    return useMutation({
        mutationFn: (name: string) =>
            body(api.POST("/api/v1/workspaces", { params: { header: idempotencyKey() }, body: { name } })),
        onSuccess: () => queries.invalidateQueries({ queryKey: ["workspaces"] }),
    });
}
