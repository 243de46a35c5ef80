/** A `db-schema` document as it is read here: facts, each with its kind, its names and what it says. */
export interface SchemaDocument {
    hash?: string;
    origin?: { serverVersion?: number; database?: string };
    facts?: { kind: string; identity: string[]; payload: Record<string, unknown> }[];
}

export interface Column {
    name: string;
    type: string;
    notNull: boolean;
    /** How its value comes about when none is given: a default, an identity, a generated value. */
    filled?: string | undefined;
    comment?: string | undefined;
}

export interface ForeignKey {
    name: string;
    columns: string[];
    /** Id of the table that it refers to. */
    references: string;
    referencedColumns: string[];
}

export interface Policy {
    name: string;
    permissive: boolean;
    command: "all" | "select" | "insert" | "update" | "delete";
    /** `public` is everybody. */
    roles: string[];
    using?: string | undefined;
    check?: string | undefined;
}

export interface Grant {
    grantee: string;
    privilege: string;
    /** Of one column alone. */
    column?: string | undefined;
}

export type RelationKind = "table" | "view" | "materialized view" | "foreign table";

export interface Relation {
    /** `schema.name`. */
    id: string;
    schema: string;
    name: string;
    kind: RelationKind;
    comment?: string | undefined;
    columns: Column[];
    primaryKey: string[];
    foreignKeys: ForeignKey[];
    /** Unique keys, checks, exclusions and indexes, for people. */
    rules: { name: string; text: string }[];
    rowSecurity: boolean;
    forceRowSecurity: boolean;
    policies: Policy[];
    grants: Grant[];
    /** Of a view. */
    definition?: string | undefined;
    /** Of a view: whether it reads as who asks, not as its owner. */
    invoker: boolean;
    partitionOf?: string | undefined;
}

export interface Schema {
    relations: Relation[];
    byId: Map<string, Relation>;
    serverVersion?: number | undefined;
}

const RELATIONS: Record<string, RelationKind> = {
    table: "table",
    view: "view",
    "materialized-view": "materialized view",
    "foreign-table": "foreign table",
};
const text = (value: unknown) => (typeof value === "string" ? value : undefined);
const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);

/** The relations of a schema by name, with what belongs to each. */
export function schemaOf(document: SchemaDocument): Schema {
    const byId = new Map<string, Relation>();
    const order = new Map<string, string[]>();
    const facts = document.facts ?? [];
    for (const { kind, identity, payload } of facts) {
        const relation = RELATIONS[kind];
        const [schema, name] = identity;
        if (relation && schema !== undefined && name !== undefined) {
            byId.set(`${schema}.${name}`, relationOf(relation, schema, name, payload));
        }
    }
    for (const { kind, identity, payload } of facts) {
        const [schema, name, third = ""] = identity;
        const relation = byId.get(`${schema}.${name}`);
        if (relation) {
            if (kind === "column-order") {
                order.set(relation.id, list(payload.columns));
            } else {
                add(relation, kind, third, identity, payload);
            }
        }
    }
    for (const relation of byId.values()) {
        const places = new Map(order.get(relation.id)?.map((column, place) => [column, place]));
        relation.columns.sort((a, b) => (places.get(a.name) ?? 0) - (places.get(b.name) ?? 0));
    }
    const relations = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return { relations, byId, serverVersion: document.origin?.serverVersion };
}

function relationOf(kind: RelationKind, schema: string, name: string, payload: Record<string, unknown>): Relation {
    const options = (payload.options ?? {}) as Record<string, unknown>;
    return {
        id: `${schema}.${name}`,
        schema,
        name,
        kind,
        comment: text(payload.comment),
        columns: [],
        primaryKey: [],
        foreignKeys: [],
        rules: [],
        rowSecurity: payload.rowSecurity === true,
        forceRowSecurity: payload.forceRowSecurity === true,
        policies: [],
        grants: [],
        definition: text(payload.definition),
        invoker: /^(true|on|yes|1)$/i.test(String(options.security_invoker ?? "")),
        partitionOf: list(payload.partitionOf).join(".") || undefined,
    };
}

function add(
    relation: Relation,
    kind: string,
    name: string,
    identity: string[],
    payload: Record<string, unknown>,
): void {
    switch (kind) {
        case "column":
            relation.columns.push({
                name,
                type: text(payload.type) ?? "?",
                notNull: payload.notNull === true,
                filled: filled(payload),
                comment: text(payload.comment),
            });
            break;
        case "constraint":
            constraint(relation, name, payload);
            break;
        case "index":
            relation.rules.push({ name, text: index(payload) });
            break;
        case "policy":
            relation.policies.push({
                name,
                permissive: payload.permissive !== false,
                command: (text(payload.command) ?? "all") as Policy["command"],
                roles: list(payload.roles),
                using: text(payload.using),
                check: text(payload.check),
            });
            break;
        case "relation-grant":
            if (payload.revoked !== true) {
                relation.grants.push({ grantee: name, privilege: identity[3] ?? "" });
            }
            break;
        case "column-grant":
            if (payload.revoked !== true) {
                relation.grants.push({ column: name, grantee: identity[3] ?? "", privilege: identity[4] ?? "" });
            }
            break;
    }
}

function filled(payload: Record<string, unknown>): string | undefined {
    const identity = payload.identity as { generation?: string } | undefined;
    const generated = payload.generated as { expression?: string } | undefined;
    if (identity) {
        return `identity, ${identity.generation ?? "always"}`;
    }
    return generated ? `generated: ${generated.expression ?? ""}` : text(payload.default);
}

function constraint(relation: Relation, name: string, payload: Record<string, unknown>): void {
    const columns = list(payload.columns);
    switch (payload.type) {
        case "primary key":
            relation.primaryKey = columns;
            break;
        case "foreign key":
            relation.foreignKeys.push({
                name,
                columns,
                references: list(payload.references).join("."),
                referencedColumns: list(payload.referencedColumns),
            });
            break;
        case "check":
            relation.rules.push({
                name,
                text: `CHECK (${text(payload.expression) ?? ""})${payload.validated === false ? " NOT VALID" : ""}`,
            });
            break;
        default:
            relation.rules.push({
                name,
                text: text(payload.definition) ?? `${String(payload.type).toUpperCase()} (${columns.join(", ")})`,
            });
    }
}

function index(payload: Record<string, unknown>): string {
    const keys = (Array.isArray(payload.keys) ? payload.keys : []) as { column?: string; expression?: string }[];
    const on = keys.map((key) => key.column ?? key.expression ?? "?").join(", ");
    const where = text(payload.predicate);
    return `${payload.unique === true ? "UNIQUE INDEX" : "INDEX"} (${on})${where ? ` WHERE ${where}` : ""}`;
}

/** The relations whose name, or one of whose columns, has the text in it. */
export function matching(schema: Schema, find: string | undefined): Relation[] {
    const wanted = find?.toLowerCase();
    return wanted
        ? schema.relations.filter(
              (relation) =>
                  relation.id.toLowerCase().includes(wanted) ||
                  relation.columns.some((column) => column.name.toLowerCase().includes(wanted)),
          )
        : schema.relations;
}

/** A relation's name; without the schema that nearly everything is in. */
export function shortName(relation: { schema: string; name: string }): string {
    return relation.schema === "public" ? relation.name : `${relation.schema}.${relation.name}`;
}
