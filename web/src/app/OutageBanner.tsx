import { Button } from "../components/Button";
import { WarningIcon } from "../components/icons";
import { condition } from "../lib/outage";
import { type Stale, stale } from "../lib/staleness";
import { useStore } from "../lib/store";
import { absolute, exactTime } from "../lib/time";
import styles from "./OutageBanner.module.css";
import { queryClient } from "./queries";
import { refreshStale } from "./staleness";

const SAYS: Record<Stale["what"], string> = {
    broker: "Read-only, as of",
    lost: "Connection lost, as of",
    screen: "Not all of this could be asked again: as of",
};

/** Says that what is on the screen is old, or cannot be changed. */
export function OutageBanner() {
    const isReadOnly = useStore(condition).state === "read-only";
    const old = useStore(stale);
    return (
        <div role="status">
            {old && (
                <p className={styles.gone}>
                    <WarningIcon />
                    <span>
                        <strong title={absolute(old.asOf)}>
                            {SAYS[old.what]} {exactTime(old.asOf)}.
                        </strong>{" "}
                        {old.cause} What you see may have changed since; it is asked again until there is an answer.
                    </span>
                    {old.what === "screen" && <Button onClick={() => refreshStale(queryClient)}>Ask now</Button>}
                </p>
            )}
            {isReadOnly && (
                <p className={styles.readOnly}>
                    <WarningIcon />
                    <span>
                        <strong>Read-only.</strong> The broker's database takes no writes at the moment. What you see is
                        up to date.
                    </span>
                </p>
            )}
        </div>
    );
}
