import { useState } from "react";
import { Button } from "./Button";
import styles from "./Command.module.css";
import { CopyIcon } from "./icons";
import { Pieces } from "./Pieces";

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
                <Button look="quiet" className={styles.copy} onClick={copy}>
                    <CopyIcon />
                    <span aria-live="polite">{told || "Copy"}</span>
                    <span className="visually-hidden">{label ?? "the command"}</span>
                </Button>
                <pre className={styles.text}>
                    <Pieces text={text} />
                </pre>
            </div>
        </figure>
    );
}
