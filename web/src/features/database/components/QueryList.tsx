import { Chip } from "../../../components/Chip";
import { Code } from "../../../components/Code";
import { EnvironmentChips } from "../../../components/Environments";
import { ParticipantLink, VersionLink } from "../../../components/links";
import { Skeleton } from "../../../components/states";
import type { Users } from "../api/database";
import type { Access, Query } from "../api/usage";
import styles from "../DatabasePage.module.css";

const ACCESS: Record<Access, string> = { read: "reads", insert: "inserts", update: "updates", delete: "deletes" };

/** Queries, each with who runs it where. */
export function QueryList({ queries, users }: { queries: Query[]; users: Users }) {
    if (users.isPending && queries.length === 0) {
        return <Skeleton rows={2} label="Loading who uses it" />;
    }
    return (
        <div className={styles.list}>
            {queries.length === 0 && (
                <p>
                    {users.consumers.length === 0
                        ? "Nobody has published the queries that run on this database."
                        : "No query that is published uses it, of the versions that run and of the newest ones."}
                </p>
            )}
            {queries.map((query) => (
                <div key={query.key} className={styles.query}>
                    <div className={styles.who}>
                        <ParticipantLink name={query.consumer} />
                        {query.versions.map(({ version, environments }) => (
                            <span key={version} className={styles.where}>
                                <VersionLink participant={query.consumer} version={version} />
                                {environments.length > 0 ? (
                                    <>
                                        in <EnvironmentChips names={environments} />
                                    </>
                                ) : (
                                    "is not deployed"
                                )}
                            </span>
                        ))}
                        {query.access.map((access) => (
                            <Chip key={access}>{ACCESS[access]}</Chip>
                        ))}
                        {query.star && <Chip title="SELECT *: it gets whatever columns there are">all columns</Chip>}
                        {query.via.length > 0 && <Chip>by the view {query.via.join(", ")}</Chip>}
                    </div>
                    <Code label={`A query of ${query.consumer}`}>{query.sql}</Code>
                </div>
            ))}
            {users.uses.unresolved.length > 0 && (
                <p className={styles.note}>
                    Of {users.uses.unresolved.length}{" "}
                    {users.uses.unresolved.length === 1 ? "query nobody can" : "queries nobody can"} say what it uses:{" "}
                    {[...new Set(users.uses.unresolved.map(({ consumer, version }) => `${consumer} ${version}`))].join(
                        ", ",
                    )}
                    .
                </p>
            )}
        </div>
    );
}
