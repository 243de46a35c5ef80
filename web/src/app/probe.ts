import { useEffect } from "react";
import { condition, doubts, lost, missed, probed } from "../lib/outage";

/** From one answer to the next question: an outage is noticed within this and the patience. */
const EVERY_MILLIS = 800;
/** How long a broker may take that is well, on a network that is quick. */
const PATIENCE_MILLIS = 2_000;
/** However slow the network is. */
const MOST_PATIENCE_MILLIS = 6_000;
/** After a connection that could not be made or broke, before the one try that decides. */
const SECOND_TRY_MILLIS = 200;

interface Readiness {
    checks?: Record<string, { status?: string; cause?: string; writable?: boolean }>;
}

/** Asks the broker how it is: so an outage shows on a screen that asks nothing, and ends by itself. */
export function useProbe() {
    useEffect(() => keepProbing(), []);
}

/** Probes while the page is in sight, and at once when it comes into sight or something looks like an outage. Returns what ends it. */
export function keepProbing(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isAsking = false;
    let isOver = false;
    let patience = PATIENCE_MILLIS;
    const round = async () => {
        clearTimeout(timer);
        if (isAsking || isOver || document.visibilityState === "hidden") {
            return;
        }
        isAsking = true;
        // while it is gone nothing is shown as of now, so it may take the time to say why
        const isGone = condition.get().state === "gone";
        const took = await probe(isGone ? MOST_PATIENCE_MILLIS : patience, () => isOver);
        isAsking = false;
        if (took !== null) {
            patience = Math.min(MOST_PATIENCE_MILLIS, Math.max(PATIENCE_MILLIS, 3 * took));
        }
        if (!isOver) {
            timer = setTimeout(round, EVERY_MILLIS);
        }
    };
    const unsubscribe = doubts.subscribe(round);
    document.addEventListener("visibilitychange", round);
    round();
    return () => {
        isOver = true;
        clearTimeout(timer);
        unsubscribe();
        document.removeEventListener("visibilitychange", round);
    };
}

/** Asks once, and once more where no connection was had. Returns how long a broker that is well took, in milliseconds; else null. */
async function probe(patience: number, isOver: () => boolean): Promise<number | null> {
    for (const isLast of [false, true]) {
        const began = Date.now();
        try {
            const answer = await within(patience, ask);
            if (isOver()) {
                return null;
            }
            told(answer);
            return answer.isReady ? Date.now() - began : null;
        } catch (failure) {
            if (isOver()) {
                return null;
            }
            if (failure instanceof TooLate) {
                missed(`The broker has not answered for ${Math.round(patience / 1000)} seconds.`);
                return null;
            }
            if (failure instanceof SyntaxError) {
                missed("What answers at this address is not the broker.");
                return null;
            }
            if (isLast) {
                lost();
                return null;
            }
            await new Promise((resolve) => setTimeout(resolve, SECOND_TRY_MILLIS));
        }
    }
    return null;
}

interface Told {
    isReady: boolean;
    status: number;
    readiness: Readiness;
}

async function ask(signal: AbortSignal): Promise<Told> {
    const answer = await fetch("/readyz", { headers: { Accept: "application/json" }, cache: "no-store", signal });
    return { isReady: answer.ok, status: answer.status, readiness: await answer.json() };
}

function told({ isReady, status, readiness: { checks = {} } }: Told) {
    if (isReady) {
        probed(checks.database?.writable !== false);
    } else {
        const causes = Object.values(checks).flatMap((check) => check.cause ?? []);
        missed(`The broker cannot serve: ${causes.join("; ") || `HTTP ${status}`}.`);
    }
}

class TooLate extends Error {}

/** @throws TooLate when the work takes longer; it is told by its signal */
async function within<T>(millis: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
            reject(new TooLate());
            stop.abort();
        }, millis);
    });
    try {
        return await Promise.race([work(stop.signal), late]);
    } finally {
        clearTimeout(timer);
    }
}
