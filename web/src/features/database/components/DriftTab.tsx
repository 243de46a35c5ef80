import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Chip } from "../../../components/Chip";
import { Command } from "../../../components/Command";
import { EnvironmentName } from "../../../components/Environments";
import form from "../../../components/form.module.css";
import { VersionLink } from "../../../components/links";
import { More } from "../../../components/More";
import { Panel } from "../../../components/Page";
import { Failure, Skeleton } from "../../../components/states";
import { Time } from "../../../components/Time";
import table from "../../../components/table.module.css";
import { Verdict } from "../../../components/Verdict";
import type { Schemas } from "../../../lib/api";
import { useEnvironments } from "../../../lib/environments";
import { runningQuery } from "../../../lib/running";
import { quote } from "../../../lib/shell";
import { driftQuery, foundOf, groupsOf, observedQuery } from "../api/drift";
import type { DatabaseSearch } from "../api/search";
import page from "../DatabasePage.module.css";
import styles from "./DriftTab.module.css";

const route = getRouteApi("/databases/$database");

const STATES = { "in-sync": "yes", drifted: "no", unknown: "unknown" } as const;
const WORDS = { "in-sync": "In sync", drifted: "Drifted", unknown: "Unknown" } as const;

/** Whether what runs is what was recorded, and whether what should have one schema has it. */
export function DriftTab({ database, schemas }: { database: string; schemas: Schemas["Contract"][] }) {
    return (
        <>
            <Drift database={database} />
            <Skew database={database} schemas={schemas} />
            <Observed database={database} />
        </>
    );
}

/** An environment for an example: one in which the database runs, if there is such a one. */
function useExampleEnvironment(database: string): string {
    const { exampleOf } = useEnvironments();
    const { data: running = [] } = useQuery(runningQuery(database));
    return exampleOf(running.map(({ environment }) => environment));
}

function Drift({ database }: { database: string }) {
    const { state } = route.useSearch();
    const navigate = route.useNavigate();
    const { data, error, isPending, refetch, ...pages } = useInfiniteQuery(driftQuery(database, state));
    const environment = useExampleEnvironment(database);
    const targets = data?.pages.flatMap((one) => one.items) ?? [];
    return (
        <Panel title="Drift: is what runs what was recorded?">
            <div className={page.list}>
                {(targets.length > 0 || state) && (
                    <form aria-label="Filter" onSubmit={(event) => event.preventDefault()}>
                        <div className={form.narrow}>
                            <label htmlFor="drift-state">State</label>
                            <select
                                id="drift-state"
                                className={styles.state}
                                value={state ?? ""}
                                onChange={(event) =>
                                    navigate({
                                        search: (before) => ({
                                            ...before,
                                            state: (event.target.value || undefined) as DatabaseSearch["state"],
                                        }),
                                        replace: true,
                                    })
                                }
                            >
                                <option value="">any</option>
                                <option value="drifted">Drifted</option>
                                <option value="unknown">Unknown</option>
                                <option value="in-sync">In sync</option>
                            </select>
                        </div>
                    </form>
                )}
                {isPending && <Skeleton rows={3} label="Loading what was found" />}
                {error && !data && <Failure error={error} what="Drift could not be loaded" retry={() => refetch()} />}
                {data && targets.length === 0 && state && <p>Nothing of it is in this state.</p>}
                {data && targets.length === 0 && !state && (
                    <>
                        <p>
                            Nobody looks. A worker does, from where it reaches the database, once it is told where it
                            runs; or look once yourself:
                        </p>
                        <Command
                            label="Where it runs"
                            text={`curl -X PUT ${location.origin}/api/v1/environments/${encodeURIComponent(environment)}/targets/${encodeURIComponent(database)} -H 'Content-Type: application/json' -d '{"kind": "database", "target": "${database}", "interval": "PT15M"}'`}
                        />
                        <Command label="Who looks" text={`seamwright worker --target ${database}=FILE`} />
                        <Command
                            label="Look once"
                            text={`seamwright drift db --database-url jdbc:postgresql://HOST/DATABASE --participant ${database} --environment ${quote(environment)}`}
                        />
                    </>
                )}
                {targets.map((target) => (
                    <Target key={target.id} target={target} />
                ))}
                <More {...pages} />
            </div>
        </Panel>
    );
}

