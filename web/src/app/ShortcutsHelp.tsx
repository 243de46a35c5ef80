import { Button } from "../components/Button";
import { Overlay } from "../components/Overlay";
import { prefer, preferences } from "../lib/preferences";
import { useStore } from "../lib/store";
import { DESTINATIONS } from "./navigation";
import { overlay } from "./overlays";
import styles from "./ShortcutsHelp.module.css";

/** What the keys do, and the switch that turns single keys off. */
export default function ShortcutsHelp() {
    const { shortcuts } = useStore(preferences);
    const close = () => overlay.set(null);
    return (
        <Overlay label="Keyboard shortcuts" onClose={close}>
            <div className={styles.help}>
                <h2>Keyboard shortcuts</h2>
                <dl className={styles.keys}>
                    <Row keys={["Ctrl K", "⌘ K"]}>Search and commands</Row>
                    <Row keys={["/"]}>Search</Row>
                    <Row keys={["?"]}>This list</Row>
                    {DESTINATIONS.map(({ key, label }) => (
                        <Row key={key} keys={[`g ${key}`]}>
                            {label}
                        </Row>
                    ))}
                    <Row keys={["Esc"]}>Close what lies over the screen</Row>
                </dl>
                <label className={styles.switch}>
                    <input
                        type="checkbox"
                        checked={shortcuts}
                        onChange={(event) => prefer({ shortcuts: event.target.checked })}
                    />
                    Single keys do something (Ctrl K always does)
                </label>
                <div>
                    <Button onClick={close}>Close</Button>
                </div>
            </div>
        </Overlay>
    );
}

function Row({ keys, children }: { keys: string[]; children: string }) {
    return (
        <div>
            <dt>
                {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                ))}
            </dt>
            <dd>{children}</dd>
        </div>
    );
}
