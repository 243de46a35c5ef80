import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Card } from "../../../components/Card";
import { Chip } from "../../../components/Chip";
import { Command } from "../../../components/Command";
import { ArrowIcon, NoIcon, UnknownIcon, VerifyingIcon } from "../../../components/icons";
import { ExternalLink, Owner, VersionLink } from "../../../components/links";
import { Pieces } from "../../../components/Pieces";
import { METHODS } from "../../../components/results";
import { Time } from "../../../components/Time";
import { FindingWitness } from "../../../components/witness/FindingWitness";
import { ReplayWitness } from "../../../components/witness/ReplayWitness";
import { StatementWitness } from "../../../components/witness/StatementWitness";
import type { Schemas } from "../../../lib/api";
import { useEnvironments } from "../../../lib/environments";
import { participantNamesQuery } from "../../../lib/queries";
import { quote } from "../../../lib/shell";
import type { Blocker, BlockerClass } from "../api/blockers";
import { type Question, searchOf, targetText } from "../api/question";
import { passesWithQuery } from "../api/verdict";
import styles from "./BlockerCard.module.css";

const WORDS: Record<BlockerClass, string> = {
    BROKEN: "Broken",
    BREAKING_CHANGE: "Breaking change",
    NO_COUNTERPART: "No counterpart",
    VERSION_MISSING: "No such version",
    RECORD_MISMATCH: "Not what was recorded",
    UNVERIFIED: "Not verified",
    VERIFYING: "Being verified",
};
const ICONS: Record<BlockerClass, typeof NoIcon> = {
    BROKEN: NoIcon,
    BREAKING_CHANGE: NoIcon,
    NO_COUNTERPART: NoIcon,
    VERSION_MISSING: NoIcon,
    RECORD_MISMATCH: UnknownIcon,
    UNVERIFIED: UnknownIcon,
    VERIFYING: VerifyingIcon,
};
/** One thing that stands in the way: what, between whom, how it shows, since when, and what to do next. */
export function BlockerCard({ blocker, question }: { blocker: Blocker; question: Question }) {
    const { row } = blocker;
    const Icon = ICONS[blocker.class];
    return (
        <Card edge={blocker.verdict} className={styles.card} aria-label={`${WORDS[blocker.class]}: ${blocker.text}`}>
            <header className={styles.header}>
                <span className={styles.class} data-verdict={blocker.verdict}>
                    <Icon size={18} /> {WORDS[blocker.class]}
                </span>
                {row && (
                    <span className={styles.pair}>
                        <Owner participant={row.consumer} version={row.consumerVersion} />
                        <ArrowIcon label="needs" />
                        <Owner participant={row.provider} version={row.providerVersion} />
                        <Chip>{row.kind}</Chip>
                    </span>
                )}
                {row?.verifiedAt && (
                    <span className={styles.age}>
                        <Time at={row.verifiedAt} prefix="verified" />
                        {row.method && <>, by {METHODS[row.method]}</>}
                    </span>
                )}
            </header>
            <p className={styles.text}>
                <Pieces text={blocker.text} />
            </p>
            {row && <Owners names={[row.consumer, row.provider].filter((name) => name !== question.participant)} />}
            {row && <Witness row={row} />}
            {blocker.reason && "changes" in blocker.reason && <Changes reason={blocker.reason} />}
            {row && blocker.class === "BROKEN" && (
                <p>
                    <Link
                        to="/diff"
                        search={{
                            participant: row.consumer,
                            kind: row.kind,
                            provider: row.provider,
                            after: row.consumerVersion,
                        }}
                    >
                        What changed in the contract
                    </Link>
                </p>
            )}
            <Next blocker={blocker} question={question} />
        </Card>
    );
}

/** Whose code the other side is, as far as somebody has told. */
function Owners({ names }: { names: string[] }) {
    const { data: participants = [] } = useQuery(participantNamesQuery);
    const told = participants.filter(
        ({ name, repositoryUrl, repositoryNamespace }) =>
            names.includes(name) && (repositoryUrl || repositoryNamespace),
    );
    return told.map(({ name, repositoryUrl, repositoryNamespace, repositoryName }) => {
        const code = [repositoryNamespace, repositoryName].filter(Boolean).join("/");
        return (
            <p key={name} className={styles.owner}>
                {name} belongs to{" "}
                {repositoryUrl ? <ExternalLink url={repositoryUrl}>{code || repositoryUrl}</ExternalLink> : code}.
            </p>
        );
    });
}

function Witness({ row }: { row: Schemas["VerdictRow"] }) {
    if (row.statements && row.statements.length > 0) {
        return <StatementWitness statements={row.statements} />;
    }
    if (row.findings && row.findings.length > 0) {
        return <FindingWitness findings={row.findings} />;
    }
    if (row.result === "failure" && row.kind === "pact" && row.method === "replay") {
        const { consumer, consumerVersion, provider, providerVersion = "" } = row;
        return <ReplayWitness pair={{ consumer, consumerVersion, provider, providerVersion }} />;
    }
    return null;
}

