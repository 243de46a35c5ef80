import { QueryClient } from "@tanstack/react-query";
import { condition } from "../lib/outage";
import { token } from "../lib/session";
import { stale } from "../lib/staleness";
import { watchStaleness } from "./staleness";

/** What was asked stays on the screen while it is asked again, also while the broker cannot answer. */
export const queryClient = new QueryClient({
    defaultOptions: {
        queries: {
            staleTime: 5_000,
            gcTime: 10 * 60_000,
            retry: false,
            networkMode: "always",
            refetchOnWindowFocus: true,
        },
        mutations: { networkMode: "always" },
    },
});

watchStaleness(queryClient);
// for the style sheet, which has no colour of a yes then
stale.subscribe(() => document.documentElement.toggleAttribute("data-stale", stale.get() !== null));

let wasGone = false;
condition.subscribe(() => {
    const gone = condition.get().state === "gone";
    if (wasGone && !gone) {
        queryClient.invalidateQueries();
    }
    wasGone = gone;
});

// what one caller has seen is not for the next one
token.subscribe(() => {
    queryClient.clear();
});
