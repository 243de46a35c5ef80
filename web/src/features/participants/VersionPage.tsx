import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Badges } from "../../components/Badges";
import { Chip } from "../../components/Chip";
import { EnvironmentChips } from "../../components/Environments";
import { ExternalLink, ParticipantLink, SeamLink } from "../../components/links";
import { Fact, Facts, Page, Panel } from "../../components/Page";
import { Pieces } from "../../components/Pieces";
import { METHODS } from "../../components/results";
import { Failure, Skeleton } from "../../components/states";
import { Time } from "../../components/Time";
import table from "../../components/table.module.css";
import { Verdict } from "../../components/Verdict";
import { shortNumber } from "../../components/VersionNumber";
import { environmentsQuery, versionContractsQuery } from "../../lib/queries";
import { canGoQuery, evidenceQuery, resultsOfProviderQuery, versionQuery } from "./api/participants";
import { Names } from "./ParticipantPage";
import styles from "./ParticipantPage.module.css";

const route = getRouteApi("/participants/$participant/versions/$version");

/** One build of a participant: where it may go, what it has published, who has verified what with it. */
export function VersionPage() {
    const { participant, version } = route.useParams();
    const { data, error, isPending, refetch } = useQuery(versionQuery(participant, version));
    return (
        <Page
            title={`${participant} ${shortNumber(version)}`}
            heading={
                <>
                    <ParticipantLink name={participant} />{" "}
                    <code>
                        <Pieces text={version} />
                    </code>
                </>
            }
        >
            {isPending && <Skeleton label="Loading the version" />}
            {error && !data && (
                <Failure error={error} what={`${participant} ${version} could not be loaded`} retry={() => refetch()} />
            )}
            {data && (
                <>
                    <Facts>
                        <Fact name="Branches">
                            {data.branches.length > 0 ? <Names names={data.branches} /> : "none"}
                        </Fact>
                        {data.tags.length > 0 && (
                            <Fact name="Tags">
                                <Names names={data.tags} />
                            </Fact>
                        )}
                        <Fact name="Runs in">
                            {data.environments.length > 0 ? (
                                <span className={styles.chips}>
                                    <EnvironmentChips names={data.environments} />
                                </span>
                            ) : (
                                "nowhere"
                            )}
                        </Fact>
                        <Fact name="Published">
                            <Time at={data.createdAt} />
                        </Fact>
                        {data.buildUrl && (
                            <Fact name="Build">
                                <ExternalLink url={data.buildUrl} />
                            </Fact>
                        )}
                    </Facts>
                    <WhereItMayGo participant={participant} version={version} />
                    <Contracts participant={participant} version={version} />
                    <Results participant={participant} version={version} />
                    {data.branches
                        .filter(({ latest }) => latest)
                        .map(({ name }) => (
                            <Badges key={name} participant={participant} branch={name} />
                        ))}
                </>
            )}
        </Page>
    );
}

function WhereItMayGo({ participant, version }: { participant: string; version: string }) {
    const { data: environments, error, isPending, refetch } = useQuery(environmentsQuery);
    return (
        <Panel title="Can it be deployed?">
            {isPending && <Skeleton rows={1} />}
            {error && !environments && (
                <Failure error={error} what="The environments could not be loaded" retry={() => refetch()} />
            )}
            {environments?.length === 0 && <p>There are no environments yet.</p>}
            <ul className={styles.goes}>
                {environments?.map(({ name, displayName }) => (
                    <li key={name}>
                        <Link to="/verdict" search={{ participant, version, environment: name }} title={name}>
                            <Pieces text={displayName} />
                        </Link>
                        <CanGo participant={participant} version={version} environment={name} />
                    </li>
                ))}
            </ul>
        </Panel>
    );
}

function CanGo(question: { participant: string; version: string; environment: string }) {
    const { data, error } = useQuery(canGoQuery(question.participant, question.version, question.environment));
    if (error && !data) {
        return <Chip title={error.message}>could not be asked</Chip>;
    }
    return data ? <Verdict answer={data.deployable} /> : <Chip>asking</Chip>;
}