function Changes({ reason }: { reason: Extract<Schemas["Reason"], { changes: unknown }> }) {
    return (
        <>
            <ul className={styles.changes}>
                {reason.changes.map((change) => (
                    <li key={JSON.stringify(change)}>
                        <Chip tone="no">{change.rule}</Chip> {change.message}
                    </li>
                ))}
            </ul>
            <p>
                <Link
                    to="/diff"
                    search={{
                        participant: reason.subject.participant ?? reason.subject.provider,
                        kind: "openapi",
                        before: reason.before,
                        after: reason.subject.version ?? reason.subject.providerVersion,
                    }}
                >
                    All changes since {reason.before}
                </Link>
            </p>
        </>
    );
}

/** What to do next: verb and object, and the way by which the question passes. */
function Next({ blocker, question }: { blocker: Blocker; question: Question }) {
    const { titleOf } = useEnvironments();
    const { row } = blocker;
    return (
        <div className={styles.next}>
            <h3>What to do</h3>
            {blocker.class === "VERSION_MISSING" && (
                <p>
                    Publish the version's contracts, or correct its number: a version is there with its first contract.
                </p>
            )}
            {blocker.class === "RECORD_MISMATCH" && (
                <p>Record what runs, with the command above, or put back what was recorded; then ask again.</p>
            )}
            {blocker.class === "BREAKING_CHANGE" && (
                <p>Undo the change, or wait until no consumer in the target relies on it.</p>
            )}
            {row && blocker.class === "NO_COUNTERPART" && (
                <>
                    <p>
                        Deploy a version of {row.provider} to {targetText(question, titleOf)} first.{" "}
                        {question.where === "environment" && "If one runs there already, record it:"}
                    </p>
                    {question.where === "environment" && (
                        <Command
                            text={`seamwright record-deployment --participant ${quote(row.provider)} --version VERSION --environment ${quote(question.target)}`}
                        />
                    )}
                    <PassesWith row={row} question={question} />
                </>
            )}
            {row && blocker.class === "BROKEN" && (
                <>
                    <p>
                        {row.kind === "db-usage"
                            ? `Change the queries of ${row.consumer}, or the schema of ${row.provider}, so that both fit.`
                            : `Change ${row.provider} so that it keeps the contract, or ${row.consumer} so that it does not need it.`}
                    </p>
                    <PassesWith row={row} question={question} />
                </>
            )}
            {row && (blocker.class === "UNVERIFIED" || blocker.class === "VERIFYING") && (
                <Unverified row={row} question={question} />
            )}
        </div>
    );
}

function Unverified({ row, question }: { row: Schemas["VerdictRow"]; question: Question }) {
    return (
        <>
            {row.job ? (
                <p>
                    {row.job.cause?.text ?? `The job is ${row.job.state}.`}{" "}
                    <Link to="/jobs/$job" params={{ job: row.job.id }}>
                        See the job
                    </Link>
                </p>
            ) : row.kind === "pact" ? (
                <p>
                    Verify {row.provider} {row.providerVersion} against the pacts of its consumers: by a worker near it,
                    or in its build.
                </p>
            ) : (
                <p>The broker replays the queries by itself as soon as {row.provider} has published its schema.</p>
            )}
            {row.kind === "pact" && (
                <Command
                    text={`seamwright worker --provider ${quote(row.provider)} --base-url URL_OF_${row.provider.toUpperCase().replaceAll(/\W/g, "_")}`}
                />
            )}
            <PassesWith row={row} question={question} />
        </>
    );
}

/** The counterfactual: versions of the provider with which the same contract is known to pass. */
function PassesWith({ row, question }: { row: Schemas["VerdictRow"]; question: Question }) {
    const { data = [] } = useQuery(passesWithQuery(row));
    const { titleOf } = useEnvironments();
    const others = data.filter((result) => result.providerVersion !== row.providerVersion);
    if (others.length === 0) {
        return null;
    }
    const first = others[0]?.providerVersion ?? "";
    return (
        <p>
            <strong>
                It passes with {row.provider}{" "}
                {others.map(({ providerVersion }, index) => (
                    <span key={providerVersion}>
                        {index > 0 && ", "}
                        <VersionLink participant={row.provider} version={providerVersion} />
                    </span>
                ))}
            </strong>
            {question.where === "environment" && row.provider !== question.participant && (
                <>
                    : deploy that to {titleOf(question.target)} first, or{" "}
                    <Link
                        to="/verdict"
                        search={searchOf({
                            ...question,
                            participant: row.provider,
                            which: "version",
                            name: first,
                            ignore: [],
                        })}
                    >
                        ask whether it can be
                    </Link>
                </>
            )}
            .
        </p>
    );
}
