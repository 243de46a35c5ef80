import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useMemo } from "react";
import { Button } from "../../components/Button";
import { EnvironmentChips } from "../../components/Environments";
import { ParticipantLink, VersionLink } from "../../components/links";
import { Page, Panel } from "../../components/Page";
import { SeamResult } from "../../components/results";
import { Empty, Failure, Skeleton } from "../../components/states";
import table from "../../components/table.module.css";
import { Verdict } from "../../components/Verdict";
import { shortNumber } from "../../components/VersionNumber";
import { contractContentQuery } from "../../lib/queries";
import {
    answerOf,
    brokenOthers,
    contractOfQuery,
    type Diff,
    type DiffSearch,
    diffQuery,
    type Finding,
    type Kind,
    needsProvider,
    publishedQuery,
    type Versions,
    versionsOf,
} from "./api/diff";
import { lineOf, type Printed, printed, printedSchema } from "./api/text";
import { DiffForm } from "./components/DiffForm";
import { Findings } from "./components/Findings";
import styles from "./DiffPage.module.css";

const TextDiff = lazy(() => import("./components/TextDiff"));

const route = getRouteApi("/diff");

/** What changed between two versions of a contract: what it means first, the texts second. */
export function DiffPage() {
    const search = route.useSearch();
    const navigate = route.useNavigate();
    const { participant, kind, provider } = search;
    const isAsked = participant !== undefined && kind !== undefined && (!needsProvider(kind) || provider !== undefined);
    return (
        <Page
            title={isAsked ? `Changes of the ${kind} of ${participant}` : "Compare contracts"}
            heading="What changed"
            about="Between two versions of a contract: what breaks, what may, what does not, and for whom; then the texts."
        >
            <DiffForm search={search} ask={(asked) => navigate({ search: asked })} />
            {isAsked ? (
                <Asked search={search} participant={participant} kind={kind} />
            ) : (
                <Empty title="Two versions of a contract">
                    <p>
                        Name who publishes it, and for a pact or queries, with whom. Without versions the newest one is
                        compared with the one before it that says something else.
                    </p>
                </Empty>
            )}
        </Page>
    );
}

interface AskedProps {
    search: DiffSearch;
    participant: string;
    kind: Kind;
}

function Asked({ search, participant, kind }: AskedProps) {
    const { provider } = search;
    const { data, error, isPending, refetch } = useQuery(publishedQuery(participant, kind, provider));
    if (isPending) {
        return <Skeleton rows={6} label="Loading the contracts" />;
    }
    if (error && !data) {
        return <Failure error={error} what="The contracts could not be loaded" retry={() => refetch()} />;
    }
    const versions = versionsOf(search, data ?? []);
    if (versions.after === undefined) {
        return (
            <Empty title={`${participant} has published no ${kind}${provider ? ` with ${provider}` : ""}`}>
                <p>Choose another kind of contract, or who else has published one.</p>
            </Empty>
        );
    }
    if (versions.before === undefined) {
        return (
            <Empty title={`Nothing else came before ${versions.after}`}>
                <p>No older version among the newest 100 says anything else. Name the version before.</p>
            </Empty>
        );
    }
    return (
        <Resolved
            search={search}
            participant={participant}
            kind={kind}
            before={versions.before}
            after={versions.after}
            known={data ?? []}
        />
    );
}

interface ResolvedProps extends AskedProps {
    before: string;
    after: string;
    known: { version: string; sha256: string }[];
}

/** Finds the contracts of the two versions, also of those that are not among the newest. */
function Resolved({ search, participant, kind, before, after, known }: ResolvedProps) {
    const hashOf = (version: string) => known.find((one) => one.version === version)?.sha256;
    const [oldHash, newHash] = [hashOf(before), hashOf(after)];
    const old = useQuery({
        ...contractOfQuery(participant, before, kind, search.provider),
        enabled: oldHash === undefined,
    });
    const current = useQuery({
        ...contractOfQuery(participant, after, kind, search.provider),
        enabled: newHash === undefined,
    });
    const [oldSha, newSha] = [oldHash ?? old.data?.sha256, newHash ?? current.data?.sha256];
    const error = (oldHash === undefined && old.error) || (newHash === undefined && current.error);
    if (error) {
        return <Failure error={error} what="The contracts could not be found" />;
    }
    if (old.data === null || current.data === null) {
        return (
            <Empty title={`${participant} ${old.data === null ? before : after} has published no ${kind}`}>
                <p>Choose another version.</p>
            </Empty>
        );
    }
    if (oldSha === undefined || newSha === undefined) {
        return <Skeleton rows={6} label="Loading the contracts" />;
    }
    return (
        <Compared
            search={search}
            participant={participant}
            kind={kind}
            versions={{ before, after }}
            before={oldSha}
            after={newSha}
        />
    );
}

interface ComparedProps extends AskedProps {
    versions: Versions;
    before: string;
    after: string;
}

