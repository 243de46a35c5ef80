import type { Schemas } from "../../lib/api";
import { Chip } from "../Chip";
import { Code } from "../Code";
import styles from "./Witness.module.css";

type Statement = Schemas["ReplayedStatement"];

const OUTCOMES: Record<Statement["outcome"], string> = {
    fails: "fails",
    "fails-on-rows": "fails on some rows",
    "missing-columns": "leaves columns without a value",
    "not-permitted": "is not permitted",
    "types-changed": "gets other types",
    unresolved: "could not be decided",
};

/** Statements that do not work on the schema, with what PostgreSQL says and where it points. */
export function StatementWitness({ statements }: { statements: Statement[] }) {
    return (
        <ul className={styles.list}>
            {statements.map((statement) => (
                <li key={statement.id} className={styles.item}>
                    <p className={styles.title}>
                        <code>{statement.id}</code> {OUTCOMES[statement.outcome] ?? statement.outcome}
                        {statement.sqlState && <Chip>SQLSTATE {statement.sqlState}</Chip>}
                        {statement.role && <Chip>as {statement.role}</Chip>}
                    </p>
                    <Sql text={statement.sql} position={statement.position} />
                    {statement.error && <p className={styles.error}>{statement.error}</p>}
                    {statement.columns && statement.columns.length > 0 && (
                        <p>
                            Without a value: <code>{statement.columns.join(", ")}</code>
                            {statement.relation && (
                                <>
                                    {" "}
                                    of <code>{statement.relation}</code>
                                </>
                            )}
                        </p>
                    )}
                    {statement.changes?.map((change) => (
                        <p key={change.subject}>
                            {change.subject}: <code>{change.before ?? "none"}</code> becomes{" "}
                            <code>{change.after ?? "none"}</code>
                        </p>
                    ))}
                    {statement.rows && (
                        <>
                            <p>
                                It fails where a row breaks <code>{statement.constraint}</code>. This query finds such
                                rows; without any, nothing fails:
                            </p>
                            <Sql text={statement.rows} />
                        </>
                    )}
                </li>
            ))}
        </ul>
    );
}

/** A statement; the word at the position, counted from 1 in characters, is marked. */
function Sql({ text, position }: { text: string; position?: number | undefined }) {
    if (!position) {
        return <Code label="Statement">{text}</Code>;
    }
    const characters = [...text];
    const before = characters.slice(0, position - 1).join("");
    const rest = characters.slice(position - 1).join("");
    const word = /^("[^"]*"|[\w.$]+|\S)/.exec(rest)?.[0] ?? "";
    return (
        <Code label="Statement">
            {before}
            <mark className={styles.mark}>{word}</mark>
            {rest.slice(word.length)}
        </Code>
    );
}
