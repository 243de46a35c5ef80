import { Code } from "../../../components/Code";
import { Panel } from "../../../components/Page";
import type { Trial } from "../api/webhooks";
import styles from "../webhooks.module.css";
import { DeliveryState } from "./DeliveryState";

/** What was sent as a trial and what came back, secrets starred. */
export function TrialResult({ trial }: { trial: Trial }) {
    return (
        <div role="status">
            <Panel title="The trial">
                <div className={styles.stack}>
                    <p className={styles.line}>
                        <DeliveryState state={trial.success ? "success" : "failure"} />
                        <span>
                            {trial.error
                                ? trial.error.message
                                : trial.response
                                  ? `The receiver answered ${trial.response.status}.`
                                  : trial.message}
                        </span>
                    </p>
                    <Code label="Request and response">{trial.logs}</Code>
                </div>
            </Panel>
        </div>
    );
}
