import type { ReactNode } from "react";
import { classes } from "../lib/classes";
import styles from "./Chip.module.css";
import { Pieces } from "./Pieces";

/** A short word about something: a tag, a kind, an environment. */
export function Chip({
    children,
    tone = "plain",
    title,
}: {
    children: ReactNode;
    tone?: "plain" | "accent" | "no" | "unknown";
    title?: string;
}) {
    return (
        <span className={classes(styles.chip, styles[tone])} title={title}>
            {typeof children === "string" ? (
                <span>
                    <Pieces text={children} />
                </span>
            ) : (
                children
            )}
        </span>
    );
}
