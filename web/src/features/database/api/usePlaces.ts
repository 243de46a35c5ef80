import { useEffect, useMemo, useRef, useState } from "react";
import type { Box, Line, Places } from "./layout";

interface Placed {
    key: string;
    places: Places;
}

/** The newest ones; the same diagram is not laid out twice. */
const known = new Map<string, Places>();
const MOST_KNOWN = 50;

let worker: Worker | undefined;

function ask(key: string, boxes: Box[], lines: Line[], then: (placed: Placed) => void): () => void {
    worker ??= new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
    const mine = worker;
    const answered = ({ data }: MessageEvent<Placed>) => {
        if (data.key === key) {
            then(data);
        }
    };
    mine.addEventListener("message", answered);
    mine.postMessage({ key, boxes, lines });
    return () => mine.removeEventListener("message", answered);
}

/** Where the boxes are, and until others are placed where they were; undefined before the first time. A worker does it. */
export function usePlaces(boxes: Box[], lines: Line[]): Places | undefined {
    const key = useMemo(() => JSON.stringify([boxes, lines]), [boxes, lines]);
    const [placed, setPlaced] = useState<Placed>();
    useEffect(() => {
        if (known.has(key)) {
            return;
        }
        return ask(key, boxes, lines, (answer) => {
            const oldest = known.keys().next().value;
            if (known.size >= MOST_KNOWN && oldest !== undefined) {
                known.delete(oldest);
            }
            known.set(answer.key, answer.places);
            setPlaced(answer);
        });
    }, [key, boxes, lines]);
    const last = useRef<Places>(undefined);
    const places = known.get(key) ?? (placed?.key === key ? placed.places : undefined) ?? last.current;
    useEffect(() => {
        last.current = places;
    }, [places]);
    return places;
}
