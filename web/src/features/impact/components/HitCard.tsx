import { Link } from "@tanstack/react-router";
import { Card } from "../../../components/Card";
import { Chip } from "../../../components/Chip";
import { Code } from "../../../components/Code";
import { ParticipantLink, VersionLink } from "../../../components/links";
import { Pieces } from "../../../components/Pieces";
import type { Schemas } from "../../../lib/api";
import type { Hit } from "../api/impact";
import styles from "../ImpactPage.module.css";
import { Places } from "./Places";

const EDGES = { proved: "no", possible: "possible", unknown: "unknown" } as const;

/** A version of a consumer that is hit: where it runs, what of it meets the change, and what shows that. */
export function HitCard({ hit, provider }: { hit: Hit; provider: string }) {
    return (
        <Card
            edge={EDGES[hit.certainty]}
            className={styles.hit}
            aria-label={`${hit.consumer} ${hit.version}`}
            data-certainty={hit.certainty}
        >
            <header className={styles.party}>
                <h3>
                    <ParticipantLink name={hit.consumer} />{" "}
                    <VersionLink participant={hit.consumer} version={hit.version} />
                </h3>
                <Places environments={hit.environments} newest={hit.newest} />
                <Link
                    to="/seams/$consumer/$provider"
                    params={{ consumer: hit.consumer, provider }}
                    search={{ version: hit.version }}
                    className={styles.seam}
                >
                    Its seam with {provider}
                </Link>
            </header>
            {hit.touches.map((touch, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a statement may meet the change twice
                <Touch key={place} touch={touch} consumer={hit.consumer} of={hit.certainty} />
            ))}
            {hit.moreTouches > 0 && (
                <p className={styles.muted}>
                    and {hit.moreTouches} more {hit.moreTouches === 1 ? "place" : "places"}
                </p>
            )}
        </Card>
    );
}

interface TouchProps {
    touch: Schemas["ImpactTouch"];
    consumer: string;
    of: Hit["certainty"];
}

function Touch({ touch, consumer, of }: TouchProps) {
    return (
        <div className={styles.touch}>
            {touch.subject !== "" && (
                <p className={styles.party}>
                    <strong>{touch.subject}</strong>
                    {touch.sources.map((source) => (
                        <code key={source}>
                            <Pieces text={source} />
                        </code>
                    ))}
                    {touch.certainty !== of && <Chip>{touch.certainty}</Chip>}
                    {touch.sqlState && <Chip>SQLSTATE {touch.sqlState}</Chip>}
                </p>
            )}
            {touch.statement && <Code label={`A statement of ${consumer}`}>{touch.statement}</Code>}
            <p>
                <Pieces text={touch.why} />
            </p>
            {touch.witness && <Code label="What shows it">{touch.witness}</Code>}
        </div>
    );
}
