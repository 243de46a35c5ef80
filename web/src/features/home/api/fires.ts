// All that stands in the way in an environment.
import { infiniteQueryOptions } from "@tanstack/react-query";
import { getJson, type Schemas } from "../../../lib/api";
import { printSearch } from "../../../lib/search";

/** The seams of an environment that are not good, the worst first, a page at a time. */
export function firesQuery(environment: string) {
    return infiniteQueryOptions({
        queryKey: ["status", "seams", "fires", environment],
        queryFn: ({ pageParam, signal }) =>
            getJson<Schemas["SeamStatusPage"]>(
                `/api/v1/status/seams${printSearch({ environment, limit: 50, cursor: pageParam })}`,
                signal,
            ),
        initialPageParam: undefined as string | undefined,
        // the good ones come last
        getNextPageParam: ({ items, next }) => (items.at(-1)?.verdict === "yes" ? undefined : next),
        refetchInterval: 60_000,
    });
}
