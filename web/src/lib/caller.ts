import { queryOptions } from "@tanstack/react-query";
import { api, body } from "./api";

/** Who asks, in which workspace, and what they may do. */
export const callerQuery = queryOptions({
    queryKey: ["caller"],
    queryFn: ({ signal }) => body(api.GET("/api/v1/caller", { signal })),
    staleTime: 60_000,
});
