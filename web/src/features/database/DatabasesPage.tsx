import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Command } from "../../components/Command";
import { DatabaseIcon } from "../../components/icons";
import { VersionLink } from "../../components/links";
import { Page, Panel } from "../../components/Page";
import { Pieces } from "../../components/Pieces";
import { SeamResult } from "../../components/results";
import { Empty, Failure, Skeleton } from "../../components/states";
import { Time } from "../../components/Time";
import table from "../../components/table.module.css";
import { databasesQuery, schemasQuery, usersQuery } from "./api/database";

/** All databases, with the newest schema of each and who queries it. */
export function DatabasesPage() {
    const { data, error, isPending, refetch } = useQuery(databasesQuery);
    return (
        <Page
            title="Databases"
            about="Their schemas and who uses which column; whether a migration breaks somebody; who may read whose rows; and what runs."
        >
            {isPending && <Skeleton rows={4} label="Loading databases" />}
            {error && !data && (
                <Failure error={error} what="The databases could not be loaded" retry={() => refetch()} />
            )}
            {data?.length === 0 && (
                <Empty title="There are no databases yet">
                    <p>A database is there with its first schema:</p>
                    <Command text="seamwright schema publish --database orders-db --migrations db/migration" />
                    <p>Its consumers then publish the queries that they run:</p>
                    <Command text="seamwright usage publish usage.json --participant orders --version 1.0.0 --database orders-db" />
                </Empty>
            )}
            {data && data.length > 0 && (
                <Panel flush>
                    <table className={table.table}>
                        <thead>
                            <tr>
                                <th scope="col">Database</th>
                                <th scope="col">Newest schema</th>
                                <th scope="col">Published</th>
                                <th scope="col">Queried by</th>
                            </tr>
                        </thead>
                        <tbody>
                            {data.map(({ name, displayName }) => (
                                <Row key={name} name={name} displayName={displayName} />
                            ))}
                        </tbody>
                    </table>
                </Panel>
            )}
        </Page>
    );
}

function Row({ name, displayName }: { name: string; displayName?: string | undefined }) {
    const schemas = useQuery(schemasQuery(name));
    const users = useQuery(usersQuery(name));
    const newest = schemas.data?.[0];
    return (
        <tr>
            <th scope="row">
                <DatabaseIcon />{" "}
                <Link to="/databases/$database" params={{ database: name }}>
                    <Pieces text={name} />
                </Link>
                {displayName && displayName !== name && (
                    <span className={table.aside}>
                        {" "}
                        <Pieces text={displayName} />
                    </span>
                )}
            </th>
            <td data-label="Newest schema">
                {newest && <VersionLink participant={name} version={newest.version} />}
                {schemas.data && !newest && <span className={table.muted}>none published</span>}
                {schemas.error && !schemas.data && <span className={table.muted}>could not be loaded</span>}
            </td>
            <td data-label="Published">{newest && <Time at={newest.publishedAt} />}</td>
            <td data-label="Queried by">
                <div>
                    {users.data?.map(({ consumer, result }) => (
                        <div key={consumer}>
                            <Link to="/seams/$consumer/$provider" params={{ consumer, provider: name }}>
                                <Pieces text={consumer} />
                            </Link>{" "}
                            <SeamResult result={result} />
                        </div>
                    ))}
                </div>
                {users.data?.length === 0 && <span className={table.muted}>nobody</span>}
                {users.error && !users.data && <span className={table.muted}>could not be loaded</span>}
            </td>
        </tr>
    );
}
