import { Chip } from "../../../components/Chip";
import table from "../../../components/table.module.css";
import type { Users } from "../api/database";
import { type Relation, type Schema, shortName } from "../api/schema";
import { consumerNames } from "../api/usage";
import { Pick } from "./Pick";

interface Props {
    relations: Relation[];
    schema: Schema;
    users: Users;
    selected?: string | undefined;
    pick: (table: string) => void;
}

/** What the diagram shows, as a table. */
export function RelationTable({ relations, schema, users, selected, pick }: Props) {
    return (
        <table className={table.table}>
            <thead>
                <tr>
                    <th scope="col">Name</th>
                    <th scope="col">Columns</th>
                    <th scope="col">Refers to</th>
                    <th scope="col">Used by</th>
                </tr>
            </thead>
            <tbody>
                {relations.map((relation) => {
                    const names = consumerNames(users.uses.of(relation.id));
                    const referred = [...new Set(relation.foreignKeys.map(({ references }) => references))];
                    return (
                        <tr key={relation.id}>
                            <th scope="row">
                                <Pick current={selected === relation.id} onPick={() => pick(relation.id)}>
                                    {shortName(relation)}
                                </Pick>{" "}
                                {relation.kind !== "table" && <Chip>{relation.kind}</Chip>}
                            </th>
                            <td data-label="Columns">{relation.columns.length}</td>
                            <td data-label="Refers to">
                                {referred
                                    .map((id) => schema.byId.get(id))
                                    .map((one, place) =>
                                        one ? (
                                            <Pick key={one.id} onPick={() => pick(one.id)}>
                                                {shortName(one)}
                                            </Pick>
                                        ) : (
                                            <span key={referred[place]}>{referred[place]}</span>
                                        ),
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
                })}
            </tbody>
        </table>
    );
}
