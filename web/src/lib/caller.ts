import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "./api";

/** What who has a scope may do. */
export const SCOPE_WORDS: Record<Schemas["Scope"], string> = {
    read: "ask and look",
    publish: "ask, look and publish",
    admin: "everything, also settings",
};

/** Who asks, in which workspace, and what they may do. */
export const callerQuery = queryOptions({
    queryKey: ["caller"],
    queryFn: ({ signal }) => body(api.GET("/api/v1/caller", { signal })),
    staleTime: 60_000,
});
