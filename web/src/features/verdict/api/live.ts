import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ApiError, type Schemas } from "../../../lib/api";
import { follow } from "../../../lib/events";
import { eventsPath, type Question } from "./question";
import { verdictQuery } from "./verdict";

export type Live = "off" | "following" | "paused";

const AGAIN_MILLIS = 5_000;

/** Follows a verdict that is not known yet, until it is; what comes takes the place of the answer. */
export function useLive(question: Question, isUnknown: boolean): { live: Live; pause: () => void; resume: () => void } {
    const queries = useQueryClient();
    const [paused, setPaused] = useState(false);
    const key = JSON.stringify(question);
    const following = isUnknown && !paused;

    useEffect(() => {
        if (!following) {
            return;
        }
        const asked: Question = JSON.parse(key);
        const { queryKey } = verdictQuery(asked);
        const stop = new AbortController();
        let timer: ReturnType<typeof setTimeout> | undefined;
        const listen = async () => {
            try {
                await follow(eventsPath(asked), stop.signal, ({ name, data }) => {
                    if (name === "verdict") {
                        queries.setQueryData(queryKey, JSON.parse(data) as Schemas["Verdict"]);
                    }
                });
            } catch (failure) {
                // refused, or the connection broke: the answer is asked again in an interval as well, so the page has not failed
                const ended = failure instanceof ApiError || failure instanceof TypeError;
                if (!ended && !stop.signal.aborted) {
                    throw failure;
                }
            }
            if (!stop.signal.aborted) {
                timer = setTimeout(listen, AGAIN_MILLIS);
            }
        };
        listen();
        return () => {
            stop.abort();
            clearTimeout(timer);
        };
    }, [following, key, queries]);

    return {
        live: paused ? "paused" : isUnknown ? "following" : "off",
        pause: () => setPaused(true),
        resume: () => setPaused(false),
    };
}
