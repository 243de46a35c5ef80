import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Chip } from "../../components/Chip";
import { EnvironmentName } from "../../components/Environments";
import form from "../../components/form.module.css";
import { ArrowIcon } from "../../components/icons";
import { ExternalLink, ParticipantLink, VersionLink } from "../../components/links";
import { More } from "../../components/More";
import { Page, Panel } from "../../components/Page";
import { Pieces } from "../../components/Pieces";
import { METHODS, SeamResult } from "../../components/results";
import { Empty, Failure, Skeleton } from "../../components/states";
import { Time } from "../../components/Time";
import table from "../../components/table.module.css";
import { Verdict } from "../../components/Verdict";
import { shortNumber } from "../../components/VersionNumber";
import type { Schemas } from "../../lib/api";
import { useEnvironments } from "../../lib/environments";
import { contractContentQuery } from "../../lib/queries";
import { type Running, runningQuery } from "../../lib/running";
import { contractsQuery, evidenceQuery, type Kind, pairQuery, pairVerdictQuery } from "./api/seams";
import { PactView } from "./components/PactView";
import { UsageView } from "./components/UsageView";
import styles from "./SeamPage.module.css";

const route = getRouteApi("/seams/$consumer/$provider");

interface Pair {
    consumer: string;
    provider: string;
}

/** What two participants agree on: contracts, where which versions of them meet, and the evidence. */
export function SeamPage() {
    const pair = route.useParams();
    const { data, error, isPending, refetch } = useQuery(pairQuery(pair.consumer, pair.provider));
    return (
        <Page
            title={`${pair.consumer} → ${pair.provider}`}
            heading={
                <span className={styles.pair}>
                    <ParticipantLink name={pair.consumer} /> <ArrowIcon label="needs" size={20} />{" "}
                    <ParticipantLink name={pair.provider} />
                </span>
            }
            about={
                data && (
                    <span className={styles.kinds}>
                        {data.map((seam) => (
                            <span key={seam.kind} className={styles.kind}>
                                <Chip>{seam.kind}</Chip> <SeamResult result={seam.result} />
                            </span>
                        ))}
                    </span>
                )
            }
        >
            {isPending && <Skeleton rows={6} label="Loading the seam" />}
            {error && !data && <Failure error={error} what="The seam could not be loaded" retry={() => refetch()} />}
            {data?.length === 0 && (
                <Empty title={`${pair.consumer} does not need ${pair.provider}`}>
                    <p>
                        No version of it publishes a contract that names {pair.provider}. The other way round may be the
                        one you look for.
                    </p>
                </Empty>
            )}
            {data && data.length > 0 && (
                <>
                    <p className={styles.kinds}>
                        <Link to="/graph" search={{ participant: pair.provider }}>
                            In the graph
                        </Link>
                        <Link to="/explore" search={{ consumer: pair.consumer, provider: pair.provider }}>
                            Version by version
                        </Link>
                        <Link to="/impact" search={{ participant: pair.provider }}>
                            What breaks if {pair.provider} changes
                        </Link>
                    </p>
                    <WhereTheyMeet {...pair} />
                    <Contract {...pair} seams={data} />
                    <Evidence {...pair} />
                </>
            )}
        </Page>
    );
}

