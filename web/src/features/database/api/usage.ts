import type { Running } from "../../../lib/running";

/** A `db-usage` document, as it is read here. */
export interface UsageDocument {
    identity?: {
        role?: string;
        tenant?: { by: string; name?: string; scope?: "transaction" | "session" };
        pool?: "session" | "transaction" | "statement";
        searchPath?: string[];
    };
    statements?: {
        id?: string;
        sql: string;
        uses?: {
            kind?: string;
            schema: string;
            name: string;
            column?: string;
            access?: "read" | "insert" | "update" | "delete";
            via?: string;
        }[];
        star?: boolean;
        unresolved?: string;
        sources?: string[];
    }[];
}

/** A version of a consumer, and where it runs; nowhere: it is only published. */
export interface Consumer {
    consumer: string;
    version: string;
    environments: string[];
    sha256: string;
}

export type Access = "read" | "insert" | "update" | "delete";

/** A query of one or more versions of a consumer that touches something. */
export interface Query {
    key: string;
    id: string;
    sql: string;
    consumer: string;
    versions: { version: string; environments: string[] }[];
    access: Access[];
    /** The views through which it comes; empty: it names the table itself. */
    via: string[];
    /** It asks for whatever columns there are. */
    star: boolean;
}

/** What is used by whom. */
export interface Uses {
    /** By relation (`schema.name`) and column; the column `""` is the relation as a whole. */
    of(relation: string, column?: string): Query[];
    /** Queries of which nobody can say what they touch. */
    unresolved: { consumer: string; version: string; sql: string; reason: string }[];
}

interface Touch {
    query: Query;
    columns: Map<string, { access: Set<Access>; via: Set<string> }>;
}

/** Which versions matter: those that run, and the newest one that is published, where that is another. Newest first. */
export function consumersOf(
    consumer: string,
    contracts: { version: string; sha256: string }[],
    running: Running[],
): Consumer[] {
    const environments = new Map<string, string[]>();
    for (const { version, environment } of running) {
        const known = environments.get(version) ?? [];
        environments.set(version, known.includes(environment) ? known : [...known, environment]);
    }
    return contracts
        .filter(({ version }, place) => place === 0 || environments.has(version))
        .map(({ version, sha256 }) => ({ consumer, version, sha256, environments: environments.get(version) ?? [] }));
}

/** Who uses what: the queries of all consumers by the relations and columns that they touch. One that several versions run is there once. */
export function usesOf(consumers: Consumer[], documents: Map<string, UsageDocument>): Uses {
    const relations = new Map<string, Map<string, Touch>>();
    const unresolved: Uses["unresolved"] = [];
    for (const { consumer, version, environments, sha256 } of consumers) {
        for (const statement of documents.get(sha256)?.statements ?? []) {
            if (statement.unresolved) {
                unresolved.push({ consumer, version, sql: statement.sql, reason: statement.unresolved });
            }
            const key = `${consumer}\n${statement.sql}`;
            const told = new Set<string>();
            for (const use of statement.uses ?? []) {
                if ((use.kind ?? "relation") !== "relation") {
                    continue;
                }
                const id = `${use.schema}.${use.name}`;
                const touches = relations.get(id) ?? new Map<string, Touch>();
                relations.set(id, touches);
                const touch: Touch = touches.get(key) ?? {
                    query: {
                        key,
                        id: statement.id ?? "",
                        sql: statement.sql,
                        consumer,
                        versions: [],
                        access: [],
                        via: [],
                        star: statement.star === true,
                    },
                    columns: new Map(),
                };
                touches.set(key, touch);
                if (!told.has(id)) {
                    told.add(id);
                    touch.query.versions.push({ version, environments });
                }
                const column = touch.columns.get(use.column ?? "") ?? { access: new Set(), via: new Set() };
                touch.columns.set(use.column ?? "", column);
                column.access.add(use.access ?? "read");
                if (use.via) {
                    column.via.add(use.via);
                }
            }
        }
    }
    return { of: (relation, column) => queries(relations.get(relation), column), unresolved };
}

function queries(touches: Map<string, Touch> | undefined, column: string | undefined): Query[] {
    const found: Query[] = [];
    for (const { query, columns } of touches?.values() ?? []) {
        const used = column === undefined ? [...columns.values()] : [columns.get(column)].filter((use) => !!use);
        if (used.length > 0) {
            found.push({
                ...query,
                access: [...new Set(used.flatMap((use) => [...use.access]))],
                via: [...new Set(used.flatMap((use) => [...use.via]))],
            });
        }
    }
    return found;
}

/** How many consumers are among the queries. */
export function consumerNames(found: Query[]): string[] {
    return [...new Set(found.map(({ consumer }) => consumer))];
}
