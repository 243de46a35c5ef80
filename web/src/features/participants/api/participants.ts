import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../../../lib/api";

/** Participants by name, a page at a time. */
export const participantsQuery = infiniteQueryOptions({
    queryKey: ["participants"],
    queryFn: ({ pageParam, signal }) =>
        body(api.GET("/api/v1/participants", { params: { query: { limit: 200, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
});
