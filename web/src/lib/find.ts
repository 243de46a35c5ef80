import { queryOptions } from "@tanstack/react-query";
import { getJson, type Schemas } from "./api";
import { printSearch } from "./search";

/** What a search has found. */
export type Found = Schemas["SearchResult"];

/** Whatever has a name like this, the best first. */
export function searchQuery(q: string) {
    return queryOptions({
        queryKey: ["search", q],
        queryFn: ({ signal }) => getJson<Schemas["Search"]>(`/api/v1/search${printSearch({ q })}`, signal),
    });
}

/** The screen of what was found; a contract is shown with those who publish it. */
export function addressOf({ type, name, participant = name }: Found): string {
    const owner = `/participants/${encodeURIComponent(participant)}`;
    switch (type) {
        case "participant":
        case "contract":
            return owner;
        case "version":
            return `${owner}/versions/${encodeURIComponent(name)}`;
        case "environment":
            return "/environments";
    }
}
