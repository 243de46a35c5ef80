import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { Chip } from "../../components/Chip";
import { ArrowIcon } from "../../components/icons";
import { Owner } from "../../components/links";
import { More } from "../../components/More";
import { Page, Panel } from "../../components/Page";
import { Failure, Skeleton } from "../../components/states";
import { AsOf, Time } from "../../components/Time";
import { Verdict } from "../../components/Verdict";
import { CLASS_WORDS, type EnvironmentStatus, type SeamStatus, statusQuery } from "../../lib/status";
import { firesQuery } from "./api/fires";
import type { HomeSearch } from "./api/search";
import { beginVisit, lastVisit } from "./api/visit";
import { Changes } from "./components/Changes";
import { FirstRun } from "./components/FirstRun";
import styles from "./HomePage.module.css";

const route = getRouteApi("/");

/** Is anything on fire, is it mine, and what do I do next. */
export function HomePage() {
    const { data, error, isPending, refetch } = useQuery(statusQuery);
    const search = route.useSearch();
    const { since } = search;
    const navigate = route.useNavigate();
    useEffect(beginVisit, []);
    if (data?.environments.length === 0) {
        return (
            <Page title="Home" heading="Your first verdict" about="Bring what you have, or look around in an example.">
                <FirstRun search={{}} change={(search) => navigate({ to: "/start", search })} />
            </Page>
        );
    }
    return (
        <Page title="Home" heading="How it stands" about={data && <AsOf at={data.asOf} prefix="As of" />}>
            {isPending && <Skeleton rows={8} label="Loading the status" />}
            {error && !data && <Failure error={error} what="The status could not be loaded" retry={() => refetch()} />}
            {data && (
                <>
                    <ul className={styles.environments}>
                        {data.environments.map((environment) => (
                            <li key={environment.environment}>
                                <Summary environment={environment} />
                            </li>
                        ))}
                    </ul>
                    {worstFirst(data.environments).map((environment) => (
                        <Fires key={environment.environment} environment={environment} search={search} />
                    ))}
                    {data.environments.every(({ blockers }) => blockers.length === 0) && (
                        <p className={styles.calm}>Nothing stands in anybody's way in what runs now.</p>
                    )}
                    <Changes
                        since={since}
                        choose={(chosen) => navigate({ search: { ...search, since: chosen }, resetScroll: false })}
                    />
                </>
            )}
        </Page>
    );
}

function Summary({ environment }: { environment: EnvironmentStatus }) {
    const { counts } = environment;
    const content = (
        <>
            <span className={styles.name}>
                {environment.displayName}
                {environment.production && <Chip>production</Chip>}
            </span>
            <Verdict answer={environment.verdict} />
            <span className={styles.counts}>
                {counts.no > 0 && <span>{counts.no} broken</span>}
                {counts.unknown > 0 && <span>{counts.unknown} not known</span>}
                {counts.yes > 0 && <span>{counts.yes} fit</span>}
                <span>
                    {environment.participants} {environment.participants === 1 ? "participant" : "participants"}
                </span>
            </span>
        </>
    );
    return environment.blockers.length > 0 ? (
        <a href={`#${anchor(environment)}`} className={styles.summary}>
            {content}
        </a>
    ) : (
        <Link to="/environments" className={styles.summary}>
            {content}
        </Link>
    );
}

const RANK = { no: 0, unknown: 1, yes: 2 };

/** Those with something in the way: what is broken first, and of equal ones production. */
function worstFirst(environments: EnvironmentStatus[]): EnvironmentStatus[] {
    return environments
        .filter(({ blockers }) => blockers.length > 0)
        .sort((a, b) => RANK[a.verdict] - RANK[b.verdict] || Number(b.production) - Number(a.production));
}

function Fires({ environment, search }: { environment: EnvironmentStatus; search: HomeSearch }) {
    const { blockers, counts } = environment;
    const all = counts.no + counts.unknown;
    const isWhole = search.environment === environment.environment;
    return (
        <div id={anchor(environment)}>
            <Panel
                title={environment.displayName}
                aside={
                    all > blockers.length &&
                    (isWhole ? (
                        <Link to="/" search={{ ...search, environment: undefined }} resetScroll={false}>
                            The worst {blockers.length} of {all}
                        </Link>
                    ) : (
                        <>
                            The worst {blockers.length}.{" "}
                            <Link
                                to="/"
                                search={{ ...search, environment: environment.environment }}
                                resetScroll={false}
                            >
                                All {all}
                            </Link>
                        </>
                    ))
                }
            >
                {isWhole && all > blockers.length ? <AllOf environment={environment} /> : <Blockers seams={blockers} />}
            </Panel>
        </div>
    );
}

/** Everything that is in the way, a page at a time; the worst of it at once. */
function AllOf({ environment }: { environment: EnvironmentStatus }) {
    const { data, error, refetch, ...pages } = useInfiniteQuery(firesQuery(environment.environment));
    const seams = data?.pages.flatMap(({ items }) => items).filter(({ verdict }) => verdict !== "yes");
    return (
        <>
            {error && !data && <Failure error={error} what="The others could not be loaded" retry={() => refetch()} />}
            <Blockers seams={seams ?? environment.blockers} />
            <More {...pages} />
        </>
    );
}

function Blockers({ seams }: { seams: SeamStatus[] }) {
    return (
        <ul className={styles.blockers}>
            {seams.map((seam) => (
                <li
                    key={`${seam.kind} ${seam.consumer.name} ${seam.consumer.version} ${seam.provider.name} ${seam.provider.version}`}
                >
                    <Blocker seam={seam} />
                </li>
            ))}
        </ul>
    );
}

function Blocker({ seam }: { seam: SeamStatus }) {
    const since =
        [seam.consumer.since, seam.provider.since ?? seam.consumer.since].sort().at(-1) ?? seam.consumer.since;
    return (
        <article className={styles.blocker} aria-label={`${CLASS_WORDS[seam.class]}: ${seam.reason}`}>
            <div className={styles.line}>
                <Verdict answer={seam.class === "VERIFYING" ? "verifying" : seam.verdict}>
                    {CLASS_WORDS[seam.class]}
                </Verdict>
                <span className={styles.pair}>
                    <Owner participant={seam.consumer.name} version={seam.consumer.version} />
                    <ArrowIcon label="needs" />
                    <Owner participant={seam.provider.name} version={seam.provider.version} />
                    <Chip>{seam.kind}</Chip>
                    {lastVisit() < since && <Chip tone="accent">new</Chip>}
                </span>
                <span className={styles.since}>
                    <Time at={since} prefix="since" />
                </span>
            </div>
            <p>{seam.reason}</p>
            <p className={styles.next}>
                {seam.next}{" "}
                <Link
                    to="/verdict"
                    search={{
                        participant: seam.consumer.name,
                        version: seam.consumer.version,
                        environment: seam.environment,
                    }}
                >
                    Why, and what to do
                </Link>
                {seam.job && (
                    <>
                        {" · "}
                        <Link to="/jobs/$job" params={{ job: seam.job.id }}>
                            the job
                        </Link>
                    </>
                )}
            </p>
        </article>
    );
}

function anchor({ environment }: EnvironmentStatus): string {
    return `environment-${encodeURIComponent(environment)}`;
}