function WhereTheyMeet({ consumer, provider }: Pair) {
    const consumers = useQuery(runningQuery(consumer));
    const providers = useQuery(runningQuery(provider));
    const { all } = useEnvironments();
    const error = consumers.error ?? providers.error;
    const loaded = consumers.data && providers.data;
    const rows = all
        .map(({ name }) => ({
            name,
            consumers: (consumers.data ?? []).filter(({ environment }) => environment === name),
            providers: (providers.data ?? []).filter(({ environment }) => environment === name),
        }))
        .filter((row) => row.consumers.length + row.providers.length > 0);
    return (
        <Panel flush title="Where they meet">
            {!loaded && !error && <Skeleton rows={3} />}
            {!loaded && error && (
                <Failure
                    error={error}
                    what="What runs where could not be loaded"
                    retry={() => {
                        consumers.refetch();
                        providers.refetch();
                    }}
                />
            )}
            {loaded && rows.length === 0 && (
                <p className={styles.inset}>Neither of them is recorded in an environment.</p>
            )}
            {rows.length > 0 && (
                <table className={table.table}>
                    <thead>
                        <tr>
                            <th scope="col">Environment</th>
                            <th scope="col">
                                <Pieces text={consumer} />
                            </th>
                            <th scope="col">
                                <Pieces text={provider} />
                            </th>
                            <th scope="col">Together</th>
                        </tr>
                    </thead>
                    <tbody>
                        {rows.map((row) => (
                            <tr key={row.name}>
                                <th scope="row">
                                    <EnvironmentName name={row.name} />
                                </th>
                                <td data-label={consumer}>
                                    <Versions participant={consumer} versions={row.consumers} />
                                </td>
                                <td data-label={provider}>
                                    <Versions participant={provider} versions={row.providers} />
                                </td>
                                <td data-label="Together">
                                    <Together
                                        consumer={consumer}
                                        provider={provider}
                                        consumers={row.consumers}
                                        providers={row.providers}
                                    />
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            )}
        </Panel>
    );
}

function Versions({ participant, versions }: { participant: string; versions: Running[] }) {
    return versions.length === 0 ? (
        <span className={table.muted}>not there</span>
    ) : (
        <ul>
            {versions.map((one) => (
                <li key={`${one.version} ${one.instance}`}>
                    <VersionLink participant={participant} version={one.version} />{" "}
                    <span className={table.muted}>
                        <Time at={one.since} />
                    </span>{" "}
                    {one.instance && <Chip>{one.instance}</Chip>}
                </li>
            ))}
        </ul>
    );
}

/** The verdict of each version of the one with each of the other. */
function Together({ consumer, provider, consumers, providers }: Pair & { consumers: Running[]; providers: Running[] }) {
    if (consumers.length === 0) {
        return <span className={table.muted}>nothing to break</span>;
    }
    if (providers.length === 0) {
        return <Verdict answer="no">No counterpart</Verdict>;
    }
    const several = consumers.length * providers.length > 1;
    return (
        <ul>
            {consumers.flatMap((one) =>
                providers.map((other) => (
                    <li key={`${one.version} ${other.version} ${one.instance} ${other.instance}`}>
                        <PairVerdict consumer={consumer} provider={provider} one={one.version} other={other.version} />
                        {several && (
                            <span className={table.muted}>
                                {" "}
                                {shortNumber(one.version)} with {shortNumber(other.version)}
                            </span>
                        )}
                    </li>
                )),
            )}
        </ul>
    );
}

function PairVerdict({ consumer, provider, one, other }: Pair & { one: string; other: string }) {
    const { data, error } = useQuery(pairVerdictQuery(consumer, one, provider, other));
    if (error && !data) {
        return <Chip title={error.message}>could not be asked</Chip>;
    }
    return data ? <Verdict answer={data} /> : <Chip>asking</Chip>;
}

function Contract({ consumer, provider, seams }: Pair & { seams: Schemas["Seam"][] }) {
    const search = route.useSearch();
    const navigate = route.useNavigate();
    const kinds = seams.map((seam) => seam.kind as Kind);
    const kind = search.kind && kinds.includes(search.kind) ? search.kind : (kinds[0] ?? "pact");
    const { data: contracts, error, isPending, refetch } = useQuery(contractsQuery(consumer, provider, kind));
    const contract = search.version ? contracts?.find(({ version }) => version === search.version) : contracts?.[0];
    return (
        <Panel
            title="The contract"
            aside={
                <span className={styles.choose}>
                    {kinds.length > 1 && (
                        <select
                            aria-label="Kind of contract"
                            className={form.input}
                            value={kind}
                            onChange={(event) => navigate({ search: { kind: event.target.value as Kind } })}
                        >
                            {kinds.map((one) => (
                                <option key={one}>{one}</option>
                            ))}
                        </select>
                    )}
                    <label>
                        of version{" "}
                        <select
                            className={form.input}
                            value={contract?.version ?? ""}
                            onChange={(event) =>
                                navigate({ search: { ...search, version: event.target.value }, replace: true })
                            }
                        >
                            {!contract && <option value="">{search.version ?? ""}</option>}
                            {contracts?.map(({ version }) => (
                                <option key={version} value={version}>
                                    {shortNumber(version)}
                                </option>
                            ))}
                        </select>
                    </label>
                </span>
            }
        >
            {isPending && <Skeleton rows={4} />}
            {error && !contracts && (
                <Failure error={error} what="The contracts could not be loaded" retry={() => refetch()} />
            )}
            {contracts && !contract && (
                <p>{search.version} has no such contract among the newest 100. Choose another version.</p>
            )}
            {contract && <Content contract={contract} />}
        </Panel>
    );
}

function Content({ contract }: { contract: Schemas["Contract"] }) {
    const { data, error, isPending, refetch } = useQuery(contractContentQuery(contract.kind, contract.sha256));
    if (isPending) {
        return <Skeleton rows={4} label="Loading the contract" />;
    }
    if (error && !data) {
        return <Failure error={error} what="The contract could not be loaded" retry={() => refetch()} />;
    }
    return (
        data && (
            <>
                <p className={styles.published}>
                    Published <Time at={contract.publishedAt} />, revision {contract.revision},{" "}
                    <a href={`/api/v1/contracts/${contract.kind}/${contract.sha256}`}>as JSON</a>
                    {contract.provider && (
                        <>
                            ,{" "}
                            <Link
                                to="/diff"
                                search={{
                                    participant: contract.participant,
                                    kind: contract.kind,
                                    provider: contract.provider,
                                    after: contract.version,
                                }}
                            >
                                What changed in it
                            </Link>
                        </>
                    )}
                </p>
                {contract.kind === "db-usage" ? <UsageView usage={data} /> : <PactView pact={data} />}
            </>
        )
    );
}

function Evidence({ consumer, provider }: Pair) {
    const { data, error, isPending, refetch, ...pages } = useInfiniteQuery(evidenceQuery(consumer, provider));
    const results = data?.pages.flatMap((page) => page.items) ?? [];
    return (
        <>
            <Panel flush title="Evidence" aside="Newest first">
                {isPending && <Skeleton rows={4} />}
                {error && !data && (
                    <Failure error={error} what="The verifications could not be loaded" retry={() => refetch()} />
                )}
                {data && results.length === 0 && (
                    <p className={styles.inset}>Nobody has verified a contract between the two.</p>
                )}
                {results.length > 0 && (
                    <table className={table.table}>
                        <thead>
                            <tr>
                                <th scope="col">Result</th>
                                <th scope="col">Contract</th>
                                <th scope="col">
                                    <Pieces text={provider} />
                                </th>
                                <th scope="col">By</th>
                                <th scope="col">When</th>
                            </tr>
                        </thead>
                        <tbody>
                            {results.map((result) => (
                                <tr key={`${result.contract.sha256} ${result.number}`}>
                                    <td data-label="Result">
                                        {result.success ? (
                                            <Verdict answer="yes">Passed</Verdict>
                                        ) : (
                                            <Verdict answer="no">Failed</Verdict>
                                        )}{" "}
                                        {result.pending && <Chip>pending</Chip>}{" "}
                                        {result.wip && <Chip>work in progress</Chip>}
                                    </td>
                                    <td data-label="Contract">
                                        <Chip>{result.contract.kind}</Chip>{" "}
                                        <code title={result.contract.sha256}>{result.contract.sha256.slice(0, 8)}</code>
                                    </td>
                                    <td data-label={provider}>
                                        <VersionLink participant={provider} version={result.providerVersion} />
                                    </td>
                                    <td data-label="By">
                                        <span>
                                            {METHODS[result.method]}
                                            {result.verifiedBy && (
                                                <>
                                                    , <Pieces text={result.verifiedBy} />
                                                </>
                                            )}
                                            {result.buildUrl && (
                                                <>
                                                    , <ExternalLink url={result.buildUrl}>build</ExternalLink>
                                                </>
                                            )}
                                        </span>
                                    </td>
                                    <td data-label="When">
                                        <Time at={result.verifiedAt} />
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
