import type { ReactNode } from "react";
import { ApiError } from "../lib/api";
import { Button } from "./Button";
import { WarningIcon } from "./icons";
import styles from "./states.module.css";

/** The place of what is not there yet, in its size. */
export function Skeleton({ rows = 4, label = "Loading" }: { rows?: number; label?: string }) {
    return (
        <div className={styles.skeleton} role="status">
            <span className="visually-hidden">{label}</span>
            {Array.from({ length: rows }, (_, row) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: they have nothing but their place
                <div key={row} className={styles.bar} />
            ))}
        </div>
    );
}

/** There is nothing, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
    return (
        <div className={styles.empty}>
            <h2>{title}</h2>
            {children}
        </div>
    );
}

/** It failed: what, why, and another try where that may help. */
export function Failure({ error, what, retry }: { error: unknown; what: string; retry?: (() => void) | undefined }) {
    const known = error instanceof ApiError ? error : null;
    return (
        <div className={styles.failure} role="alert">
            <WarningIcon />
            <div>
                <h2>{what}</h2>
                <p>{known ? known.detail : String(error instanceof Error ? error.message : error)}</p>
                {known && known.errors.length > 0 && (
                    <ul className={styles.places}>
                        {known.errors.map((place) => (
                            <li key={place.pointer + place.detail}>
                                <code>{place.pointer || "/"}</code> {place.detail}
                            </li>
                        ))}
                    </ul>
                )}
                {known?.traceId && (
                    <p className={styles.trace}>
                        In the broker's log: <code>{known.traceId}</code>
                    </p>
                )}
                {retry && <Button onClick={retry}>Try again</Button>}
            </div>
        </div>
    );
}
