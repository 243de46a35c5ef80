import { useEffect, useMemo, useRef } from "react";
import { Button } from "../../../components/Button";
import { Chip } from "../../../components/Chip";
import { Code } from "../../../components/Code";
import { NoIcon, UnknownIcon, WarningIcon, YesIcon } from "../../../components/icons";
import { VersionLink } from "../../../components/links";
import { classes } from "../../../lib/classes";
import { type Shortcuts, useShortcuts } from "../../../lib/shortcuts";
import { countsOf, type Diff, type Finding, failingBy, LEVELS, type Level } from "../api/diff";
import styles from "../DiffPage.module.css";

const WORDS: Record<Level, string> = {
    breaking: "Breaking",
    risky: "Risky",
    undecided: "Undecided",
    safe: "Safe",
};
const ICONS = { breaking: NoIcon, risky: WarningIcon, undecided: UnknownIcon, safe: YesIcon };
/** Of the versions that fail by a change. */
const NAMED = 3;
const CERTAINTY = { fails: "fails", touches: "may be hit", unknown: "not known" };

interface Props {
    diff: Diff;
    level: Level | undefined;
    /** The one that is looked at, counted from 1; 0: none. */
    selected: number;
    select: (finding: number) => void;
    filter: (level: Level | undefined) => void;
}

/** What changed, the heaviest first; `.` and `,` go to the next one and back. */
export function Findings({ diff, level, selected, select, filter }: Props) {
    const { findings } = diff;
    const list = useRef<HTMLOListElement>(null);
    const counts = useMemo(() => countsOf(findings), [findings]);
    const shown = useMemo(
        () =>
            findings
                .map((finding, index) => ({ finding, place: index + 1 }))
                .filter(({ finding }) => level === undefined || finding.level === level),
        [findings, level],
    );
    const at = shown.findIndex(({ place }) => place === selected);
    const go = (step: number) => {
        const next = shown[at < 0 ? (step > 0 ? 0 : shown.length - 1) : at + step];
        if (next) {
            select(next.place);
        }
    };
    const latest = useRef(go);
    latest.current = go;
    useShortcuts(useMemo<Shortcuts>(() => ({ ".": () => latest.current(1), ",": () => latest.current(-1) }), []));
    useEffect(() => {
        if (selected > 0) {
            const item = list.current?.querySelector<HTMLElement>(`[data-finding="${selected}"]`);
            item?.scrollIntoView({ block: "nearest" });
            item?.focus({ preventScroll: true });
        }
    }, [selected]);
    return (
        <section aria-label="What changed" className={styles.changes}>
            <h2 className="visually-hidden">What changed</h2>
            <div className={styles.bar}>
                <fieldset className={styles.levels} aria-label="Only of a level">
                    <Button aria-pressed={level === undefined} onClick={() => filter(undefined)}>
                        All {findings.length}
                    </Button>
                    {LEVELS.filter((one) => counts[one] > 0).map((one) => (
                        <Button
                            key={one}
                            aria-pressed={level === one}
                            className={styles[one]}
                            onClick={() => filter(level === one ? undefined : one)}
                        >
                            {WORDS[one]} {counts[one]}
                        </Button>
                    ))}
                </fieldset>
                <span className={styles.steps}>
                    <span aria-live="polite">{at >= 0 && `${at + 1} of ${shown.length}`}</span>
                    <Button onClick={() => go(-1)} disabled={at === 0}>
                        Previous <kbd>,</kbd>
                    </Button>
                    <Button onClick={() => go(1)} disabled={at === shown.length - 1}>
                        Next <kbd>.</kbd>
                    </Button>
                </span>
            </div>
            <ol ref={list} className={styles.findings}>
                {shown.map(({ finding, place }) => (
                    <li key={place}>
                        <FindingCard
                            finding={finding}
                            failing={failingBy(finding, diff)}
                            place={place}
                            isSelected={place === selected}
                            select={select}
                        />
                    </li>
                ))}
            </ol>
        </section>
    );
}

interface CardProps {
    finding: Finding;
    /** Versions that run and fail by it. */
    failing: string[];
    place: number;
    isSelected: boolean;
    select: (finding: number) => void;
}

function FindingCard({ finding, failing, place, isSelected, select }: CardProps) {
    const Icon = ICONS[finding.level];
    return (
        <article
            tabIndex={-1}
            data-finding={place}
            data-level={finding.level}
            aria-current={isSelected || undefined}
            aria-label={`${WORDS[finding.level]}: ${finding.message}`}
            className={classes(
                styles.finding,
                styles[finding.level],
                failing.length > 0 && styles.felt,
                isSelected && styles.selected,
            )}
        >
            <header className={styles.findingHeader}>
                <span className={styles.level}>
                    <Icon size={17} /> {WORDS[finding.level]}
                </span>
                <code className={styles.subject}>{finding.subject}</code>
                <Chip>{finding.rule}</Chip>
                {failing.length > 0 && (
                    <Chip tone="no">
                        <NoIcon size={13} /> {failsFor(failing)}
                    </Chip>
                )}
                {!isSelected && (
                    <Button look="quiet" onClick={() => select(place)}>
                        Look at it
                        <span className="visually-hidden"> {finding.subject}</span>
                    </Button>
                )}
            </header>
            <p className={styles.message}>{finding.message}</p>
            <Consumers finding={finding} />
            {finding.witness.length > 0 && <Code label="What shows it">{finding.witness.join("\n")}</Code>}
            <p className={styles.rationale}>{finding.rationale}</p>
            {finding.remedy && (
                <p>
                    <strong>What to do:</strong> <span className={styles.remedy}>{finding.remedy}</span>
                </p>
            )}
        </article>
    );
}

function failsFor(versions: string[]): string {
    const rest = versions.length - NAMED;
    return `Fails for ${versions.slice(0, NAMED).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function Consumers({ finding }: { finding: Finding }) {
    const { consumers, level } = finding;
    if (!consumers) {
        return null;
    }
    if (consumers.length === 0) {
        return level === "safe" ? null : <p className={styles.nobody}>It hits none of the consumers that run.</p>;
    }
    return (
        <div className={styles.hit}>
            <h3>Who is hit</h3>
            <ul>
                {consumers.map((one) => (
                    <li key={`${one.participant} ${one.version}`}>
                        {one.participant} <VersionLink participant={one.participant} version={one.version} />{" "}
                        <Chip tone={one.certainty === "fails" ? "no" : "unknown"}>{CERTAINTY[one.certainty]}</Chip> in{" "}
                        {one.environments.join(", ")}: {one.why}
                    </li>
                ))}
            </ul>
        </div>
    );
}