function Target({ target }: { target: Schemas["DriftTarget"] }) {
    const { titleOf } = useEnvironments();
    const { differences, mends, unseen, notCompared } = foundOf(target.findings);
    const shown = target.state === "in-sync" ? [] : differences;
    return (
        <article className={styles.target} aria-label={`${target.participant} in ${titleOf(target.environment)}`}>
            <p className={page.who}>
                <Verdict answer={STATES[target.state]}>{WORDS[target.state]}</Verdict>
                <strong>
                    <EnvironmentName name={target.environment} />
                </strong>
                <Chip title="What workers call it">{target.target}</Chip>
                {target.version && (
                    <span>
                        compared with <VersionLink participant={target.participant} version={target.version} />
                    </span>
                )}
                {target.checkedAt && <Time at={target.checkedAt} prefix="looked at" />}
                {target.worker && <span>by {target.worker}</span>}
                <Time at={target.dueAt} prefix="due" />
            </p>
            {target.problem && <p>{target.problem}</p>}
            {shown.length > 0 && (
                <table className={table.table}>
                    <thead>
                        <tr>
                            <th scope="col">What</th>
                            <th scope="col">How</th>
                            <th scope="col">Recorded</th>
                            <th scope="col">Runs</th>
                        </tr>
                    </thead>
                    <tbody>
                        {shown.map((difference) => (
                            <tr key={difference.subject}>
                                <th scope="row">
                                    <code>{difference.subject}</code>
                                </th>
                                <td data-label="How">{difference.change}</td>
                                <td data-label="Recorded">
                                    {difference.before ?? <span className={table.muted}>not there</span>}
                                </td>
                                <td data-label="Runs">
                                    {difference.after ?? <span className={table.muted}>not there</span>}
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            )}
            {mends.map(({ who, subjects }) => (
                <p key={who}>
                    <strong>Who can mend it:</strong> {who}, {subjects.join(", ")}
                </p>
            ))}
            {unseen.length > 0 && <p className={page.note}>Not seen: {unseen.join("; ")}</p>}
            {notCompared.length > 0 && <p className={page.note}>No drift: {notCompared.join("; ")}</p>}
            {target.drifts && target.drifts.length > 0 && (
                <ul className={styles.drifts} aria-label="Drifts">
                    {target.drifts.map((drift) => (
                        <li key={drift.id}>
                            drifted <Time at={drift.firstSeenAt} />,{" "}
                            {drift.endedAt ? (
                                <Time at={drift.endedAt} prefix="ended" />
                            ) : (
                                <Time at={drift.lastSeenAt} prefix="still so" />
                            )}
                        </li>
                    ))}
                </ul>
            )}
        </article>
    );
}

function Skew({ database, schemas }: { database: string; schemas: Schemas["Contract"][] }) {
    const { data, error, isPending, refetch } = useQuery(runningQuery(database));
    const { inOrder, titleOf } = useEnvironments();
    const example = useExampleEnvironment(database);
    const groups = groupsOf(
        inOrder(data ?? [], ({ environment }) => environment),
        schemas,
    );
    return (
        <Panel
            flush
            title="Skew: do those that run have one schema?"
            aside={
                groups.length > 0 &&
                (groups.length === 1 ? "one schema, as recorded" : `${groups.length} schemas, as recorded`)
            }
        >
            {isPending && <Skeleton rows={3} label="Loading what runs" />}
            {error && !data && <Failure error={error} what="What runs could not be loaded" retry={() => refetch()} />}
            {data && groups.length === 0 && <p className={styles.inset}>{database} is recorded in no environment.</p>}
            {groups.length > 0 && (
                <table className={table.table}>
                    <thead>
                        <tr>
                            <th scope="col">Schema</th>
                            <th scope="col">Version</th>
                            <th scope="col">Where</th>
                            <th scope="col">Behind the newest</th>
                        </tr>
                    </thead>
                    <tbody>
                        {groups.map((group) => (
                            <tr key={group.sha256 ?? ""}>
                                <th scope="row">
                                    {group.sha256 ? (
                                        <code title={group.sha256}>{group.sha256.slice(0, 8)}</code>
                                    ) : (
                                        "none published"
                                    )}
                                </th>
                                <td data-label="Version">
                                    <span className={styles.several}>
                                        {group.versions.map((version) => (
                                            <VersionLink key={version} participant={database} version={version} />
                                        ))}
                                    </span>
                                </td>
                                <td data-label="Where">
                                    <span className={styles.several}>
                                        {group.places.map((place) => (
                                            <Chip
                                                key={`${place.environment} ${place.instance} ${place.version}`}
                                                title={place.environment}
                                            >
                                                {titleOf(place.environment)}
                                                {place.instance && ` ${place.instance}`}
                                            </Chip>
                                        ))}
                                    </span>
                                </td>
                                <td data-label="Behind">
                                    {!group.sha256 ? (
                                        <Verdict answer="unknown">Unknown</Verdict>
                                    ) : group.behind === 0 ? (
                                        "it is the newest"
                                    ) : (
                                        `${group.behind} ${group.behind === 1 ? "schema" : "schemas"}`
                                    )}
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            )}
            <div className={styles.inset}>
                <p>Live databases that should share a schema, shards or tenants, are compared by who reaches them:</p>
                <Command
                    text={`seamwright skew --member eu=jdbc:postgresql://EU/DATABASE --member us=jdbc:postgresql://US/DATABASE --participant ${database} --environment ${quote(example)}`}
                />
            </div>
        </Panel>
    );
}

function Observed({ database }: { database: string }) {
    const { all } = useEnvironments();
    const names = all.map(({ name }) => name);
    const { data, error, refetch } = useQuery(observedQuery(database, names));
    return (
        <Panel title="Observed: which version somebody saw">
            {error && !data && (
                <Failure error={error} what="What was observed could not be loaded" retry={() => refetch()} />
            )}
            {!data && !error && names.length > 0 && <Skeleton rows={1} label="Loading what was observed" />}
            {data?.length === 0 && <p>Nobody tells which version of it runs, so what is recorded counts.</p>}
            {data && data.length > 0 && (
                <ul className={page.list}>
                    {data.map((one) => (
                        <li key={one.environment} className={page.who}>
                            <strong>
                                <EnvironmentName name={one.environment} />
                            </strong>
                            <Verdict answer={one.state === "RECORDED" ? "yes" : "unknown"}>
                                {one.state === "RECORDED" ? "As recorded" : "Not what was recorded"}
                            </Verdict>
                            {one.observed.map(({ version, instance, observedAt }) => (
                                <span key={`${instance} ${version}`}>
                                    <VersionLink participant={database} version={version} />{" "}
                                    {instance && `on ${instance}`}, <Time at={observedAt} />
                                </span>
                            ))}
                            {one.text && <span>{one.text}</span>}
                        </li>
                    ))}
                </ul>
            )}
        </Panel>
    );
}
