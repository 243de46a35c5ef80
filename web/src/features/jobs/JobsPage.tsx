import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Chip } from "../../components/Chip";
import { Command } from "../../components/Command";
import form from "../../components/form.module.css";
import { Owner } from "../../components/links";
import { More } from "../../components/More";
import { Page, Panel } from "../../components/Page";
import { Pieces } from "../../components/Pieces";
import { SeamResult } from "../../components/results";
import { Empty, Failure, Skeleton } from "../../components/states";
import { Time } from "../../components/Time";
import table from "../../components/table.module.css";
import { participantNamesQuery } from "../../lib/queries";
import { isWithoutWorker, type JobsSearch, jobsQuery, STATES, workersQuery } from "./api/jobs";
import { JobState } from "./components/JobState";
import styles from "./Jobs.module.css";

const route = getRouteApi("/jobs");
const WORDS = { waiting: "Waiting", running: "Running", dead: "Given up", done: "Done", cancelled: "Cancelled" };

/** What still has to be verified, why it is not yet, and who could. */
export function JobsPage() {
    const search = route.useSearch();
    const navigate = route.useNavigate();
    const { data, error, isPending, refetch, ...pages } = useInfiniteQuery(jobsQuery(search));
    const { data: participants = [] } = useQuery(participantNamesQuery);
    const jobs = data?.pages.flatMap((page) => page.items) ?? [];
    const filter = (change: JobsSearch) => navigate({ search: { ...search, ...change } });
    const filtered = search.state || search.provider || search.method;
    return (
        <Page
            title="Jobs"
            about="Verifications that contracts lack. The broker plans them by itself; workers near the providers do them."
        >
            <form className={form.form} aria-label="Filter" onSubmit={(event) => event.preventDefault()}>
                <div className={form.narrow}>
                    <label htmlFor="job-state">State</label>
                    <select
                        id="job-state"
                        className={form.input}
                        value={search.state ?? ""}
                        onChange={(event) =>
                            filter({ state: (event.target.value || undefined) as JobsSearch["state"] })
                        }
                    >
                        <option value="">any</option>
                        {STATES.map((state) => (
                            <option key={state} value={state}>
                                {WORDS[state]}
                            </option>
                        ))}
                    </select>
                </div>
                <div className={form.narrow}>
                    <label htmlFor="job-provider">Provider</label>
                    <select
                        id="job-provider"
                        className={form.input}
                        value={search.provider ?? ""}
                        onChange={(event) => filter({ provider: event.target.value || undefined })}
                    >
                        <option value="">any</option>
                        {[
                            ...new Set([
                                ...participants.map(({ name }) => name),
                                ...(search.provider ? [search.provider] : []),
                            ]),
                        ].map((name) => (
                            <option key={name}>{name}</option>
                        ))}
                    </select>
                </div>
            </form>
            {isPending && <Skeleton rows={8} label="Loading jobs" />}
            {error && !data && <Failure error={error} what="The jobs could not be loaded" retry={() => refetch()} />}
            {data && jobs.length === 0 && (
                <Empty title={filtered ? "No job is like that" : "There is nothing to verify"}>
                    <p>
                        {filtered
                            ? "Change the filter, or take it away."
                            : "A job is planned when a pact is published that a version in an environment, or on the main branch, has not verified."}
                    </p>
                </Empty>
            )}
            {jobs.length > 0 && (
                <Panel flush>
                    <table className={table.table}>
                        <thead>
                            <tr>
                                <th scope="col">Verify</th>
                                <th scope="col">Against the contract of</th>
                                <th scope="col">State</th>
                                <th scope="col">Result</th>
                                <th scope="col">Why not yet</th>
                                <th scope="col">Attempts</th>
                                <th scope="col">Changed</th>
                            </tr>
                        </thead>
                        <tbody>
                            {jobs.map((job) => (
                                <tr key={job.id}>
                                    <td data-label="Verify">
                                        <Owner participant={job.provider} version={job.providerVersion} />
                                    </td>
                                    <td data-label="Contract of">
                                        <span>
                                            <Owner participant={job.consumer} version={job.consumerVersions[0]} />
                                            {job.consumerVersions.length > 1 && (
                                                <span className={table.muted}>
                                                    {" "}
                                                    and {job.consumerVersions.length - 1} more
                                                </span>
                                            )}
                                        </span>
                                    </td>
                                    <td data-label="State" className={table.word}>
                                        <Link to="/jobs/$job" params={{ job: job.id }} className={styles.state}>
                                            <JobState state={job.state} />
                                            <span className="visually-hidden">
                                                Job for {job.provider} {job.providerVersion}, {job.consumer}
                                            </span>
                                        </Link>
                                    </td>
                                    <td data-label="Result">
                                        {job.result && (
                                            <SeamResult result={job.result.success ? "success" : "failed"} />
                                        )}
                                    </td>
                                    <td data-label="Why not yet" className={styles.cause}>
                                        {job.cause && <Pieces text={job.cause.text} />}
                                    </td>
                                    <td data-label="Attempts" className={table.word}>
                                        {isWithoutWorker(job) ? (
                                            <span className={table.muted}>not needed</span>
                                        ) : (
                                            `${job.attempts} of ${job.maxAttempts}`
                                        )}
                                    </td>
                                    <td data-label="Changed">
                                        <Time at={job.updatedAt} />
                                    </td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </Panel>
            )}
            <More {...pages} />
            <Workers />
        </Page>
    );
}

function Workers() {
    const { data, error, isPending, refetch } = useQuery(workersQuery);
    return (
        <Panel flush title="Workers" aside="That asked for jobs within a day">
            {isPending && <Skeleton rows={2} />}
            {error && !data && <Failure error={error} what="The workers could not be loaded" retry={() => refetch()} />}
            {data?.length === 0 && (
                <div className={styles.inset}>
                    <p>No worker has asked for a job. Start one where a provider can be reached:</p>
                    <Command
                        text={`seamwright worker --provider NAME --base-url http://localhost:8080 --broker ${location.origin}`}
                    />
                </div>
            )}
            {data && data.length > 0 && (
                <table className={table.table}>
                    <thead>
                        <tr>
                            <th scope="col">Worker</th>
                            <th scope="col">Serves</th>
                            <th scope="col">Does</th>
                            <th scope="col">Seen</th>
                        </tr>
                    </thead>
                    <tbody>
                        {data.map((worker) => (
                            <tr key={worker.id}>
                                <th scope="row">
                                    <Pieces text={worker.name} />
                                </th>
                                <td data-label="Serves">
                                    {worker.providers.map((provider) => (
                                        <Chip key={provider.name}>
                                            {[provider.name, ...(provider.versions ?? [])].join(" ")}
                                        </Chip>
                                    ))}
                                </td>
                                <td data-label="Does">
                                    <Pieces text={worker.methods.join(", ")} />
                                </td>
                                <td data-label="Seen">
                                    <Time at={worker.seenAt} />
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            )}
        </Panel>
    );
}
