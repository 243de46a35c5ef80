import form from "../../../components/form.module.css";
import { Panel } from "../../../components/Page";
import { type Contrast, prefer, preferences, type Theme } from "../../../lib/preferences";
import { useStore } from "../../../lib/store";
import styles from "./settings.module.css";

/** How this browser shows it; kept in the browser alone. */
export function Appearance() {
    const { theme, contrast, shortcuts } = useStore(preferences);
    return (
        <Panel title="In this browser">
            <div className={styles.options}>
                <div className={form.narrow}>
                    <label htmlFor="theme">Theme</label>
                    <select
                        id="theme"
                        className={form.input}
                        value={theme}
                        onChange={(event) => prefer({ theme: event.target.value as Theme })}
                    >
                        <option value="system">as the system</option>
                        <option value="light">light</option>
                        <option value="dark">dark</option>
                    </select>
                </div>
                <div className={form.narrow}>
                    <label htmlFor="contrast">Contrast</label>
                    <select
                        id="contrast"
                        className={form.input}
                        value={contrast}
                        onChange={(event) => prefer({ contrast: event.target.value as Contrast })}
                    >
                        <option value="system">as the system</option>
                        <option value="more">more</option>
                    </select>
                </div>
                <label className={styles.check}>
                    <input
                        type="checkbox"
                        checked={shortcuts}
                        onChange={(event) => prefer({ shortcuts: event.target.checked })}
                    />
                    <span>
                        Single keys do something (<kbd>/</kbd>, <kbd>?</kbd>, <kbd>g</kbd> and a letter)
                    </span>
                </label>
            </div>
        </Panel>
    );
}
