import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../../lib/api";
import { quote } from "../../../lib/shell";

export interface File {
    name: string;
    sql: string;
}

/** Whether a database in an environment can be migrated so. */
export interface MigrationQuestion {
    database: string;
    environment: string;
    files: File[];
}

/** Longer ones are too long for the addresses of browsers, proxies and chats. */
export const MOST_IN_ADDRESS = 4_000;

export const PASTED = "migration.sql";

/** The answer; it takes a PostgreSQL of the broker's some seconds, so it is asked once. */
export function migrationQuery(question: MigrationQuestion | undefined) {
    return queryOptions({
        queryKey: ["can-i-migrate", question],
        queryFn: ({ signal }) => {
            if (!question) {
                throw new Error("there is no question");
            }
            return body(
                api.POST("/api/v1/verdicts/can-i-migrate", {
                    body: {
                        database: question.database,
                        target: { type: "environment", environment: question.environment },
                        migration: question.files,
                    },
                    signal,
                }),
            );
        },
        enabled: question !== undefined,
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
    });
}

/** The same question on the command line. */
export function commandOf({ database, environment, files }: MigrationQuestion): string {
    return [
        "seamwright can-i-migrate",
        `--database ${quote(database)}`,
        ...files.map(({ name }) => `--migrations ${quote(name)}`),
        `--to ${quote(environment)}`,
    ].join(" ");
}

/** Files in the order in which a migration tool runs them: numbers in their names count as numbers. */
export function inOrder(files: File[]): File[] {
    return [...files].sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
}

/** What the verdict means, in a sentence. */
export function sentenceOf(verdict: Schemas["MigrationVerdict"], environment: string): string {
    switch (verdict.migratable) {
        case "yes":
            return `${verdict.database} can be migrated in ${environment}: every query that runs there goes on working.`;
        case "no":
            return verdict.plans.some(({ phases }) => phases.some(({ when }) => when === "now"))
                ? `Not all of it can be made in ${environment} now: a part must wait.`
                : `It cannot be made in ${environment} now: it breaks queries that run there.`;
        case "unknown":
            return `Nobody can say whether ${verdict.database} can be migrated in ${environment}.`;
    }
}
