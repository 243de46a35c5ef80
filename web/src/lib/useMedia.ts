import { useCallback, useSyncExternalStore } from "react";

/** Windows as narrow as a phone, as in the style sheets. */
export const PHONE = "(max-width: 40rem)";

/** Whether a media query holds, now and whenever that changes. */
export function useMedia(query: string): boolean {
    const watch = useCallback(
        (changed: () => void) => {
            const media = matchMedia(query);
            media.addEventListener("change", changed);
            return () => media.removeEventListener("change", changed);
        },
        [query],
    );
    return useSyncExternalStore(watch, () => matchMedia(query).matches);
}
