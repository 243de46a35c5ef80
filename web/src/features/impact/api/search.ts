import { oneOf, type Search, text } from "../../../lib/search";
import { FORMS, type Form } from "./change";

export interface ImpactSearch {
    /** Whose contract changes; absent: the one database that has what is named. */
    participant?: string | undefined;
    /** The change, when it is short enough for an address. */
    change?: string | undefined;
    /** What the change is; absent: what it looks like. */
    as?: Form | undefined;
}

export function validateImpactSearch(search: Search): ImpactSearch {
    return {
        participant: text(search, "participant"),
        change: text(search, "change"),
        as: oneOf(search, "as", FORMS),
    };
}
