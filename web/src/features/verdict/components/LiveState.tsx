import { Button } from "../../../components/Button";
import type { Live } from "../api/live";
import styles from "./LiveState.module.css";

/** Says that the answer follows what happens, and lets it rest. */
export function LiveState({ live, pause, resume }: { live: Live; pause: () => void; resume: () => void }) {
    if (live === "off") {
        return null;
    }
    return live === "paused" ? (
        <Button onClick={resume}>Paused: follow again</Button>
    ) : (
        <Button onClick={pause}>
            <span className={styles.dot} aria-hidden="true" />
            Live: pause
        </Button>
    );
}
