import { WarningIcon } from "../components/icons";
import { condition } from "../lib/outage";
import { useStore } from "../lib/store";
import { absolute, timeOfDay } from "../lib/time";
import styles from "./OutageBanner.module.css";

/** Says that what is on the screen is old, or cannot be changed. */
export function OutageBanner() {
    const now = useStore(condition);
    return (
        <div role="status">
            {now.state === "gone" && (
                <p className={styles.gone}>
                    <WarningIcon />
                    <span>
                        <strong title={absolute(now.asOf)}>Read-only, as of {timeOfDay(now.asOf)}.</strong> {now.cause}{" "}
                        What you see may have changed since; it is asked again until there is an answer.
                    </span>
                </p>
            )}
            {now.state === "read-only" && (
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
