// Questions about a database, as `POST /api/v1/impact` understands them.

const SIMPLE = /^[a-z_][a-z0-9_]*$/;
// PostgreSQL's reserved key words (documentation, appendix C): as names they are quoted
const RESERVED = new Set(
    (
        "all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char " +
        "character check coalesce collate collation column concurrently constraint create cross current_catalog current_date " +
        "current_role current_schema current_time current_timestamp current_user dec decimal default deferrable desc distinct do else " +
        "end except exists extract false fetch float for foreign freeze from full grant greatest group grouping having ilike in " +
        "initially inner inout int integer intersect interval into is isnull join json lateral leading least left like limit " +
        "localtime localtimestamp national natural nchar none normalize not notnull null nullif numeric offset on only or order " +
        "out outer overlaps overlay placing position precision primary real references returning right row select session_user " +
        "setof similar smallint some substring symmetric system_user table tablesample then time timestamp to trailing treat trim " +
        "true union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement " +
        "xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable"
    ).split(" "),
);

function quoted(name: string): string {
    return SIMPLE.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

interface Named {
    schema: string;
    name: string;
    kind: string;
}

/** What breaks if a column, or else the whole table or view, is dropped: a sentence, or the statement where no sentence can name it. */
export function dropQuestion(relation: Named, column?: string): string {
    const table = [...(relation.schema === "public" ? [] : [relation.schema]), relation.name].map(quoted).join(".");
    const isNamed = [relation.schema, relation.name, column ?? ""].every((name) => !name.includes('"'));
    if (column !== undefined) {
        return isNamed
            ? `What breaks if I drop ${table}.${quoted(column)}?`
            : `ALTER TABLE ${table} DROP COLUMN ${quoted(column)} CASCADE`;
    }
    return isNamed && (relation.kind === "table" || relation.kind === "view")
        ? `What breaks if I drop ${relation.kind} ${table}?`
        : `DROP ${relation.kind.toUpperCase()} ${table} CASCADE`;
}
