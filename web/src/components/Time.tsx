import { absolute, relative, useNow } from "../lib/time";
import styles from "./Time.module.css";

/** A time relative to now; absolute with its zone on hover, on paper, and for who does not see it. */
export function Time({ at, prefix }: { at: string | Date; prefix?: string }) {
    const now = useNow();
    const date = typeof at === "string" ? new Date(at) : at;
    return (
        <time dateTime={date.toISOString()} title={absolute(date)} className={styles.time}>
            {prefix && `${prefix} `}
            <span className={styles.relative}>{relative(date, now)}</span>
            <span className={styles.absolute}>{absolute(date)}</span>
        </time>
    );
}
