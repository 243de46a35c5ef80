import { queryOptions } from "@tanstack/react-query";
import { getJson } from "./api";
import { printSearch } from "./search";

/** What a search has found. */
export interface Found {
    type: "participant" | "version" | "environment" | "contract";
    name: string;
    participant?: string;
    detail?: string;
    url: string;
}

/** Whatever has a name like this, the best first. */
export function searchQuery(q: string) {
    return queryOptions({
        queryKey: ["search", q],
        queryFn: ({ signal }) => getJson<{ items: Found[] }>(`/api/v1/search${printSearch({ q })}`, signal),
    });
}
