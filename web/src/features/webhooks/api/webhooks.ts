import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, getJson, idempotencyKey, type Schemas, send } from "../../../lib/api";
import type { WebhookDocument } from "./draft";
import type { DeliveriesSearch } from "./search";

export type Delivery = Schemas["Delivery"];
export type DeliveryStateName = Schemas["DeliveryState"];

/** A stored webhook as the Pact API gives it, secrets starred. */
export interface StoredWebhook extends WebhookDocument {
    uuid: string;
    createdAt: string;
    /** Absent: it was never changed. */
    updatedAt?: string;
}

/** What came of a request that was tried out. */
export interface Trial {
    success: boolean;
    request: { url: string; headers: Record<string, string>; body: unknown };
    response?: { status: number; headers: Record<string, string>; body: unknown };
    /** Why the response is not shown. */
    message?: string;
    error?: { message: string };
    logs: string;
}

/** Webhooks in the order in which they were made, each with its last delivery, a page at a time. */
export const webhooksQuery = infiniteQueryOptions({
    queryKey: ["webhooks"],
    queryFn: ({ pageParam, signal }) =>
        body(api.GET("/api/v1/webhooks", { params: { query: { limit: 100, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    refetchInterval: 15_000,
});

/** One webhook with all that can be changed of it. */
export function webhookQuery(id: string) {
    return queryOptions({
        queryKey: ["webhook", id],
        queryFn: ({ signal }) => getJson<StoredWebhook>(address(id), signal),
    });
}

/** What events triggered, newest first, a page at a time. */
export function deliveriesQuery({ webhook, state }: DeliveriesSearch, limit = 50) {
    return infiniteQueryOptions({
        queryKey: ["deliveries", { webhook, state, limit }],
        queryFn: ({ pageParam, signal }) =>
            body(
                api.GET("/api/v1/deliveries", {
                    params: { query: { webhook, state, limit, cursor: pageParam } },
                    signal,
                }),
            ),
        initialPageParam: undefined as string | undefined,
        getNextPageParam: (page) => page.next,
        refetchInterval: 10_000,
    });
}

/** A delivery with what was sent and what came back. */
export function deliveryQuery(delivery: string) {
    return queryOptions({
        queryKey: ["delivery", delivery],
        queryFn: ({ signal }) =>
            body(api.GET("/api/v1/deliveries/{delivery}", { params: { path: { delivery } }, signal })),
        refetchInterval: ({ state }) => (state.data?.state === "success" ? 30_000 : 3_000),
    });
}

/** Makes a webhook, or replaces the one with the id. */
export function useSaveWebhook(id?: string) {
    const queries = useQueryClient();
    return useMutation({
        mutationFn: (webhook: WebhookDocument) =>
            id === undefined
                ? send<StoredWebhook>("POST", "/webhooks", webhook)
                : send<StoredWebhook>("PUT", address(id), webhook),
        onSuccess: (saved) => {
            queries.setQueryData(["webhook", saved.uuid], saved);
            return queries.invalidateQueries({ queryKey: ["webhooks"] });
        },
    });
}

export function useDeleteWebhook(id: string) {
    const queries = useQueryClient();
    return useMutation({
        mutationFn: () => send<void>("DELETE", address(id)),
        onSuccess: () => {
            queries.removeQueries({ queryKey: ["webhook", id] });
            return queries.invalidateQueries({ queryKey: ["webhooks"] });
        },
    });
}

/** Sends the request now, for the newest pact that it is about, and shows what came of it. */
export function useTrial(id?: string) {
    return useMutation({
        mutationFn: (webhook?: WebhookDocument) =>
            id === undefined
                ? send<Trial>("POST", "/webhooks/execute", webhook)
                : send<Trial>("POST", `${address(id)}/execute`),
    });
}

export function useRedelivery(delivery: string) {
    const queries = useQueryClient();
    return useMutation({
        mutationFn: () =>
            body(
                api.POST("/api/v1/deliveries/{delivery}/redeliver", {
                    params: { path: { delivery }, header: idempotencyKey() },
                }),
            ),
        onSuccess: (sent) => {
            queries.setQueryData(["delivery", delivery], sent);
            return queries.invalidateQueries({ queryKey: ["deliveries"] });
        },
    });
}

function address(id: string): string {
    return `/webhooks/${encodeURIComponent(id)}`;
}
