import { UnexpectedAnswer } from "./errors.js";

/** A part of a list. */
export interface Page<T> {
    items: T[];
    /** Where the next page begins; absent on the last one. */
    next?: string;
}

/**
 * The items of a list that comes in pages, each page fetched when it is reached.
 *
 *     for await (const participant of items((cursor) => listParticipants(client, { cursor }))) { … }
 */
export async function* items<T>(
    fetchPage: (cursor: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<T, void, undefined> {
    let cursor: string | undefined;
    do {
        const page = await fetchPage(cursor);
        if (page.next !== undefined && page.next === cursor) {
            throw new UnexpectedAnswer("A page names itself as the next one; the list cannot be read to its end.", 200);
        }
        yield* page.items;
        cursor = page.next;
    } while (cursor !== undefined);
}
