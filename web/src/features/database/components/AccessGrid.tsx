import { Chip } from "../../../components/Chip";
import { NoIcon, UnknownIcon, YesIcon } from "../../../components/icons";
import { Panel } from "../../../components/Page";
import table from "../../../components/table.module.css";
import { type Cell, COMMANDS, type Command, cellOf, conditionOf, rolesOf } from "../api/grid";
import { type Policy, type Relation, type Schema, shortName } from "../api/schema";
import styles from "./AccessTab.module.css";

/** Table by role by command, and the policies behind it. */
export function AccessGrid({ schema }: { schema: Schema }) {
    const relations = schema.relations;
    const roles = rolesOf(relations).filter((role) => role !== "public" || grantsPublic(relations));
    const protectedOnes = relations.filter((relation) => relation.policies.length > 0 || relation.rowSecurity);
    return (
        <>
            <Panel
                flush
                title="Who reaches which rows"
                aside="as the schema says it; memberships of roles are not part of it"
            >
                {roles.length === 0 ? (
                    <p className={styles.inset}>
                        The schema grants nothing to any role: only its owner reaches the tables.
                    </p>
                ) : (
                    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and whoever has no pointer scrolls with the arrow keys
                    <section className={styles.scroll} aria-label="Who reaches which rows" tabIndex={0}>
                        <table className={styles.grid}>
                            <thead>
                                <tr>
                                    <th scope="col">Table</th>
                                    <th scope="col">Role</th>
                                    {COMMANDS.map((command) => (
                                        <th key={command} scope="col">
                                            {command}
                                        </th>
                                    ))}
                                </tr>
                            </thead>
                            {relations.map((relation) => (
                                <Rows key={relation.id} relation={relation} roles={roles} />
                            ))}
                        </table>
                    </section>
                )}
                <ul className={styles.legend}>
                    <li>
                        <YesIcon /> the rows that policies admit
                    </li>
                    <li>
                        <NoIcon /> all rows: nothing keeps tenants apart here
                    </li>
                    <li>
                        <UnknownIcon /> no row: no policy admits any
                    </li>
                    <li>– it lacks the privilege</li>
                </ul>
            </Panel>
            <Panel
                flush
                title="Policies"
                aside={`${protectedOnes.length} of ${relations.filter(({ kind }) => kind === "table").length} tables have row security`}
            >
                {protectedOnes.length === 0 ? (
                    <p className={styles.inset}>No table has row security.</p>
                ) : (
                    <table className={table.table}>
                        <thead>
                            <tr>
                                <th scope="col">Table</th>
                                <th scope="col">Policy</th>
                                <th scope="col">For</th>
                                <th scope="col">Rows that are seen</th>
                                <th scope="col">Rows that may be written</th>
                            </tr>
                        </thead>
                        <tbody>
                            {protectedOnes.flatMap((relation) =>
                                relation.policies.length === 0
                                    ? [<PolicyRow key={relation.id} relation={relation} />]
                                    : relation.policies.map((policy) => (
                                          <PolicyRow
                                              key={`${relation.id} ${policy.name}`}
                                              relation={relation}
                                              policy={policy}
                                          />
                                      )),
                            )}
                        </tbody>
                    </table>
                )}
            </Panel>
        </>
    );
}

function grantsPublic(relations: Relation[]): boolean {
    return relations.some(({ grants }) => grants.some(({ grantee }) => grantee === "public"));
}

function Rows({ relation, roles }: { relation: Relation; roles: string[] }) {
    const may = roles.filter((role) =>
        COMMANDS.some((command) => cellOf(relation, role, command).reach.kind !== "denied"),
    );
    const shown: (string | undefined)[] = may.length > 0 ? may : [undefined];
    return (
        <tbody>
            {shown.map((role, place) => (
                <tr key={role ?? ""}>
                    {place === 0 && (
                        <th scope="rowgroup" rowSpan={shown.length}>
                            <code>{shortName(relation)}</code>
                            <span className={styles.about}>
                                {relation.kind !== "table"
                                    ? relation.kind
                                    : relation.rowSecurity
                                      ? `row security${relation.forceRowSecurity ? "" : ", not for its owner"}`
                                      : "no row security"}
                            </span>
                        </th>
                    )}
                    <td>{role ? <code>{role}</code> : <span className={table.muted}>no role but its owner</span>}</td>
                    {COMMANDS.map((command) => (
                        <td key={command}>
                            {role && <Reach cell={cellOf(relation, role, command)} command={command} />}
                        </td>
                    ))}
                </tr>
            ))}
        </tbody>
    );
}

function Reach({ cell, command }: { cell: Cell; command: Command }) {
    const columns = cell.columns.length > 0 && <span className={styles.about}>only {cell.columns.join(", ")}</span>;
    switch (cell.reach.kind) {
        case "denied":
            return (
                <span className={table.muted}>
                    <span aria-hidden="true">–</span>
                    <span className="visually-hidden">may not</span>
                </span>
            );
        case "open":
            return (
                <span className={styles.open} title={cell.reach.because}>
                    <NoIcon label="all rows" /> all {columns}
                </span>
            );
        case "nothing":
            return (
                <span className={styles.nothing} title="row security is on, and no policy admits a row">
                    <UnknownIcon label="no row" /> none {columns}
                </span>
            );
        case "policies":
            return (
                <span
                    className={styles.policies}
                    title={cell.reach.permissive.map((policy) => conditionOf(policy, command)).join(" OR ")}
                >
                    <YesIcon label="rows that policies admit" />{" "}
                    {cell.reach.permissive.map(({ name }) => name).join(", ")}
                    {cell.reach.restrictive.length > 0 &&
                        `, but only ${cell.reach.restrictive.map(({ name }) => name).join(", ")}`}{" "}
                    {columns}
                </span>
            );
    }
}

function PolicyRow({ relation, policy }: { relation: Relation; policy?: Policy }) {
    return (
        <tr>
            <th scope="row">
                <code>{shortName(relation)}</code>{" "}
                {!relation.rowSecurity && <Chip tone="unknown">row security is off</Chip>}
            </th>
            {policy ? (
                <>
                    <td data-label="Policy">
                        {policy.name} {!policy.permissive && <Chip>restrictive</Chip>}
                    </td>
                    <td data-label="For">
                        {policy.command} as{" "}
                        {policy.roles.map((role) => (role === "public" ? "everybody" : role)).join(", ")}
                    </td>
                    <td data-label="Rows that are seen">
                        {policy.using ? (
                            <code className={styles.condition}>{policy.using}</code>
                        ) : (
                            <span className={table.muted}>does not say</span>
                        )}
                    </td>
                    <td data-label="Rows that may be written">
                        {policy.check ? (
                            <code className={styles.condition}>{policy.check}</code>
                        ) : (
                            <span className={table.muted}>
                                {policy.command === "select" || policy.command === "delete" ? "" : "as seen"}
                            </span>
                        )}
                    </td>
                </>
            ) : (
                <td colSpan={4} data-label="Policy">
                    none: nobody but its owner sees a row
                </td>
            )}
        </tr>
    );
}
