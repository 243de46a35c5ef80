import { type Search, text } from "../../../lib/search";

export interface BoardSearch {
    participant?: string | undefined;
}

export function validateBoardSearch(search: Search): BoardSearch {
    return { participant: text(search, "participant") };
}
