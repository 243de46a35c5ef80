import { Chip } from "../../../components/Chip";
import { Code } from "../../../components/Code";
import { type Interaction, interactionsOf, type Message } from "../api/pact";
import styles from "./contract.module.css";

/** The interactions of a pact, one to open after the other. */
export function PactView({ pact }: { pact: Record<string, unknown> }) {
    const interactions = interactionsOf(pact);
    if (interactions.length === 0) {
        return <p>The pact has no interactions.</p>;
    }
    return (
        <ul className={styles.list}>
            {interactions.map((interaction, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: nothing else tells interactions of one description apart
                <li key={index}>
                    <details open={interactions.length <= 3} className={styles.item}>
                        <summary>
                            <span className={styles.line}>{interaction.request.line}</span>
                            <span className={styles.description}>{interaction.description}</span>
                        </summary>
                        <InteractionView interaction={interaction} />
                    </details>
                </li>
            ))}
        </ul>
    );
}

function InteractionView({ interaction }: { interaction: Interaction }) {
    return (
        <div className={styles.content}>
            {interaction.states.length > 0 && (
                <p>
                    Given{" "}
                    {interaction.states.map((state) => (
                        <Chip key={state}>{state}</Chip>
                    ))}
                </p>
            )}
            <div className={styles.sides}>
                <Side
                    title={interaction.kind === "http" ? "The consumer sends" : "The provider sends"}
                    message={interaction.request}
                />
                {interaction.response && (
                    <Side
                        title={interaction.kind === "http" ? "and needs" : "and is answered"}
                        message={interaction.response}
                    />
                )}
            </div>
            {interaction.rules.length > 0 && (
                <details>
                    <summary>Other values than the examples ({interaction.rules.length})</summary>
                    <ul className={styles.rules}>
                        {interaction.rules.map(({ place, rule }) => (
                            <li key={place}>
                                <code>{place}</code> {rule}
                            </li>
                        ))}
                    </ul>
                </details>
            )}
        </div>
    );
}

function Side({ title, message }: { title: string; message: Message & { line: string } }) {
    return (
        <div className={styles.side}>
            <h3>{title}</h3>
            <p className={styles.line}>{message.line}</p>
            {message.headers.length > 0 && (
                <ul className={styles.headers}>
                    {message.headers.map(([name, value]) => (
                        <li key={name}>
                            <code>
                                {name}: {value}
                            </code>
                        </li>
                    ))}
                </ul>
            )}
            {message.body !== null && <Code label={`Body: ${message.line.slice(0, 80)}`}>{message.body}</Code>}
        </div>
    );
}
