import type { Problem } from "./api.js";
import { refusal, type SeamwrightError, TimedOut, UnexpectedAnswer, Unreachable } from "./errors.js";
import { VERSION } from "./version.js";

/** Which broker, and how it is asked. */
export interface Settings {
    /** The broker's address; without it `SEAMWRIGHT_BROKER_URL`, or `http://127.0.0.1:9292`. */
    url?: string;
    /** An API token; without it `SEAMWRIGHT_TOKEN`, what is in the file that `SEAMWRIGHT_TOKEN_FILE` names, or none. */
    token?: string;
    /** For the operator, and for a broker without authentication: which workspace. A token has its own. */
    workspace?: string;
    /** How long one attempt may take, from its start to the last byte of the answer; 30,000 unless said. */
    timeoutMillis?: number;
    /** How often a request is sent at most; 4 unless said, 1 for never again. */
    attempts?: number;
    /** The longest time that is waited for between attempts; 30,000 unless said. A broker that wants more is given up at once. */
    longestPauseMillis?: number;
    /** How pauses are waited for, in tests for example. */
    pause?: (millis: number) => Promise<void>;
    /** What sends; the platform's `fetch` unless said. */
    fetch?: typeof fetch;
}

/** One operation of the API with its parameters, as generated code says it. */
export interface Call {
    method: string;
    /** With its parameters in braces. */
    path: string;
    parameters?: Record<string, string>;
    query?: [name: string, value: string | number | boolean | undefined][];
    /** One that is undefined is not sent; but it says that the operation takes it. */
    headers?: Record<string, string | undefined>;
    /** What is sent as JSON. */
    body?: unknown;
    /** Whether the answer is a text, and no JSON. */
    text?: boolean;
}

/** A broker to ask, for the functions that are named as the operations of its API. */
export interface Client {
    /** Sends a call; fails with a {@link SeamwrightError}. What may be repeated is sent again, with the same idempotency key. */
    send<T>(call: Call): Promise<T>;
}

const KEY = "Idempotency-Key";
const PASSING = new Set([429, 500, 502, 503, 504]);
/** What is asked by POST, because a question may be long. The broker changes nothing that another answer would depend on. */
const QUESTIONS = ["/api/v1/verdicts/", "/api/v1/analysis/", "/api/v1/impact"];
const FIRST_PAUSE = 500;
const LONGEST_EXCERPT = 200;

/**
 * The broker that the settings or the environment name.
 *
 *     const client = connect();
 *     const verdict = await canIDeploy(client, {
 *         body: {
 *             versions: [{ participant: "web", version: "1.0.0" }],
 *             target: { type: "environment", environment: "production" },
 *         },
 *     });
 *
 * A write carries an idempotency key, its own or the one in its request, so it is sent again when no answer came, and done once.
 */
export function connect(settings: Settings = {}): Client {
    const url = address(settings.url ?? variable("SEAMWRIGHT_BROKER_URL") ?? "http://127.0.0.1:9292");
    const timeout = settings.timeoutMillis ?? 30_000;
    const attempts = settings.attempts ?? 4;
    const longestPause = settings.longestPauseMillis ?? 30_000;
    const pause = settings.pause ?? ((millis) => new Promise((resolve) => setTimeout(resolve, millis)));
    if (attempts < 1 || !(timeout > 0)) {
        throw new TypeError("A request needs one attempt at least, and some time.");
    }
    const token = tokenOf(settings);
    token.catch(() => undefined); // who sends is told

    async function exchange(target: string, init: RequestInit): Promise<Answer> {
        const signal = AbortSignal.timeout(timeout);
        try {
            const response = await (settings.fetch ?? fetch)(target, { ...init, signal });
            return { target, method: init.method ?? "", response, body: await response.text() };
        } catch (failure) {
            if (signal.aborted) {
                throw new TimedOut(`${init.method} ${target} had no answer within ${timeout / 1000} seconds.`, failure);
            }
            throw new Unreachable(`${init.method} ${target} had no answer: ${words(failure)}`, failure);
        }
    }

    async function send<T>(call: Call): Promise<T> {
        const target = url + path(call);
        const headers: Record<string, string> = {
            Accept: "application/json, application/problem+json, text/event-stream;q=0.1",
            "User-Agent": `seamwright-client-typescript/${VERSION}`,
        };
        const secret = await token;
        if (secret !== undefined) {
            headers.Authorization = `Bearer ${secret}`;
        }
        if (settings.workspace !== undefined) {
            headers["Seamwright-Workspace"] = settings.workspace;
        }
        for (const [name, value] of Object.entries(call.headers ?? {})) {
            const sent = value ?? (name === KEY ? crypto.randomUUID() : undefined);
            if (sent !== undefined) {
                headers[name] = sent;
            }
        }
        const init: RequestInit = { method: call.method, headers, redirect: "manual" };
        if (call.body !== undefined) {
            headers["Content-Type"] = "application/json";
            init.body = JSON.stringify(call.body);
        }
        const mayBeRepeated =
            call.method === "GET" || KEY in headers || QUESTIONS.some((question) => call.path.startsWith(question));
        for (let attempt = 1; ; attempt++) {
            let failure: SeamwrightError;
            let wanted: number | undefined;
            try {
                const answer = await exchange(target, init);
                if (answer.response.ok) {
                    return read(call, answer) as T;
                }
                wanted = retryAfter(answer.response);
                failure = refused(answer, wanted);
                if (!PASSING.has(answer.response.status)) {
                    throw failure;
                }
            } catch (passing) {
                if (!(passing instanceof Unreachable || passing instanceof TimedOut)) {
                    throw passing;
                }
                failure = passing;
            }
            if (!mayBeRepeated || attempt >= attempts || (wanted ?? 0) > longestPause) {
                throw failure;
            }
            const whole = Math.min(FIRST_PAUSE * 2 ** (attempt - 1), longestPause);
            await pause(wanted ?? Math.round(whole * (0.5 + Math.random() / 2)));
        }
    }

    return { send };
}

