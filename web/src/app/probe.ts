import { useQuery } from "@tanstack/react-query";
import { condition, missed, probed } from "../lib/outage";

/** How long a broker may take that is well: it gives its database two seconds. */
const PATIENCE_MILLIS = 5_000;

interface Readiness {
    checks?: Record<string, { status?: string; cause?: string; writable?: boolean }>;
}

/** Asks the broker how it is: so an outage shows on a screen that asks nothing, and ends by itself. */
export function useProbe() {
    useQuery({
        queryKey: ["readyz"],
        queryFn: probe,
        refetchInterval: () => (condition.get().state === "gone" ? 2_000 : 5_000),
        staleTime: 0,
    });
}

async function probe(): Promise<null> {
    try {
        const answer = await fetch("/readyz", {
            headers: { Accept: "application/json" },
            signal: AbortSignal.timeout(PATIENCE_MILLIS),
        });
        const { checks = {} } = (await answer.json()) as Readiness;
        if (answer.ok) {
            probed(checks.database?.writable !== false);
        } else {
            const causes = Object.values(checks).flatMap((check) => check.cause ?? []);
            missed(`The broker cannot serve: ${causes.join("; ") || `HTTP ${answer.status}`}.`);
        }
    } catch {
        missed("The broker does not answer.");
    }
    return null;
}
