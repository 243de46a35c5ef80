import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useMemo } from "react";
import { Button } from "../../../components/Button";
import form from "../../../components/form.module.css";
import { Panel } from "../../../components/Page";
import { Empty, Failure, Skeleton } from "../../../components/states";
import type { Schemas } from "../../../lib/api";
import { contractContentQuery } from "../../../lib/queries";
import { PHONE, useMedia } from "../../../lib/useMedia";
import { useUsers } from "../api/database";
import { matching, type SchemaDocument, schemaOf } from "../api/schema";
import type { DatabaseSearch } from "../api/search";
import styles from "../DatabasePage.module.css";
import { RelationDetails } from "./RelationDetails";
import { RelationTable } from "./RelationTable";

const Diagram = lazy(() => import("./Diagram"));
const route = getRouteApi("/databases/$database");

/** More than these are no picture that anybody could read. */
const MOST_DRAWN = 300;

/** The tables of a schema, as a diagram or a table, and who uses their columns. */
export default function SchemaTab({
    database,
    contract,
    choose,
}: {
    database: string;
    contract: Schemas["Contract"];
    choose: ReactNode;
}) {
    const search = route.useSearch();
    const isPhone = useMedia(PHONE);
    // a phone is too narrow for tables beside each other whose names can be read
    const as = search.as ?? (isPhone ? "table" : "diagram");
    const navigate = route.useNavigate();
    const { data, error, isPending, refetch } = useQuery(contractContentQuery("db-schema", contract.sha256));
    const schema = useMemo(() => data && schemaOf(data as unknown as SchemaDocument), [data]);
    const users = useUsers(database);
    const change = (changed: DatabaseSearch, replace = false) =>
        navigate({ search: (before) => ({ ...before, ...changed }), replace, resetScroll: false });
    const shown = useMemo(() => (schema ? matching(schema, search.find) : []), [schema, search.find]);
    const selected = schema && search.table ? schema.byId.get(search.table) : undefined;
    const open = search.open ?? [];
    const toggle = (id: string) =>
        change({ open: open.includes(id) ? open.filter((one) => one !== id) : [...open, id] }, true);
    const pick = (table: string, column?: string) => change({ table, column });
    return (
        <>
            <form className={styles.bar} aria-label="What is shown" onSubmit={(event) => event.preventDefault()}>
                {choose}
                <div className={form.field}>
                    <label htmlFor="schema-find">Find</label>
                    <input
                        id="schema-find"
                        type="search"
                        className={form.input}
                        value={search.find ?? ""}
                        placeholder="a table or a column"
                        onChange={(event) => change({ find: event.target.value || undefined }, true)}
                    />
                </div>
                <fieldset className={styles.switch} aria-label="Show as">
                    <Button
                        aria-pressed={as === "diagram"}
                        onClick={() => change({ as: isPhone ? "diagram" : undefined })}
                    >
                        Diagram
                    </Button>
                    <Button aria-pressed={as === "table"} onClick={() => change({ as: "table" })}>
                        Table
                    </Button>
                </fieldset>
                {schema && (
                    <span className={styles.count} role="status">
                        {shown.length === schema.relations.length
                            ? `${schema.relations.length} tables and views`
                            : `${shown.length} of ${schema.relations.length} tables and views`}
                    </span>
                )}
            </form>
            {users.missing.length > 0 && (
                <p className={styles.note} role="status">
                    Not everybody who uses it is told: {users.missing.join(", ")} could not be loaded.
                </p>
            )}
            {isPending && <Skeleton rows={8} label="Loading the schema" />}
            {error && !data && <Failure error={error} what="The schema could not be loaded" retry={() => refetch()} />}
            {schema && schema.relations.length === 0 && <Empty title="The schema has no tables" />}
            {schema && schema.relations.length > 0 && shown.length === 0 && (
                <Empty title="No table is called like that">
                    <p>Nor has one a column whose name has “{search.find}” in it.</p>
                </Empty>
            )}
            {schema && shown.length > 0 && (
                <>
                    {as === "table" ? (
                        <Panel flush>
                            <RelationTable
                                relations={shown}
                                schema={schema}
                                users={users}
                                selected={search.table}
                                pick={pick}
                            />
                        </Panel>
                    ) : shown.length > MOST_DRAWN ? (
                        <Empty title={`${shown.length} tables are too many for a diagram`}>
                            <p>Find those that you look for by name, or show all as a table.</p>
                        </Empty>
                    ) : (
                        <Suspense fallback={<Skeleton rows={8} label="Drawing" />}>
                            <Diagram
                                relations={shown}
                                open={open}
                                uses={users.uses}
                                selected={search.table}
                                column={search.column}
                                toggle={toggle}
                                pick={pick}
                            />
                        </Suspense>
                    )}
                    {selected ? (
                        <RelationDetails
                            database={database}
                            relation={selected}
                            schema={schema}
                            users={users}
                            column={search.column}
                            pick={pick}
                            close={() => change({ table: undefined, column: undefined })}
                        />
                    ) : (
                        <p className={styles.note}>
                            {search.table
                                ? `There is no table ${search.table} in this version.`
                                : "Choose a table to see its columns, and who uses each."}
                        </p>
                    )}
                </>
            )}
        </>
    );
}
