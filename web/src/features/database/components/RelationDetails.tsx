import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { Button } from "../../../components/Button";
import { Chip } from "../../../components/Chip";
import { Code } from "../../../components/Code";
import { Panel } from "../../../components/Page";
import table from "../../../components/table.module.css";
import { dropQuestion } from "../../../lib/sentences";
import type { Users } from "../api/database";
import { type Column, type Relation, type Schema, shortName } from "../api/schema";
import { consumerNames } from "../api/usage";
import styles from "../DatabasePage.module.css";
import { Pick } from "./Pick";
import { QueryList } from "./QueryList";

interface Props {
    database: string;
    relation: Relation;
    schema: Schema;
    users: Users;
    column?: string | undefined;
    pick: (table: string, column?: string) => void;
    close: () => void;
}

/** A table or view: its columns with who uses each, its rules, and the queries that use what was chosen. */
export function RelationDetails({ database, relation, schema, users, column, pick, close }: Props) {
    const place = useRef<HTMLDivElement>(null);
    const chosen = useRef(relation.id);
    useEffect(() => {
        if (chosen.current !== relation.id) {
            chosen.current = relation.id;
            place.current?.scrollIntoView({ block: "nearest" });
        }
    }, [relation.id]);
    const queries = users.uses.of(relation.id, column);
    const referring = schema.relations.filter((other) =>
        other.foreignKeys.some(({ references }) => references === relation.id),
    );
    return (
        <div ref={place} className={styles.beside}>
            <Panel
                flush
                title={
                    <>
                        <code>{shortName(relation)}</code> {relation.kind !== "table" && <Chip>{relation.kind}</Chip>}
                    </>
                }
                aside={
                    <Button look="quiet" onClick={close}>
                        Close
                    </Button>
                }
            >
                <table className={table.table}>
                    <thead>
                        <tr>
                            <th scope="col">Column</th>
                            <th scope="col">Type</th>
                            <th scope="col">Value</th>
                            <th scope="col">Used by</th>
                        </tr>
                    </thead>
                    <tbody>
                        {relation.columns.map((one) => (
                            <ColumnRow
                                key={one.name}
                                relation={relation}
                                column={one}
                                users={users}
                                chosen={column === one.name}
                                pick={() => pick(relation.id, column === one.name ? undefined : one.name)}
                            />
                        ))}
                    </tbody>
                </table>
                <ul className={styles.facts}>
                    {relation.comment && <li>{relation.comment}</li>}
                    {relation.foreignKeys.map((key) => (
                        <li key={key.name}>
                            ({key.columns.join(", ")}) refers to{" "}
                            <Pick onPick={() => pick(key.references)}>{key.references}</Pick> (
                            {key.referencedColumns.join(", ")})
                        </li>
                    ))}
                    {referring.length > 0 && (
                        <li>
                            Referred to by{" "}
                            {referring.map((other) => (
                                <Pick key={other.id} onPick={() => pick(other.id)}>
                                    {shortName(other)}
                                </Pick>
                            ))}
                        </li>
                    )}
                    {relation.rules.map((rule) => (
                        <li key={rule.name}>
                            <code>{rule.name}</code>: {rule.text}
                        </li>
                    ))}
                    {relation.partitionOf && <li>A partition of {relation.partitionOf}.</li>}
                    {relation.kind === "table" && (
                        <li>
                            {relation.rowSecurity
                                ? `Row security is on${relation.forceRowSecurity ? ", for its owner too" : ", but not for its owner"}; ${relation.policies.length} policies.`
                                : "Row security is off."}
                        </li>
                    )}
                </ul>
                {relation.definition && (
                    <div className={styles.facts}>
                        <Code label="Definition of the view">{relation.definition}</Code>
                    </div>
                )}
            </Panel>
            <Panel
                title={
                    <>
                        Queries that use <code>{column ? `${relation.name}.${column}` : shortName(relation)}</code>
                    </>
                }
                aside={
                    <span className={styles.who}>
                        <Link to="/impact" search={{ participant: database, change: dropQuestion(relation, column) }}>
                            What breaks if I drop it?
                        </Link>
                        {column && (
                            <Button look="quiet" onClick={() => pick(relation.id)}>
                                Of the whole {relation.kind}
                            </Button>
                        )}
                    </span>
                }
            >
                <QueryList queries={queries} users={users} />
            </Panel>
        </div>
    );
}

function ColumnRow({
    relation,
    column,
    users,
    chosen,
    pick,
}: {
    relation: Relation;
    column: Column;
    users: Users;
    chosen: boolean;
    pick: () => void;
}) {
    const queries = users.uses.of(relation.id, column.name);
    const names = consumerNames(queries);
    return (
        <tr>
            <th scope="row">
                <Pick current={chosen} onPick={pick}>
                    {column.name}
                </Pick>{" "}
                {relation.primaryKey.includes(column.name) && <Chip>key</Chip>}
                {relation.foreignKeys.some(({ columns }) => columns.includes(column.name)) && <Chip>refers</Chip>}
                {column.comment && <span className={table.aside}> {column.comment}</span>}
            </th>
            <td data-label="Type">
                <code>{column.type}</code>
            </td>
            <td data-label="Value">
                {column.notNull ? "required" : "may be NULL"}
                {column.filled && (
                    <>
                        , <code>{column.filled}</code>
                    </>
                )}
            </td>
            <td data-label="Used by">
                {names.map((name) => (
                    <span key={name}>
                        <Chip>{name}</Chip>{" "}
                    </span>
                ))}
                {names.length === 0 && (
                    <span className={table.muted}>{users.isPending ? "loading" : "nobody known"}</span>
                )}
            </td>
        </tr>
    );
}
