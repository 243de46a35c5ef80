import { Chip } from "../../../components/Chip";
import { Code } from "../../../components/Code";
import { Owner, VersionLink } from "../../../components/links";
import { Panel } from "../../../components/Page";
import type { Schemas } from "../../../lib/api";
import { classes } from "../../../lib/classes";
import styles from "./MigrateTab.module.css";

const TONES = { breaking: "no", risky: "unknown", undecided: "unknown", safe: "plain" } as const;

const EFFECTS: Record<Schemas["MigrationEffect"]["effect"], string> = {
    none: "goes on working",
    fails: "fails",
    "fails-on-rows": "fails on rows that break the constraint",
    "fails-prepared": "fails in sessions that prepared it before",
    silent: "works, and means something else",
    "failed-before": "failed before already",
    unresolved: "could not be tried",
};

/** What may run now and what must wait, statement by statement. */
export function MigrationPlan({ plan, database }: { plan: Schemas["MigrationPlan"]; database: string }) {
    return (
        <Panel
            title="In phases"
            aside={
                <>
                    on the schema of <VersionLink participant={database} version={plan.baseline.version} />
                    {plan.applied > 0 && `, which has ${plan.applied} of the files already`}
                </>
            }
        >
            <ol className={styles.phases}>
                {plan.phases.map((phase, place) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a phase is its place
                    <li key={place} className={classes(styles.phase, phase.when === "later" && styles.later)}>
                        <h3>
                            {phase.when === "now"
                                ? "Now"
                                : phase.waitsFor.length > 0
                                  ? `Later: it waits for ${[...new Set(phase.waitsFor.map(({ consumer }) => consumer))].join(", ")}`
                                  : "Later, after what is above"}
                        </h3>
                        {phase.waitsFor.map((broken) => (
                            <Broken key={`${broken.consumer} ${broken.version}`} broken={broken} />
                        ))}
                        <ol className={styles.steps}>
                            {phase.steps.map((step) => (
                                <Step key={`${step.file} ${step.line} ${step.sql}`} step={step} />
                            ))}
                        </ol>
                    </li>
                ))}
                {plan.phases.length === 0 && <li>There is nothing to do: the schema has all of it already.</li>}
            </ol>
            {plan.effects.length > 0 && (
                <div className={styles.broken}>
                    <h3>What it does to queries all the same</h3>
                    {plan.effects.map((effect) => (
                        <Effect
                            key={`${effect.consumer} ${effect.version} ${effect.statement}`}
                            effect={effect}
                            named
                        />
                    ))}
                </div>
            )}
            {plan.notes.map((note) => (
                <p key={note} className={styles.note}>
                    {note}
                </p>
            ))}
        </Panel>
    );
}

function Broken({ broken }: { broken: Schemas["BrokenConsumer"] }) {
    return (
        <article className={styles.broken} aria-label={`It breaks ${broken.consumer} ${broken.version}`}>
            <p className={styles.title}>
                It breaks <Owner participant={broken.consumer} version={broken.version} />
            </p>
            {broken.statements.map((effect) => (
                <Effect key={effect.statement} effect={effect} />
            ))}
            <p>
                <strong>What to do:</strong>{" "}
                {broken.passesWith ? (
                    <>
                        deploy {broken.consumer}{" "}
                        <VersionLink participant={broken.consumer} version={broken.passesWith} />, with which it passes,
                        and then this phase.
                    </>
                ) : (
                    <>
                        change {broken.consumer} so that it does not need this any more, and deploy it before this
                        phase; its newest version on the main branch still does.
                    </>
                )}
            </p>
        </article>
    );
}

function Effect({ effect, named = false }: { effect: Schemas["MigrationEffect"]; named?: boolean }) {
    return (
        <div className={styles.effect}>
            <p className={styles.where}>
                {named && <Owner participant={effect.consumer} version={effect.version} />}
                <span>
                    <code>{effect.statement}</code> {EFFECTS[effect.effect]}
                </span>
                {effect.sqlState && <Chip>SQLSTATE {effect.sqlState}</Chip>}
                {effect.cause && (
                    <span>
                        after {effect.cause.file}, line {effect.cause.line}
                    </span>
                )}
            </p>
            <Code label={`A query of ${effect.consumer}`}>{effect.sql}</Code>
            {effect.error && <p className={styles.error}>{effect.error}</p>}
            {effect.rows && (
                <>
                    <p>
                        This query finds the rows that break <code>{effect.constraint}</code>; where there are none,
                        nothing fails:
                    </p>
                    <Code label="Query for such rows">{effect.rows}</Code>
                </>
            )}
        </div>
    );
}

function Step({ step }: { step: Schemas["PlannedStep"] }) {
    return (
        <li className={styles.step}>
            <p className={styles.where}>
                <span>
                    {step.file}, line {step.line}
                </span>
                {step.inTransaction && <Chip>in a transaction</Chip>}
                {step.locks?.map(({ relation, lock, blocks }) => (
                    <Chip key={`${relation} ${lock}`} title={lock}>
                        locks {relation}: blocks {blocks}
                    </Chip>
                ))}
                {step.rewritten?.map((relation) => (
                    <Chip key={relation} tone="unknown">
                        rewrites {relation}
                    </Chip>
                ))}
                {step.scanned?.map((relation) => (
                    <Chip key={relation}>reads all of {relation}</Chip>
                ))}
            </p>
            <Code label={`Statement at line ${step.line}`}>{step.sql}</Code>
            {step.hazards && step.hazards.length > 0 && (
                <div className={styles.hazards}>
                    {step.hazards.map((hazard) => (
                        <div key={`${hazard.rule} ${hazard.subject}`} className={styles.effect}>
                            <p className={styles.title}>
                                <Chip tone={TONES[hazard.level]}>{hazard.level}</Chip> {hazard.message}
                            </p>
                            <p>{hazard.rationale}</p>
                            {hazard.remedy && (
                                <>
                                    <p>
                                        <strong>What to do:</strong> <Chip>{hazard.rule}</Chip>
                                    </p>
                                    <Code label={`Remedy for ${hazard.rule}`}>{hazard.remedy}</Code>
                                </>
                            )}
                            {hazard.suppression && <p className={styles.note}>Ignored: {hazard.suppression}</p>}
                        </div>
                    ))}
                </div>
            )}
        </li>
    );
}
