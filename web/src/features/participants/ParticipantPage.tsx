import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { ActionLink } from "../../components/ActionLink";
import { Badges } from "../../components/Badges";
import { Chip } from "../../components/Chip";
import { Command } from "../../components/Command";
import { EnvironmentChips, EnvironmentName } from "../../components/Environments";
import { ApplicationIcon, DatabaseIcon } from "../../components/icons";
import { ExternalLink, VersionLink } from "../../components/links";
import { More } from "../../components/More";
import { Fact, Facts, Page, Panel } from "../../components/Page";
import { Pieces } from "../../components/Pieces";
import { SeamTable } from "../../components/SeamTable";
import { Empty, Failure, Skeleton } from "../../components/states";
import { Time } from "../../components/Time";
import table from "../../components/table.module.css";
import type { Schemas } from "../../lib/api";
import { useEnvironments } from "../../lib/environments";
import { runningQuery } from "../../lib/running";
import { seamsOfQuery } from "../../lib/seams";
import { quote } from "../../lib/shell";
import { participantQuery, versionsQuery } from "./api/participants";
import styles from "./ParticipantPage.module.css";

const route = getRouteApi("/participants/$participant");

/** One application or database: where it runs, whom it meets, its versions. */
export function ParticipantPage() {
    const { participant: name } = route.useParams();
    const { data, error, isPending, refetch } = useQuery(participantQuery(name));
    return (
        <Page
            title={name}
            heading={
                <>
                    <Pieces text={name} />{" "}
                    {data && (
                        <span className={styles.kind}>
                            {data.kind === "database" ? <DatabaseIcon /> : <ApplicationIcon />} {data.kind}
                        </span>
                    )}
                </>
            }
            actions={
                <ActionLink to="/impact" search={{ participant: name }}>
                    What breaks if I change it?
                </ActionLink>
            }
            about={
                data?.kind === "database" && (
                    <Link to="/databases/$database" params={{ database: name }}>
                        Its schema and who uses which column, migrations, row security, drift
                    </Link>
                )
            }
        >
            {isPending && <Skeleton label="Loading the participant" />}
            {error && !data && <Failure error={error} what={`${name} could not be loaded`} retry={() => refetch()} />}
            {data && (
                <>
                    <About participant={data} />
                    <WhereItRuns name={name} />
                    <Seams name={name} />
                    <Versions name={name} />
                    {data.mainBranch && <Badges participant={name} branch={data.mainBranch} />}
                </>
            )}
        </Page>
    );
}

function About({ participant }: { participant: Schemas["Participant"] }) {
    return (
        <Facts>
            {participant.displayName && <Fact name="Display name">{participant.displayName}</Fact>}
            <Fact name="Main branch">{participant.mainBranch ? <code>{participant.mainBranch}</code> : "not set"}</Fact>
            {participant.repositoryUrl && (
                <Fact name="Repository" isLong>
                    <ExternalLink url={participant.repositoryUrl} />
                </Fact>
            )}
            <Fact name="Since">
                <Time at={participant.createdAt} />
            </Fact>
        </Facts>
    );
}

function WhereItRuns({ name }: { name: string }) {
    const { data, error, isPending, refetch } = useQuery(runningQuery(name));
    const { inOrder } = useEnvironments();
    const rows = inOrder(data ?? [], ({ environment }) => environment);
    return (
        <Panel flush title="Where it runs">
            {isPending && <Skeleton rows={3} />}
            {error && !data && (
                <Failure error={error} what="Where it runs could not be loaded" retry={() => refetch()} />
            )}
            {data?.length === 0 && (
                <div className={styles.inset}>
                    <p>Nothing is recorded. After a deployment:</p>
                    <Command
                        text={`seamwright record-deployment --participant ${quote(name)} --version VERSION --environment ENVIRONMENT`}
                    />
                </div>
            )}
            {rows.length > 0 && (
                <table className={table.table}>
                    <thead>
                        <tr>
                            <th scope="col">Environment</th>
                            <th scope="col">Version</th>
                            <th scope="col">How</th>
                            <th scope="col">Since</th>
                        </tr>
                    </thead>
                    <tbody>
                        {rows.map((row) => (
                            <tr key={`${row.environment} ${row.version} ${row.instance} ${row.how}`}>
                                <th scope="row">
                                    <EnvironmentName name={row.environment} />
                                </th>
                                <td data-label="Version">
                                    <VersionLink participant={name} version={row.version} />
                                </td>
                                <td data-label="How">
                                    {row.how} {row.instance && <Chip>{row.instance}</Chip>}
                                </td>
                                <td data-label="Since">
                                    <Time at={row.since} />
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            )}
        </Panel>
    );
}

function Seams({ name }: { name: string }) {
    const { data, error, isPending, refetch } = useQuery(seamsOfQuery(name));
    const seams = data ? [...data.consuming, ...data.providing] : [];
    return (
        <Panel flush title="Seams" aside="The newest contract of each, with any version of its provider">
            {isPending && <Skeleton rows={3} />}
            {error && !data && <Failure error={error} what="Its seams could not be loaded" retry={() => refetch()} />}
            {data && seams.length === 0 && <p className={styles.inset}>It meets nobody: no contract names it.</p>}
            {seams.length > 0 && <SeamTable seams={seams} />}
        </Panel>
    );
}

function Versions({ name }: { name: string }) {
    const { data, error, isPending, refetch, ...pages } = useInfiniteQuery(versionsQuery(name));
    const versions = data?.pages.flatMap((page) => page.items) ?? [];
    return (
        <>
            <Panel flush title="Versions">
                {isPending && <Skeleton rows={6} />}
                {error && !data && (
                    <Failure error={error} what="Its versions could not be loaded" retry={() => refetch()} />
                )}
                {data && versions.length === 0 && (
                    <div className={styles.inset}>
                        <Empty title="There are no versions yet">
                            <p>A version is there with its first contract:</p>
                            <Command text="seamwright publish path/to/pacts --participant-version 1.0.0 --branch main" />
                        </Empty>
                    </div>
                )}
                {versions.length > 0 && (
                    <table className={table.table}>
                        <thead>
                            <tr>
                                <th scope="col">Version</th>
                                <th scope="col">Branches</th>
                                <th scope="col">Tags</th>
                                <th scope="col">Runs in</th>
                                <th scope="col">Published</th>
                            </tr>
                        </thead>
                        <tbody>
                            {versions.map((version) => (
                                <tr key={version.number}>
                                    <th scope="row">
                                        <VersionLink participant={name} version={version.number} />
                                    </th>
                                    <td data-label="Branches">
                                        <Names names={version.branches} />
                                    </td>
                                    <td data-label="Tags">
                                        <Names names={version.tags} />
                                    </td>
                                    <td data-label="Runs in">
                                        {version.environments.length > 0 && (
                                            <span className={styles.chips}>
                                                <EnvironmentChips names={version.environments} />
                                            </span>
                                        )}
                                    </td>
                                    <td data-label="Published">
                                        <Time at={version.createdAt} />
                                    </td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                )}
            </Panel>
            <More {...pages} />
        </>
    );
}

/** Branches or tags; those whose newest version it is stand out. */
export function Names({ names }: { names: { name: string; latest: boolean }[] }) {
    return names.length > 0 ? (
        <span className={styles.chips}>
            {names.map(({ name, latest }) => (
                <Chip key={name} tone={latest ? "accent" : "plain"} title={latest ? "its newest version" : undefined}>
                    <span>
                        <Pieces text={name} />
                    </span>
                    {latest && <span className={styles.newest}>newest</span>}
                </Chip>
            ))}
        </span>
    ) : null;
}
