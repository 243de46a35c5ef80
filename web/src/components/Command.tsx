import { useState } from "react";
import { Button } from "./Button";
import styles from "./Command.module.css";
import { CopyIcon } from "./icons";

/** Options of a command, which a line may not end within: `--to-environment`. */
const FLAGS = /((?<=^|\s)--?[a-z][a-z-]*(?=$|[\s=]))/;

/** Text to run or to keep, with a button that copies it. */
export function Command({ text, label }: { text: string; label?: string }) {
    const [told, setTold] = useState("");
    const copy = async () => {
        try {
            await navigator.clipboard.writeText(text);
            setTold("Copied");
        } catch {
            setTold("The browser does not allow it: select and copy the text");
        }
        setTimeout(() => setTold(""), 2500);
    };
    return (
        <figure className={styles.command}>
            {label && <figcaption className={styles.label}>{label}</figcaption>}
            <div className={styles.row}>
                <pre className={styles.text}>
                    {text.split(FLAGS).map((part, place) =>
                        place % 2 === 1 ? (
                            // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have nothing but their place
                            <span key={place} className={styles.flag}>
                                {part}
                            </span>
                        ) : (
                            part
                        ),
                    )}
                </pre>
                <Button look="quiet" className={styles.copy} onClick={copy}>
                    <CopyIcon />
                    <span aria-live="polite">{told || "Copy"}</span>
                    <span className="visually-hidden">{label ?? "the command"}</span>
                </Button>
            </div>
        </figure>
    );
}
