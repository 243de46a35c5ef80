// The seams around a participant as a graph: parties, and the links between them.
import { queryOptions } from "@tanstack/react-query";
import type { Answer } from "../../../components/Verdict";
import { getJson, type Schemas } from "../../../lib/api";
import { oneOf, printSearch, type Search, text } from "../../../lib/search";
import type { SeamStatus } from "../../../lib/status";

const DEPTHS = ["1", "2", "3"] as const;

export interface GraphSearch {
    /** In the middle. */
    participant?: string | undefined;
    /** How far its neighbourhood reaches; absent: 1. */
    depth?: (typeof DEPTHS)[number] | undefined;
    /** Only what meets there; absent: everywhere. */
    environment?: string | undefined;
    /** What is looked for, see `expression.ts`. */
    find?: string | undefined;
    /** What is left out. */
    hide?: string | undefined;
    view?: "table" | undefined;
    /** The party whose facts stand beside the graph. */
    selected?: string | undefined;
}

export function validateGraphSearch(search: Search): GraphSearch {
    return {
        participant: text(search, "participant"),
        depth: oneOf(search, "depth", DEPTHS),
        environment: text(search, "environment"),
        find: text(search, "find"),
        hide: text(search, "hide"),
        view: oneOf(search, "view", ["table"] as const),
        selected: text(search, "selected"),
    };
}

/** The seams of one request: each judges all of them. */
const MOST_SEAMS = 5000;

export interface Neighbourhood {
    asOf: string;
    items: SeamStatus[];
    /** Whether these are all; else the worst of them. */
    complete: boolean;
}

/** How the seams near a participant stand. */
export function neighbourhoodQuery({ participant, depth, environment }: GraphSearch) {
    return queryOptions({
        queryKey: ["status", "seams", { participant, depth, environment }],
        queryFn: async ({ signal }): Promise<Neighbourhood> => {
            const { asOf, items, next } = await getJson<Schemas["SeamStatusPage"]>(
                `/api/v1/status/seams${printSearch({ participant, depth, environment, limit: MOST_SEAMS })}`,
                signal,
            );
            return { asOf, items, complete: next === undefined };
        },
        enabled: participant !== undefined,
        refetchInterval: 30_000,
    });
}

/** The worst seams of all environments. */
export const firesQuery = queryOptions({
    queryKey: ["status", "seams", "fires"],
    queryFn: ({ signal }) => getJson<Schemas["SeamStatusPage"]>("/api/v1/status/seams?verdict=no&limit=20", signal),
    refetchInterval: 30_000,
});

export type PartyKind = "application" | "database" | "external";

export interface Party {
    name: string;
    kind: PartyKind;
    /** Links from the participant in the middle. */
    distance: number;
    /** The worst of its seams. */
    answer: Answer;
    /** What of it is where, each once. */
    places: { environment: string; version: string }[];
}

export interface Link {
    consumer: string;
    provider: string;
    answer: Answer;
    /** Worst first, as the broker lists them. */
    seams: SeamStatus[];
}

export interface Graph {
    /** Nearest first, then by name. */
    parties: Party[];
    links: Link[];
    /** Parties that are too far away to be drawn. */
    omitted: number;
}

const WORST: Answer[] = ["no", "unknown", "verifying", "yes"];

/** What a seam says, for people: an unknown that somebody works on is told apart. */
export function answerOf(seam: SeamStatus): Answer {
    return seam.class === "VERIFYING" ? "verifying" : seam.verdict;
}

function worse(one: Answer, other: Answer): Answer {
    return WORST.indexOf(one) <= WORST.indexOf(other) ? one : other;
}

/** The graph of some seams around a participant, with its `most` nearest parties. */
export function graphOf(centre: string, seams: SeamStatus[], most: number): Graph {
    const links = linksOf(seams);
    const distances = distancesFrom(centre, links);
    const near = [...distances.keys()]
        .sort((a, b) => (distances.get(a) ?? 0) - (distances.get(b) ?? 0) || (a < b ? -1 : 1))
        .slice(0, most);
    const drawn = new Set(near);
    const facts = factsOf(seams);
    return {
        parties: near.map((name) => ({
            name,
            distance: distances.get(name) ?? 0,
            ...(facts.get(name) ?? { kind: "application", answer: "yes", places: [] }),
        })),
        links: links.filter(({ consumer, provider }) => drawn.has(consumer) && drawn.has(provider)),
        omitted: distances.size - near.length,
    };
}

function linksOf(seams: SeamStatus[]): Link[] {
    const links = new Map<string, Link>();
    for (const seam of seams) {
        const [consumer, provider] = [seam.consumer.name, seam.provider.name];
        const key = JSON.stringify([consumer, provider]);
        const link = links.get(key) ?? { consumer, provider, answer: "yes" as Answer, seams: [] };
        link.answer = worse(link.answer, answerOf(seam));
        link.seams.push(seam);
        links.set(key, link);
    }
    return [...links.values()];
}

/** How many links away each party is; who is not connected (with what was answered) is one further than all. */
function distancesFrom(centre: string, links: Link[]): Map<string, number> {
    const neighbours = new Map<string, string[]>();
    for (const { consumer, provider } of links) {
        neighbours.set(consumer, [...(neighbours.get(consumer) ?? []), provider]);
        neighbours.set(provider, [...(neighbours.get(provider) ?? []), consumer]);
    }
    const distances = new Map([[centre, 0]]);
    let ring = [centre];
    for (let distance = 1; ring.length > 0; distance++) {
        const next: string[] = [];
        for (const name of ring.flatMap((one) => neighbours.get(one) ?? [])) {
            if (!distances.has(name)) {
                distances.set(name, distance);
                next.push(name);
            }
        }
        ring = next;
    }
    const furthest = Math.max(...distances.values()) + 1;
    for (const name of neighbours.keys()) {
        if (!distances.has(name)) {
            distances.set(name, furthest);
        }
    }
    return distances;
}

type Facts = Pick<Party, "kind" | "answer" | "places">;

function factsOf(seams: SeamStatus[]): Map<string, Facts> {
    const facts = new Map<string, Facts>();
    const seen = new Set<string>();
    for (const seam of seams) {
        for (const side of [seam.consumer, seam.provider]) {
            const known = facts.get(side.name) ?? { kind: kindOf(side), answer: "yes" as Answer, places: [] };
            known.answer = worse(known.answer, answerOf(seam));
            const { version } = side;
            const key = JSON.stringify([side.name, seam.environment, version]);
            if (version && !seen.has(key)) {
                seen.add(key);
                known.places.push({ environment: seam.environment, version });
            }
            facts.set(side.name, known);
        }
    }
    return facts;
}

function kindOf(side: Schemas["SeamSide"] | Schemas["SeamConsumer"]): PartyKind {
    return "external" in side && side.external ? "external" : side.kind;
}

const MOST_MARKED = 300;

/** Whether links that fit have a mark too: of many only those have one that do not fit, or of which that is not known. */
export function isEachMarked({ links }: Graph): boolean {
    return links.length <= MOST_MARKED;
}

/** The graph without some parties; the one in the middle stays. */
export function without(graph: Graph, centre: string, hidden: (party: Party) => boolean): Graph {
    const parties = graph.parties.filter((party) => party.name === centre || !hidden(party));
    const names = new Set(parties.map(({ name }) => name));
    return {
        parties,
        links: graph.links.filter(({ consumer, provider }) => names.has(consumer) && names.has(provider)),
        omitted: graph.omitted,
    };
}