interface Answer {
    target: string;
    method: string;
    response: Response;
    body: string;
}

function read(call: Call, answer: Answer): unknown {
    if (answer.response.status === 204) {
        return undefined;
    }
    if (call.text) {
        return answer.body;
    }
    try {
        return JSON.parse(answer.body);
    } catch (noJson) {
        throw unexpected(answer, `which is not what this client understands: ${words(noJson)}`, noJson);
    }
}

function refused(answer: Answer, retryAfterMillis: number | undefined): SeamwrightError {
    const { response } = answer;
    if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
        const place = response.headers.get("Location") ?? "an unnamed place";
        return unexpected(answer, `a redirect to ${place}, which is not followed; give the final address`);
    }
    if ((response.headers.get("Content-Type") ?? "").startsWith("application/problem+json")) {
        try {
            const problem: Partial<Problem> | null = JSON.parse(answer.body);
            if (typeof problem?.status === "number" && typeof problem.detail === "string") {
                return refusal(problem as Problem, retryAfterMillis);
            }
        } catch (noJson) {
            return unexpected(answer, "which is no problem as in RFC 9457", noJson);
        }
        return unexpected(answer, "which is no problem as in RFC 9457");
    }
    return unexpected(answer, "which no broker says; is the address right, and is a proxy in between?");
}

function unexpected(answer: Answer, judgement: string, cause?: unknown): UnexpectedAnswer {
    const body = answer.body.trim();
    const excerpt = body.length > LONGEST_EXCERPT ? `${body.slice(0, LONGEST_EXCERPT)}…` : body;
    const begins = excerpt === "" ? "." : `. It begins: ${excerpt}`;
    return new UnexpectedAnswer(
        `${answer.method} ${answer.target} was answered with ${answer.response.status}, ${judgement}${begins}`,
        answer.response.status,
        cause,
    );
}

/** `Retry-After` (RFC 9110 §10.2.3), seconds or a date, in milliseconds; undefined when it says nothing that is understood. */
function retryAfter(response: Response): number | undefined {
    const text = response.headers.get("Retry-After")?.trim() ?? "";
    if (/^[0-9]{1,9}$/.test(text)) {
        return Number(text) * 1000;
    }
    const until = Date.parse(text);
    return Number.isNaN(until) ? undefined : Math.max(0, until - Date.now());
}

/** The path with its query, encoded. */
function path(call: Call): string {
    const filled = call.path.replace(/\{([^}]+)\}/g, (_, name: string) => encode(call.parameters?.[name] ?? ""));
    const query = (call.query ?? [])
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `${encode(name)}=${encode(String(value))}`);
    return query.length === 0 ? filled : `${filled}?${query.join("&")}`;
}

/** Encodes all but the unreserved characters (RFC 3986 §2.3). */
function encode(text: string): string {
    return encodeURIComponent(text).replace(
        /[!'()*]/g,
        (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
}

function words(failure: unknown): string {
    const cause = failure instanceof Error && failure.cause instanceof Error ? failure.cause : failure;
    const message = cause instanceof Error ? cause.message || cause.name : String(cause);
    return message.trim().split("\n", 1)[0] ?? "";
}

function address(url: string): string {
    const stripped = url.trim();
    try {
        const { protocol, username, password, search, hash } = new URL(stripped);
        if (/^https?:$/.test(protocol) && username + password + search + hash === "") {
            return stripped.replace(/\/+$/, "");
        }
    } catch {
        // The message below says all that helps, and repeats nothing secret.
    }
    throw new TypeError(
        "This is no URL of a broker; write it like https://broker.example.com, without a name and a password.",
    );
}

async function tokenOf(settings: Settings): Promise<string | undefined> {
    let given = settings.token ?? variable("SEAMWRIGHT_TOKEN");
    const file = variable("SEAMWRIGHT_TOKEN_FILE");
    if (given === undefined && file !== undefined) {
        const files = "node:fs/promises"; // not for browsers, which have no environment
        given = String(await (await import(files)).readFile(file, "utf-8"));
    }
    const stripped = given?.trim();
    if (stripped !== undefined && !/^[!-~]+$/.test(stripped)) {
        throw new TypeError("The token is empty, or has characters that no token has.");
    }
    return stripped;
}

function variable(name: string): string | undefined {
    const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
    const value = process?.env?.[name];
    return value === undefined || value.trim() === "" ? undefined : value;
}
