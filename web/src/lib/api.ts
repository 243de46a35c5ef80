import createClient from "openapi-fetch";
import type { components, paths } from "../../target/types/openapi";
import { answered, doubted } from "./outage";
import { chosenWorkspace, refused, token } from "./session";

/** The types of the API's description, by name. */
export type Schemas = components["schemas"];

/** Why the broker did not do what was asked (RFC 9457), or did not answer at all. */
export class ApiError extends Error {
    override readonly name = "ApiError";

    constructor(
        /** The HTTP status; 0: there was no answer. */
        readonly status: number,
        readonly title: string,
        readonly detail: string,
        /** The places to correct, for bad input. */
        readonly errors: { pointer: string; detail: string }[] = [],
        readonly traceId?: string,
    ) {
        super(`${title}: ${detail}`);
    }

    /** Whether the same request may succeed in a while, without anybody changing it. */
    get passes(): boolean {
        return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
    }
}

/** `fetch` with the caller's token; whatever is no success is thrown as an ApiError. */
export async function request(input: Request | string, init?: RequestInit): Promise<Response> {
    const asked = new Request(input, init);
    const secret = token.get();
    if (secret) {
        asked.headers.set("Authorization", `Bearer ${secret}`);
    }
    const workspace = chosenWorkspace();
    if (workspace) {
        asked.headers.set("Seamwright-Workspace", workspace);
    }
    if (!asked.headers.has("Accept")) {
        asked.headers.set("Accept", "application/json, application/problem+json");
    }
    let response: Response;
    try {
        response = await fetch(asked);
    } catch (failure) {
        if (failure instanceof DOMException && failure.name === "AbortError") {
            throw failure;
        }
        doubted();
        throw new ApiError(0, "No answer", "The broker cannot be reached from here; is it running?");
    }
    if (response.ok) {
        answered();
        return response;
    }
    const error = await problem(response);
    if (error.status === 401 && secret === token.get()) {
        refused.set(true);
    }
    if (error.passes) {
        doubted();
    }
    throw error;
}

async function problem(response: Response): Promise<ApiError> {
    const text = await response.text();
    const title = response.statusText || `HTTP ${response.status}`;
    try {
        const body = JSON.parse(text);
        if (typeof body.detail === "string") {
            return new ApiError(response.status, body.title ?? title, body.detail, body.errors ?? [], body.traceId);
        }
        // the Pact API's own forms
        const said = body.error?.message ?? body.error ?? body.errors;
        return new ApiError(response.status, title, typeof said === "string" ? said : JSON.stringify(said ?? body));
    } catch {
        return new ApiError(response.status, title, "The answer is not one of Seamwright's; is there a proxy between?");
    }
}

/** The API, typed by its description. Requests that fail throw an ApiError, so `data` is there. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: (input) => request(input) });

/** The body of an answer. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
    return (await answer).data as T;
}

/** A GET of what the API's description does not type. */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
    return (await request(new URL(path, location.origin).href, { signal })).json();
}

/** A write to what the API's description does not type; the answer's body where it has one. */
export async function send<T>(method: "POST" | "PUT" | "DELETE", path: string, json?: unknown): Promise<T> {
    const response = await request(new URL(path, location.origin).href, {
        method,
        headers: { ...idempotencyKey(), ...(json !== undefined && { "Content-Type": "application/json" }) },
        ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    return (response.status === 204 ? undefined : await response.json()) as T;
}

/** A new key for a write, so that its repetition is no second one. */
export function idempotencyKey(): { "Idempotency-Key": string } {
    return { "Idempotency-Key": crypto.randomUUID() };
}
