import type { ReactNode } from "react";
import styles from "./Pick.module.css";

/** A name that shows more about itself. */
export function Pick({
    children,
    current = false,
    onPick,
}: {
    children: ReactNode;
    current?: boolean;
    onPick: () => void;
}) {
    return (
        <button type="button" className={styles.pick} aria-pressed={current} onClick={onPick}>
            {children}
        </button>
    );
}
