import { request } from "./api";
import { doubted } from "./outage";

export interface ServerEvent {
    name: string;
    data: string;
}

/** The events of a text, with what is left of one that has not ended (WHATWG HTML §9.2.6). */
export function parseEvents(text: string): { events: ServerEvent[]; rest: string } {
    const parts = text.replace(/\r\n?/g, "\n").split("\n\n");
    const rest = parts.pop() ?? "";
    const events: ServerEvent[] = [];
    for (const part of parts) {
        let name = "message";
        const data: string[] = [];
        for (const line of part.split("\n")) {
            const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
            if (field === "event") {
                name = value ?? "";
            } else if (field === "data") {
                data.push(value ?? "");
            }
        }
        if (data.length > 0) {
            events.push({ name, data: data.join("\n") });
        }
    }
    return { events, rest };
}

/**
 * Follows a stream until it ends. By `fetch`, since `EventSource` sends no token.
 *
 * @throws ApiError when the broker refuses it or cannot be reached
 */
export async function follow(path: string, signal: AbortSignal, told: (event: ServerEvent) => void): Promise<void> {
    const response = await request(new URL(path, location.origin).href, {
        signal,
        headers: { Accept: "text/event-stream" },
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (reader) {
        const { done, value } = await reader.read().catch((failure) => {
            if (!signal.aborted) {
                doubted();
            }
            throw failure;
        });
        if (done) {
            return;
        }
        const { events, rest } = parseEvents(text + value);
        text = rest;
        events.forEach(told);
    }
}
