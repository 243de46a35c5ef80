import { createStore } from "./store";

export type Theme = "system" | "light" | "dark";
export type Contrast = "system" | "more";

/** What this browser's user has chosen. */
export interface Preferences {
    theme: Theme;
    contrast: Contrast;
    /** Whether single keys (`/`, `?`, `g` and a letter) do something: WCAG 2.1.4. */
    shortcuts: boolean;
}

const KEY = "seamwright.preferences";
const DEFAULTS: Preferences = { theme: "system", contrast: "system", shortcuts: true };

function read(): Preferences {
    try {
        return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
    } catch {
        return DEFAULTS;
    }
}

export const preferences = createStore<Preferences>(read());

export function prefer(change: Partial<Preferences>) {
    const next = { ...preferences.get(), ...change };
    localStorage.setItem(KEY, JSON.stringify(next));
    preferences.set(next);
}

/** Puts the choice on the document, now and whenever it changes. */
export function applyPreferences() {
    const apply = () => {
        const { theme, contrast } = preferences.get();
        document.documentElement.dataset.theme = theme;
        document.documentElement.dataset.contrast = contrast;
    };
    preferences.subscribe(apply);
    apply();
}
