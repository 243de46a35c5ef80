// The status of seams and environments: what `GET /api/v1/status` and its siblings answer.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { getJson, type Schemas } from "./api";
import { printSearch } from "./search";

export type Answer = Schemas["Deployable"];
export type SeamClass = "SAFE" | "BROKEN" | "UNVERIFIED" | "VERIFYING" | "UNVERIFIABLE" | "NO_COUNTERPART";

/** A consumer and a provider as they meet in an environment now. */
export interface SeamStatus {
    environment: string;
    consumer: { name: string; version: string; branch?: string; since: string };
    provider: { name: string; version?: string; branch?: string; since?: string };
    kind: "pact" | "db-usage";
    verdict: Answer;
    class: SeamClass;
    /** In one line: why. */
    reason: string;
    /** In one line: what to do. */
    next: string;
    method?: Schemas["Method"];
    verification?: { number: number; at: string; url: string };
    job?: { id: string; state: Schemas["JobState"] };
}

export interface EnvironmentStatus {
    environment: string;
    displayName: string;
    production: boolean;
    verdict: Answer;
    counts: { yes: number; no: number; unknown: number };
    participants: number;
    /** The worst first, at most ten. */
    blockers: SeamStatus[];
}

export interface Status {
    asOf: string;
    environments: EnvironmentStatus[];
}

export interface BoardVersion {
    version: string;
    branch?: string;
    since: string;
    how: "deployed" | "released";
    instance?: string;
    /** How many versions of the main branch are newer. */
    behind: number;
}

export interface BoardPage {
    asOf: string;
    /** In the order of promotion. */
    environments: { name: string; displayName: string; production: boolean }[];
    items: {
        participant: string;
        kind: Schemas["ParticipantKind"];
        cells: { environment: string; verdict?: Answer; versions: BoardVersion[] }[];
    }[];
    next?: string;
}

/** The words of the classes. */
export const CLASS_WORDS: Record<SeamClass, string> = {
    SAFE: "Fits",
    BROKEN: "Broken",
    UNVERIFIED: "Not verified",
    VERIFYING: "Being verified",
    UNVERIFIABLE: "Cannot be verified",
    NO_COUNTERPART: "No counterpart",
};

export const statusQuery = queryOptions({
    queryKey: ["status"],
    queryFn: ({ signal }) => getJson<Status>("/api/v1/status", signal),
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
