// The status of seams and environments: what `GET /api/v1/status` and its siblings answer.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { getJson, type Schemas } from "./api";
import { printSearch } from "./search";

export type Answer = Schemas["Deployable"];
export type SeamClass = Schemas["SeamClass"];
/** A consumer and a provider as they meet in an environment now. */
export type SeamStatus = Schemas["SeamStatus"];
export type EnvironmentStatus = Schemas["EnvironmentStatus"];
export type BoardPage = Schemas["Board"];
export type BoardVersion = Schemas["BoardVersion"];

/** The words of the classes. */
export const CLASS_WORDS: Record<SeamClass, string> = {
    SAFE: "Fits",
    BROKEN: "Broken",
    UNVERIFIED: "Not verified",
    VERIFYING: "Being verified",
    UNVERIFIABLE: "Cannot be verified",
    NO_COUNTERPART: "No counterpart",
    RECORD_MISMATCH: "Not what was recorded",
};

export const statusQuery = queryOptions({
    queryKey: ["status"],
    queryFn: ({ signal }) => getJson<Schemas["Status"]>("/api/v1/status", signal),
    refetchInterval: 15_000,
});

/** What runs where, a page of participants at a time. */
export function boardQuery(participant: string | undefined) {
    return infiniteQueryOptions({
        queryKey: ["status", "board", participant],
        queryFn: ({ pageParam, signal }) =>
            getJson<BoardPage>(
                `/api/v1/status/board${printSearch({ participant, limit: 100, cursor: pageParam })}`,
                signal,
            ),
        initialPageParam: undefined as string | undefined,
        getNextPageParam: (page) => page.next,
        refetchInterval: 30_000,
    });
}
