import { stale } from "../lib/staleness";
import { useStore } from "../lib/store";
import { absolute, exactTime, relative, useNow } from "../lib/time";
import styles from "./Time.module.css";

interface Props {
    at: string | Date;
    prefix?: string;
    /** It is a time of something that is to happen. */
    isDue?: boolean;
}

/** A time relative to now; absolute with its zone on hover, on paper, and for who does not see it. */
export function Time({ at, prefix, isDue = false }: Props) {
    const now = useNow();
    const date = typeof at === "string" ? new Date(at) : at;
    return (
        <time dateTime={date.toISOString()} title={absolute(date)} className={styles.time}>
            {prefix && `${prefix} `}
            <span className={styles.relative}>{relative(date, now, isDue ? "in a moment" : undefined)}</span>
            <span className={styles.absolute}>{absolute(date)}</span>
        </time>
    );
}

/** Of when an answer is: relative to now, and exact while it cannot be asked again, as the banner above it says. */
export function AsOf({ at, prefix }: { at: string | Date; prefix: string }) {
    const isStale = useStore(stale) !== null;
    const date = typeof at === "string" ? new Date(at) : at;
    return isStale ? (
        <time dateTime={date.toISOString()} title={absolute(date)}>
            {prefix} {exactTime(date)}
        </time>
    ) : (
        <Time at={date} prefix={prefix} />
    );
}
