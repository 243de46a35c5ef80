import { useEffect } from "react";
import { preferences } from "./preferences";

/** What keys do: a key as `KeyboardEvent.key` names it, two for one after the other (`g h`), or with `mod+` for Ctrl or Cmd. */
export type Shortcuts = Record<string, () => void>;

/** How long the second key may take. */
const SEQUENCE_MILLIS = 1500;

function isTyping(target: EventTarget | null): boolean {
    return (
        target instanceof HTMLElement &&
        (target.isContentEditable ||
            /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
            !!target.closest("[role=dialog]"))
    );
}

export function useShortcuts(shortcuts: Shortcuts) {
    useEffect(() => {
        let first: { key: string; at: number } | null = null;
        const pressed = (event: KeyboardEvent) => {
            if (event.defaultPrevented || event.isComposing) {
                return;
            }
            const mod = event.ctrlKey || event.metaKey;
            if (mod && !event.altKey) {
                run(shortcuts[`mod+${event.key.toLowerCase()}`], event);
                return;
            }
            if (event.altKey || mod || isTyping(event.target) || !preferences.get().shortcuts) {
                return;
            }
            const before = first && event.timeStamp - first.at < SEQUENCE_MILLIS ? first.key : null;
            first = { key: event.key, at: event.timeStamp };
            run((before !== null && shortcuts[`${before} ${event.key}`]) || shortcuts[event.key], event);
        };
        document.addEventListener("keydown", pressed);
        return () => document.removeEventListener("keydown", pressed);
    }, [shortcuts]);
}

function run(action: (() => void) | undefined, event: KeyboardEvent) {
    if (action) {
        event.preventDefault();
        action();
    }
}
