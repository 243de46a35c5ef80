import { queryOptions, useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, body } from "../../../lib/api";
import { contractContentQuery } from "../../../lib/queries";
import { runningQuery } from "../../../lib/running";
import { type Consumer, consumersOf, type UsageDocument, type Uses, usesOf } from "./usage";

/** All databases by name, a thousand at most. */
export const databasesQuery = queryOptions({
    queryKey: ["participants", "databases"],
    queryFn: async ({ signal }) =>
        (await body(api.GET("/api/v1/participants", { params: { query: { limit: 1000 } }, signal }))).items.filter(
            ({ kind }) => kind === "database",
        ),
});

/** The schemas that a database has published, newest version first. */
export function schemasQuery(database: string) {
    return queryOptions({
        queryKey: ["contracts", { consumer: database, kind: "db-schema" }],
        queryFn: async ({ signal }) =>
            (
                await body(
                    api.GET("/api/v1/contracts", {
                        params: { query: { consumer: database, kind: "db-schema", limit: 100 } },
                        signal,
                    }),
                )
            ).items,
    });
}

/** The seams of a database with those who query it. */
export function usersQuery(database: string) {
    return queryOptions({
        queryKey: ["seams", { provider: database }],
        queryFn: async ({ signal }) =>
            (
                await body(api.GET("/api/v1/seams", { params: { query: { provider: database, limit: 1000 } }, signal }))
            ).items.filter(({ kind }) => kind === "db-usage"),
    });
}

function usagesQuery(consumer: string, database: string) {
    return queryOptions({
        queryKey: ["contracts", { consumer, provider: database, kind: "db-usage" }],
        queryFn: async ({ signal }) =>
            (
                await body(
                    api.GET("/api/v1/contracts", {
                        params: { query: { consumer, provider: database, kind: "db-usage", limit: 100 } },
                        signal,
                    }),
                )
            ).items,
    });
}

export interface Users {
    /** Versions of those who query it. */
    consumers: Consumer[];
    documents: Map<string, UsageDocument>;
    uses: Uses;
    isPending: boolean;
    /** What could not be loaded: what is told is not all then. */
    missing: string[];
}

/** Who uses a database: the versions that run, and the newest ones, with their queries. */
export function useUsers(database: string): Users {
    const seams = useQuery(usersQuery(database));
    const names = seams.data?.map(({ consumer }) => consumer) ?? [];
    const contracts = useQueries({ queries: names.map((name) => usagesQuery(name, database)) });
    const running = useQueries({ queries: names.map((name) => runningQuery(name)) });
    const consumers = names.flatMap((name, place) =>
        consumersOf(
            name,
            (contracts[place]?.data ?? []).map(({ version, sha256 }) => ({ version, sha256 })),
            running[place]?.data ?? [],
        ),
    );
    const hashes = [...new Set(consumers.map(({ sha256 }) => sha256))];
    const contents = useQueries({ queries: hashes.map((hash) => contractContentQuery("db-usage", hash)) });
    const loaded = hashes.filter((_, place) => contents[place]?.data);
    const key = JSON.stringify([consumers, loaded]);
    // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds all of it; the lists are new ones each time
    const { documents, uses } = useMemo(() => {
        const documents = new Map<string, UsageDocument>();
        hashes.forEach((hash, place) => {
            const content = contents[place]?.data;
            if (content) {
                documents.set(hash, content as unknown as UsageDocument);
            }
        });
        return { documents, uses: usesOf(consumers, documents) };
    }, [key]);
    return {
        consumers,
        documents,
        uses,
        isPending:
            seams.isPending || [...contracts, ...running, ...contents].some((query) => query.isPending && !query.error),
        missing: [
            ...(seams.error && !seams.data ? ["who queries it"] : []),
            ...names.filter((_, place) => contracts[place]?.error || running[place]?.error),
            ...consumers
                .filter(({ sha256 }) => contents[hashes.indexOf(sha256)]?.error)
                .map(({ consumer, version }) => `${consumer} ${version}`),
        ],
    };
}
