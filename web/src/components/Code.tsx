import { type ReactNode, useEffect, useRef, useState } from "react";
import styles from "./Code.module.css";

/** Text as it was written. Where it is too long to be shown whole it scrolls, also by keyboard. */
export function Code({ label, children }: { label: string; children: ReactNode }) {
    const place = useRef<HTMLPreElement>(null);
    const [scrolls, setScrolls] = useState(false);
    useEffect(() => {
        const element = place.current;
        if (!element) {
            return;
        }
        const watcher = new ResizeObserver(() => setScrolls(element.scrollHeight > element.clientHeight + 1));
        watcher.observe(element);
        return () => watcher.disconnect();
    }, []);
    // whoever has no pointer scrolls it with the arrow keys
    const reachable = scrolls ? { role: "region", "aria-label": label, tabIndex: 0 } : {};
    return (
        <pre ref={place} className={styles.code} {...reachable}>
            {children}
        </pre>
    );
}
