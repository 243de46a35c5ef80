import { useQuery } from "@tanstack/react-query";
import { Button } from "../../../components/Button";
import { Chip } from "../../../components/Chip";
import { Command } from "../../../components/Command";
import { ParticipantLink, VersionLink } from "../../../components/links";
import { Panel } from "../../../components/Page";
import { Failure, Skeleton } from "../../../components/states";
import { AsOf } from "../../../components/Time";
import { Verdict } from "../../../components/Verdict";
import type { Schemas } from "../../../lib/api";
import { type Change, commandOf, curlOf } from "../api/change";
import { ANSWERS, CERTAINTIES, type Impact, impactQuery, sentenceOf } from "../api/impact";
import styles from "../ImpactPage.module.css";
import { HitCard } from "./HitCard";
import { Places } from "./Places";

/** The answer, as the command line, the API and agents have it: its parts, and the very words. */
export function Answer({ change, isInAddress }: { change: Change; isInAddress: boolean }) {
    const { data, error, isFetching, refetch } = useQuery(impactQuery(change));
    if (isFetching && !data) {
        return <Skeleton rows={6} label="The change is tried on what is recorded" />;
    }
    if (error && !data) {
        return <Failure error={error} what="The question could not be answered" retry={() => refetch()} />;
    }
    return (
        data && (
            <>
                <section className={styles.answer} aria-live="polite" data-answer={data.breaks}>
                    <Verdict answer={ANSWERS[data.breaks].answer} size="large">
                        {ANSWERS[data.breaks].word}
                    </Verdict>
                    <div className={styles.sentence}>
                        <h2>{sentenceOf(data)}</h2>
                        <p className={styles.muted}>
                            <AsOf at={data.asOf} prefix="as of" />
                        </p>
                    </div>
                    <div className={styles.actions}>
                        <Button onClick={() => refetch()} disabled={isFetching}>
                            {isFetching ? "Asking" : "Ask again"}
                        </Button>
                        <Button onClick={() => print()}>Print</Button>
                    </div>
                </section>
                {error && <Failure error={error} what="It could not be asked again" />}
                <Hits impact={data} />
                <SafeWay steps={data.alternative} />
                <WhatChanges impact={data} />
                {data.untouched.length > 0 && (
                    <Panel title="Goes on working">
                        <ul className={styles.parties}>
                            {data.untouched.map((party) => (
                                <li key={`${party.consumer} ${party.version}`}>
                                    <Party {...party} />
                                </li>
                            ))}
                        </ul>
                    </Panel>
                )}
                <Elsewhere change={change} impact={data} isInAddress={isInAddress} />
            </>
        )
    );
}

function Hits({ impact }: { impact: Impact }) {
    return (
        <>
            {CERTAINTIES.map(({ certainty, title, about }) => {
                const hits = impact.hits.filter((hit) => hit.certainty === certainty);
                return (
                    hits.length > 0 && (
                        <section key={certainty} className={styles.hits} aria-label={title}>
                            <h2>
                                {title} <span className={styles.muted}>{about}</span>
                            </h2>
                            {hits.map((hit) => (
                                <HitCard
                                    key={`${hit.consumer} ${hit.version}`}
                                    hit={hit}
                                    provider={impact.participant}
                                />
                            ))}
                        </section>
                    )
                );
            })}
            {impact.moreHits > 0 && (
                <p className={styles.muted}>
                    and {impact.moreHits} more {impact.moreHits === 1 ? "version" : "versions"} of consumers, not listed
                </p>
            )}
        </>
    );
}

const WHEN: Record<Schemas["ImpactStep"]["when"], string> = {
    now: "Now",
    next: "Then",
    later: "Later",
};

function SafeWay({ steps }: { steps: Schemas["ImpactStep"][] }) {
    return (
        steps.length > 0 && (
            <Panel title="Safe way">
                <ol className={styles.steps}>
                    {steps.map((step) => (
                        <li key={step.when + step.text}>
                            <strong>{WHEN[step.when]}:</strong> {step.text}
                        </li>
                    ))}
                </ol>
            </Panel>
        )
    );
}

const TONES = { breaking: "no", risky: "unknown", undecided: "unknown", safe: "plain" } as const;

function WhatChanges({ impact }: { impact: Impact }) {
    return (
        <Panel
            title={
                <>
                    What changes of <ParticipantLink name={impact.participant} />
                </>
            }
        >
            <div className={styles.changes}>
                <ul className={styles.list}>
                    {impact.changes.map((one, place) => (
                        // biome-ignore lint/suspicious/noArrayIndexKey: the same statement may stand twice
                        <li key={place}>
                            {one.level && <Chip tone={TONES[one.level]}>{one.level}</Chip>}{" "}
                            <code className={styles.statement}>{one.text}</code>
                        </li>
                    ))}
                </ul>
                <div>
                    <h3>Tried on</h3>
                    {impact.baselines.length === 0 && <p>Nothing is recorded to try it on.</p>}
                    <ul className={styles.parties}>
                        {impact.baselines.map((baseline) => (
                            <li key={baseline.version} className={styles.party}>
                                <VersionLink participant={impact.participant} version={baseline.version} />
                                <Places environments={baseline.environments} newest={baseline.newest} />
                            </li>
                        ))}
                    </ul>
                </div>
                {impact.notes.map((note) => (
                    <p key={note} className={styles.muted}>
                        {note}
                    </p>
                ))}
            </div>
        </Panel>
    );
}

function Party({ consumer, version, environments, newest }: Schemas["ImpactParty"]) {
    return (
        <span className={styles.party}>
            <ParticipantLink name={consumer} /> <VersionLink participant={consumer} version={version} />
            <Places environments={environments} newest={newest} />
        </span>
    );
}

/** The same question by other ways, which get the same words. */
function Elsewhere({ change, impact, isInAddress }: { change: Change; impact: Impact; isInAddress: boolean }) {
    const { command, needsFile } = commandOf(change);
    return (
        <Panel title="The same answer elsewhere">
            <div className={styles.commands}>
                <Command label="Command line" text={command} />
                {needsFile && (
                    <p className={styles.muted}>
                        with the change in <code>{needsFile}</code>; <code>-</code> in its place is standard input
                    </p>
                )}
                {isInAddress && <Command label="HTTP" text={curlOf(change, location.origin)} />}
                <Command label="What they answer" text={impact.text} />
                {!isInAddress && (
                    <p className={styles.muted}>
                        The change is too long for the address of this page: whoever gets the address has to give it
                        again.
                    </p>
                )}
            </div>
        </Panel>
    );
}