function Compared({ search, participant, kind, versions, before, after }: ComparedProps) {
    const navigate = route.useNavigate();
    const { data, error, isPending, refetch } = useQuery(diffQuery(kind, before, after));
    const change = useCallback(
        (changed: DiffSearch) =>
            navigate({ search: (known) => ({ ...known, ...changed }), replace: true, resetScroll: false }),
        [navigate],
    );
    const selected = Number(search.finding) || 0;
    return (
        <>
            <p className={styles.summary}>
                <span>
                    From <VersionLink participant={participant} version={versions.before ?? ""} /> to{" "}
                    <VersionLink participant={participant} version={versions.after ?? ""} />
                </span>
                {data && (
                    <>
                        <Verdict answer={answerOf(data).answer} size="large">
                            {answerOf(data).word}
                        </Verdict>
                        <strong className={styles.verdict}>{sentence(data)}</strong>
                    </>
                )}
            </p>
            {isPending && <Skeleton rows={6} label="Comparing" />}
            {error && !data && (
                <Failure error={error} what="The contracts could not be compared" retry={() => refetch()} />
            )}
            {data && (
                <>
                    {data.notes.map((note) => (
                        <p key={note} className={styles.note}>
                            {note}
                        </p>
                    ))}
                    {data.findings.length > 0 && (
                        <Findings
                            diff={data}
                            level={search.level}
                            selected={selected}
                            select={(finding) => change({ finding: String(finding) })}
                            filter={(level) => change({ level, finding: undefined })}
                        />
                    )}
                    <Others diff={data} />
                </>
            )}
            <Panel
                title="The texts"
                aside={
                    <Button onClick={() => change({ view: search.view ? undefined : "text" })}>
                        {search.view ? "Hide them" : "Show them side by side"}
                    </Button>
                }
            >
                {search.view ? (
                    <Texts
                        kind={kind}
                        before={before}
                        after={after}
                        versions={versions}
                        finding={data?.findings[selected - 1]}
                    />
                ) : (
                    <p className={styles.note}>Line by line, at the change that you look at.</p>
                )}
            </Panel>
        </>
    );
}

function sentence(diff: Diff): string {
    const broken = brokenOthers(diff).length;
    if (broken > 0) {
        return `It breaks somebody; ${broken} ${broken === 1 ? "version that runs fails" : "versions that run fail"}.`;
    }
    switch (diff.verdict) {
        case "identical":
            return "They are the same.";
        case "breaking":
            return "It breaks somebody.";
        case "risky":
            return "It may break somebody.";
        case "undecided":
            return "Whether it breaks anybody is not known.";
        case "safe":
            return "It breaks nobody.";
    }
}

function Others({ diff }: { diff: Diff }) {
    if (diff.others.length === 0) {
        return <p className={styles.note}>Nobody on the other side is recorded in an environment.</p>;
    }
    return (
        <Panel flush title="Who runs on the other side" aside="Results with each of the two contracts">
            <table className={table.table}>
                <thead>
                    <tr>
                        <th scope="col">Participant</th>
                        <th scope="col">Version</th>
                        <th scope="col">Runs in</th>
                        <th scope="col">Before</th>
                        <th scope="col">After</th>
                    </tr>
                </thead>
                <tbody>
                    {diff.others.map((other) => (
                        <tr key={`${other.participant} ${other.version}`}>
                            <th scope="row">
                                <ParticipantLink name={other.participant} />
                            </th>
                            <td data-label="Version">
                                <VersionLink participant={other.participant} version={other.version} />
                            </td>
                            <td data-label="Runs in">
                                <span className={styles.chips}>
                                    <EnvironmentChips names={other.environments} />
                                </span>
                            </td>
                            <td data-label="Before">
                                <SeamResult result={other.before} />
                            </td>
                            <td data-label="After">
                                <SeamResult result={other.after} />
                            </td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </Panel>
    );
}

interface TextsProps {
    kind: Kind;
    before: string;
    after: string;
    versions: Versions;
    finding: Finding | undefined;
}

function Texts({ kind, before, after, versions, finding }: TextsProps) {
    const old = useQuery(contractContentQuery(kind, before));
    const current = useQuery(contractContentQuery(kind, after));
    const print = kind === "db-schema" ? printedSchema : printed;
    const texts = useMemo(
        () => old.data && current.data && { before: print(old.data), after: print(current.data) },
        [old.data, current.data, print],
    );
    const error = old.error ?? current.error;
    if (error && !texts) {
        return <Failure error={error} what="The texts could not be loaded" />;
    }
    if (!texts) {
        return <Skeleton rows={8} label="Loading the texts" />;
    }
    return (
        <Suspense fallback={<Skeleton rows={8} label="Loading the texts" />}>
            <TextDiff
                before={texts.before.text}
                after={texts.after.text}
                labels={{
                    before: `Version ${shortNumber(versions.before ?? "")}`,
                    after: `Version ${shortNumber(versions.after ?? "")}`,
                }}
                lines={{
                    before: place(texts.before, kind, finding, finding?.before),
                    after: place(texts.after, kind, finding, finding?.after),
                }}
            />
        </Suspense>
    );
}

/** Where a finding is in a text: at its pointer, or at the object of the database that it names. */
function place(text: Printed, kind: Kind, finding: Finding | undefined, pointer: string | undefined) {
    return kind === "db-schema" ? lineOf(text, finding?.subject) : lineOf(text, pointer);
}
