import { Chip } from "../../../components/Chip";
import { Code } from "../../../components/Code";
import { Pieces } from "../../../components/Pieces";
import styles from "./contract.module.css";

interface Usage {
    identity?: { role?: string; tenant?: { by: string; name?: string }; pool?: string; searchPath?: string[] };
    statements?: {
        id?: string;
        sql: string;
        uses?: { schema: string; name: string; column?: string; access?: string }[];
        calls?: number;
        sources?: string[];
        unresolved?: string;
    }[];
}

/** The statements of a consumer, with the tables and columns that each touches. */
export function UsageView({ usage }: { usage: Usage }) {
    const { identity, statements = [] } = usage;
    return (
        <>
            {identity && (
                <p className={styles.identity}>
                    {identity.role && <Chip>as {identity.role}</Chip>}
                    {identity.tenant && <Chip>tenant by {identity.tenant.name ?? identity.tenant.by}</Chip>}
                    {identity.pool && <Chip>{identity.pool} pool</Chip>}
                    {identity.searchPath && <Chip>search_path {identity.searchPath.join(", ")}</Chip>}
                </p>
            )}
            <ul className={styles.list}>
                {statements.map((statement, index) => (
                    <li key={statement.id ?? `${index} ${statement.sql}`} className={styles.statement}>
                        <Code label="Statement">{statement.sql}</Code>
                        <p className={styles.touches}>
                            {tables(statement.uses ?? []).map(([table, columns]) => (
                                <span key={table}>
                                    <code>{table}</code>
                                    {columns && ` (${columns})`}
                                </span>
                            ))}
                            {statement.unresolved && <Chip tone="unknown">{statement.unresolved}</Chip>}
                            {statement.sources && (
                                <span>
                                    seen in <Pieces text={statement.sources.join(", ")} />
                                </span>
                            )}
                        </p>
                    </li>
                ))}
            </ul>
        </>
    );
}

/** Each relation with its columns, in the order in which they are named. */
function tables(uses: { schema: string; name: string; column?: string }[]): [string, string][] {
    const found = new Map<string, string[]>();
    for (const { schema, name, column } of uses) {
        const key = `${schema}.${name}`;
        const columns = found.get(key) ?? [];
        if (column) {
            columns.push(column);
        }
        found.set(key, columns);
    }
    return [...found].map(([table, columns]) => [table, [...new Set(columns)].join(", ")]);
}
