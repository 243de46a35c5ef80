import type { Schemas } from "../../lib/api";
import { Chip } from "../Chip";
import { Code } from "../Code";
import styles from "./Witness.module.css";

const TONES = { breaking: "no", risky: "unknown", undecided: "unknown", safe: "plain" } as const;

/** What does not fit between a pact and the provider's OpenAPI document. */
export function FindingWitness({ findings }: { findings: Schemas["CrossCheckFinding"][] }) {
    return (
        <ul className={styles.list}>
            {findings.map((finding) => (
                <li key={`${finding.rule} ${finding.pact.pointer} ${finding.document.pointer}`} className={styles.item}>
                    <p className={styles.title}>
                        <Chip tone={TONES[finding.level]}>{finding.level}</Chip> {finding.message}
                    </p>
                    <p className={styles.where}>
                        {finding.interaction}, in the pact at <code>{finding.pact.pointer || "/"}</code>, in the
                        document at <code>{finding.document.pointer || "/"}</code> (line {finding.document.line})
                    </p>
                    <p>{finding.rationale}</p>
                    {finding.witness && <Code label="Witness">{finding.witness}</Code>}
                    <p>
                        <strong>What to do:</strong> {finding.remedy} <Chip>{finding.rule}</Chip>
                    </p>
                </li>
            ))}
        </ul>
    );
}
