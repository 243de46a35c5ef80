// When this browser was here before: what has changed since stands out.
const LAST = "seamwright.visit.last";
const CURRENT = "seamwright.visit.current";

/** Longer than this without a look, and the next one is a new visit. */
const PAUSE_MILLIS = 30 * 60_000;

/** The end of the visit before this one, as RFC 3339; now when there was none, since nothing is new to whoever sees all of it first. */
export function lastVisit(): string {
    return localStorage.getItem(LAST) ?? new Date().toISOString();
}

/** Counts a look. */
export function beginVisit() {
    const now = new Date();
    const current = localStorage.getItem(CURRENT);
    if (current && now.getTime() - new Date(current).getTime() > PAUSE_MILLIS) {
        localStorage.setItem(LAST, current);
    }
    localStorage.setItem(CURRENT, now.toISOString());
}
