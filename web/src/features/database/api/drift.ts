import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../../lib/api";
import type { Running } from "../../../lib/running";

/** Where somebody looks whether a participant is what was recorded, with what was found. */
export function driftQuery(participant: string, state: Schemas["DriftState"] | undefined) {
    return infiniteQueryOptions({
        queryKey: ["drift", participant, state],
        queryFn: ({ pageParam, signal }) =>
            body(
                api.GET("/api/v1/drift", {
                    params: { query: { participant, state, limit: 100, cursor: pageParam } },
                    signal,
                }),
            ),
        initialPageParam: undefined as string | undefined,
        getNextPageParam: (page) => page.next,
        refetchInterval: 30_000,
    });
}

/** Which versions were observed in environments, of those of which somebody told; the others are not in it. */
export function observedQuery(participant: string, environments: string[]) {
    return queryOptions({
        queryKey: ["observed", participant, environments],
        queryFn: async ({ signal }) => {
            const all = await Promise.all(
                environments.map((environment) =>
                    body(
                        api.GET("/api/v1/environments/{environment}/observed", {
                            params: { path: { environment }, query: { limit: 1000 } },
                            signal,
                        }),
                    ),
                ),
            );
            return all.flatMap(({ items }) => items.filter((one) => one.participant === participant));
        },
        enabled: environments.length > 0,
    });
}

/** A fact of a schema that differs, in words. */
export interface Difference {
    change: "added" | "removed" | "changed";
    subject: string;
    before?: string | undefined;
    after?: string | undefined;
}

interface Findings {
    changes?: {
        kind: string;
        identity?: string[];
        change: "added" | "removed" | "changed";
        before?: Record<string, unknown>;
        after?: Record<string, unknown>;
    }[];
    mends?: { who: string; subjects?: string[] }[];
    unseen?: { topic: string; detail: string }[];
    notCompared?: ({ subject: string; provenance: string } | string)[];
}

/** What a look at a database found, as `seamwright drift db` prints it. */
export function foundOf(findings: Record<string, unknown> | undefined) {
    const { changes = [], mends = [], unseen = [], notCompared = [] } = (findings ?? {}) as Findings;
    return {
        differences: changes.map(
            ({ kind, identity = [], change, before, after }): Difference => ({
                change,
                subject: `${kind} ${identity.join(".")}`,
                before: before && printed(before, after),
                after: after && printed(after, before),
            }),
        ),
        mends: mends.map(({ who, subjects = [] }) => ({ who, subjects })),
        unseen: unseen.map(({ topic, detail }) => `${topic}: ${detail}`),
        notCompared: notCompared.map((one) => (typeof one === "string" ? one : `${one.subject}: ${one.provenance}`)),
    };
}

/** What a fact says; of two only what the other one does not say. */
function printed(fact: Record<string, unknown>, other: Record<string, unknown> | undefined): string {
    return Object.entries(fact)
        .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(other?.[name]))
        .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`)
        .join(", ");
}

/** Databases that run and are recorded with one and the same schema. */
export interface SchemaGroup {
    /** The hash; absent: their versions have published no schema. */
    sha256?: string | undefined;
    versions: string[];
    places: { environment: string; version: string; instance?: string | undefined }[];
    /** How many published schemas are newer; 0: none. */
    behind: number;
}

/** What runs by its recorded schema, the newest first. */
export function groupsOf(running: Running[], schemas: { version: string; sha256: string }[]): SchemaGroup[] {
    const hashes = new Map(schemas.map(({ version, sha256 }) => [version, sha256]));
    const chain = [...new Set(schemas.map(({ sha256 }) => sha256))];
    const groups = new Map<string, SchemaGroup>();
    for (const { environment, version, instance } of running) {
        const sha256 = hashes.get(version);
        const group = groups.get(sha256 ?? "") ?? {
            sha256,
            versions: [],
            places: [],
            behind: sha256 === undefined ? 0 : chain.indexOf(sha256),
        };
        groups.set(sha256 ?? "", group);
        if (!group.versions.includes(version)) {
            group.versions.push(version);
        }
        group.places.push({ environment, version, instance });
    }
    return [...groups.values()].sort((a, b) => a.behind - b.behind || (a.sha256 ? -1 : 1));
}
