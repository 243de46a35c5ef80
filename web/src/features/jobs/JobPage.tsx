import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Button } from "../../components/Button";
import { Chip } from "../../components/Chip";
import { Code } from "../../components/Code";
import { Owner, SeamLink, VersionLink } from "../../components/links";
import { Fact, Facts, Page, Panel } from "../../components/Page";
import { Pieces } from "../../components/Pieces";
import { METHODS, SeamResult } from "../../components/results";
import { Failure, Skeleton } from "../../components/states";
import { Time } from "../../components/Time";
import type { Schemas } from "../../lib/api";
import { isWithoutWorker, jobQuery, useJobAction } from "./api/jobs";
import { JobState } from "./components/JobState";
import styles from "./Jobs.module.css";

const route = getRouteApi("/jobs/$job");

/** One job: who asked for it, why it is not done, what its last attempt wrote. */
export function JobPage() {
    const { job: id } = route.useParams();
    const { data, error, isPending, refetch } = useQuery(jobQuery(id));
    return (
        <Page
            title={data ? `Verify ${data.provider} ${data.providerVersion}` : "Job"}
            heading={
                data && (
                    <>
                        Verify <Owner participant={data.provider} version={data.providerVersion} />
                    </>
                )
            }
            actions={data && <Actions job={data} />}
        >
            {isPending && <Skeleton rows={6} label="Loading the job" />}
            {error && !data && <Failure error={error} what="The job could not be loaded" retry={() => refetch()} />}
            {data && <Details job={data} />}
        </Page>
    );
}

function Actions({ job }: { job: Schemas["Job"] }) {
    const rerun = useJobAction(job.id, "rerun");
    const cancel = useJobAction(job.id, "cancel");
    const failure = rerun.error ?? cancel.error;
    return (
        <div className={styles.actions}>
            {job.state !== "running" && (
                <Button look="primary" disabled={rerun.isPending} onClick={() => rerun.mutate()}>
                    Run again
                </Button>
            )}
            {(job.state === "waiting" || job.state === "running") && (
                <Button look="danger" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
                    Cancel the job
                </Button>
            )}
            {failure && <Failure error={failure} what="That was not done" />}
        </div>
    );
}

function Details({ job }: { job: Schemas["Job"] }) {
    const { result } = job;
    return (
        <>
            <div className={styles.where}>
                <JobState state={job.state} />
                {job.cause && (
                    <p>
                        <Pieces text={job.cause.text} />
                    </p>
                )}
            </div>
            <Facts>
                <Fact name="Seam">
                    <SeamLink consumer={job.consumer} provider={job.provider} />
                </Fact>
                <Fact name="Contract">
                    <Chip>{job.contract.kind}</Chip>{" "}
                    <code title={job.contract.sha256}>{job.contract.sha256.slice(0, 8)}</code>
                </Fact>
                <Fact name={`Published by ${job.consumer}`}>
                    <span className={styles.versions}>
                        {job.consumerVersions.map((version) => (
                            <VersionLink key={version} participant={job.consumer} version={version} />
                        ))}
                    </span>
                </Fact>
                {result && (
                    <Fact name="Result">
                        <SeamResult result={result.success ? "success" : "failed"} />
                    </Fact>
                )}
                <Fact name="By">{result ? METHODS[result.method] : job.method}</Fact>
                {!isWithoutWorker(job) && (
                    <Fact name="Attempts">
                        {job.attempts} of {job.maxAttempts}
                    </Fact>
                )}
                {job.worker && (
                    <Fact name="Worker">
                        <Pieces text={job.worker} />
                    </Fact>
                )}
                <Fact name="Asked for">
                    <Time at={job.createdAt} />
                </Fact>
                <Fact name="Changed">
                    <Time at={job.updatedAt} />
                </Fact>
            </Facts>
            <Panel title="Who asked for it">
                <ol className={styles.reasons}>
                    {job.reasons.map((reason) => (
                        <li key={reason.text + reason.at}>
                            {reason.text} <Time at={reason.at} />
                        </li>
                    ))}
                </ol>
            </Panel>
            <Panel title="Log of the last attempt">
                {job.log ? (
                    <Code label="Log of the last attempt">{job.log}</Code>
                ) : (
                    <p>
                        {isWithoutWorker(job)
                            ? "There was none: the result is there without a worker."
                            : "No worker has written one."}
                    </p>
                )}
            </Panel>
            <p>
                <Link to="/jobs" search={{ provider: job.provider }}>
                    All jobs of {job.provider}
                </Link>
            </p>
        </>
    );
}