function Contracts({ participant, version }: { participant: string; version: string }) {
    const { data, error, isPending, refetch } = useQuery(versionContractsQuery(participant, version));
    const { data: evidence } = useQuery({
        ...evidenceQuery(participant, version),
        enabled: data?.some((contract) => contract.evidence) ?? false,
    });
    return (
        <Panel flush title="What it has published">
            {isPending && <Skeleton rows={2} />}
            {error && !data && (
                <Failure error={error} what="Its contracts could not be loaded" retry={() => refetch()} />
            )}
            {data?.length === 0 && (
                <p className={styles.inset}>No contracts. It can still be verified as a provider.</p>
            )}
            {data && data.length > 0 && (
                <table className={table.table}>
                    <thead>
                        <tr>
                            <th scope="col">Contract</th>
                            <th scope="col">With</th>
                            <th scope="col">Revision</th>
                            <th scope="col">Content</th>
                            <th scope="col">Published</th>
                        </tr>
                    </thead>
                    <tbody>
                        {data.map((contract) => (
                            <tr key={contract.kind + contract.provider}>
                                <th scope="row">
                                    <Chip>{contract.kind}</Chip>
                                </th>
                                <td data-label="With">
                                    {contract.provider ? (
                                        <Link
                                            to="/seams/$consumer/$provider"
                                            params={{ consumer: participant, provider: contract.provider }}
                                            search={{
                                                version,
                                                kind: contract.kind === "db-usage" ? "db-usage" : "pact",
                                            }}
                                        >
                                            <Pieces text={contract.provider} />
                                        </Link>
                                    ) : (
                                        "what it offers itself"
                                    )}
                                </td>
                                <td data-label="Revision">{contract.revision}</td>
                                <td data-label="Content">
                                    <span>
                                        <a
                                            href={`/api/v1/contracts/${contract.kind}/${contract.sha256}`}
                                            title={contract.sha256}
                                        >
                                            <code>{contract.sha256.slice(0, 8)}</code> as JSON
                                        </a>
                                        {", "}
                                        <Link
                                            to="/diff"
                                            search={{
                                                participant,
                                                kind: contract.kind,
                                                provider: contract.provider,
                                                after: version,
                                            }}
                                        >
                                            what changed
                                            <span className="visually-hidden"> in its {contract.kind}</span>
                                        </Link>
                                        {(contract.kind === "openapi" || contract.kind === "db-schema") && (
                                            <>
                                                {", "}
                                                <Link to="/impact" search={{ participant }}>
                                                    what breaks if it changes
                                                </Link>
                                            </>
                                        )}
                                    </span>
                                </td>
                                <td data-label="Published">
                                    <Time at={contract.publishedAt} />
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            )}
            {evidence && (
                <p className={styles.inset}>
                    <span>
                        Its own verification{evidence.verifier && ` (${evidence.verifier})`} says that it{" "}
                        {evidence.success ? "keeps" : "does not keep"} its OpenAPI document,{" "}
                        <Time at={evidence.publishedAt} />.
                    </span>
                </p>
            )}
        </Panel>
    );
}

function Results({ participant, version }: { participant: string; version: string }) {
    const { data, error, isPending, refetch } = useQuery(resultsOfProviderQuery(participant, version));
    return (
        <Panel
            flush
            title="What consumers need of it"
            aside={data?.length === 100 ? "The newest 100 results" : undefined}
        >
            {isPending && <Skeleton rows={2} />}
            {error && !data && (
                <Failure error={error} what="Its verifications could not be loaded" retry={() => refetch()} />
            )}
            {data?.length === 0 && (
                <p className={styles.inset}>No consumer's contract has been verified with this version.</p>
            )}
            {data && data.length > 0 && (
                <table className={table.table}>
                    <thead>
                        <tr>
                            <th scope="col">Consumer → provider</th>
                            <th scope="col">Contract</th>
                            <th scope="col">Result</th>
                            <th scope="col">By</th>
                            <th scope="col">When</th>
                        </tr>
                    </thead>
                    <tbody>
                        {data.map((result) => (
                            <tr key={`${result.contract.sha256} ${result.number}`}>
                                <th scope="row">
                                    <SeamLink consumer={result.consumer} provider={result.provider} />
                                </th>
                                <td data-label="Contract">
                                    <Chip>{result.contract.kind}</Chip>{" "}
                                    <code title={result.contract.sha256}>{result.contract.sha256.slice(0, 8)}</code>
                                </td>
                                <td data-label="Result">
                                    {result.success ? (
                                        <Verdict answer="yes">Passed</Verdict>
                                    ) : (
                                        <Verdict answer="no">Failed</Verdict>
                                    )}
                                </td>
                                <td data-label="By">
                                    <span>
                                        {METHODS[result.method]}
                                        {result.verifiedBy && (
                                            <>
                                                , <Pieces text={result.verifiedBy} />
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
    );
}
