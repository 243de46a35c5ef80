import { QueryClient } from "@tanstack/react-query";
import { condition } from "../lib/outage";
import { token } from "../lib/session";
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
