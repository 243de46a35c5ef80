// A pact as people read it, whatever its version (1 to 4).

export interface Message {
    headers: [string, string][];
    /** As text; JSON indented. */
    body: string | null;
}

export interface Interaction {
    description: string;
    states: string[];
    /** What it is: an HTTP exchange, or a message (with the answer to it). */
    kind: "http" | "message";
    request: Message & { line: string };
    response: (Message & { line: string }) | null;
    /** Where the consumer takes other values than the example, and which. */
    rules: { place: string; rule: string }[];
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
    typeof value === "object" && value !== null && !Array.isArray(value);
const objectOf = (value: unknown): Json => (isObject(value) ? value : {});
const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The interactions and messages of a pact, in its order. */
export function interactionsOf(pact: Json): Interaction[] {
    return [...listOf(pact.interactions), ...listOf(pact.messages)].map((item) => interactionOf(objectOf(item)));
}

function interactionOf(item: Json): Interaction {
    const common = {
        description: typeof item.description === "string" ? item.description : "without a description",
        states: statesOf(item),
    };
    if (isObject(item.request) && "method" in item.request) {
        return { ...common, kind: "http", ...httpOf(item.request, objectOf(item.response)) };
    }
    const sent = isObject(item.request) ? item.request : item;
    const answer = isObject(item.response) ? item.response : objectOf(listOf(item.response)[0]);
    const hasAnswer = Object.keys(answer).length > 0;
    return {
        ...common,
        kind: "message",
        request: { line: "Message", headers: pairs(sent.metadata ?? sent.metaData), body: bodyOf(sent.contents) },
        response: hasAnswer ? { line: "Answer", headers: pairs(answer.metadata), body: bodyOf(answer.contents) } : null,
        rules: rulesOf(sent.matchingRules, "message"),
    };
}

function httpOf(request: Json, response: Json): Pick<Interaction, "request" | "response" | "rules"> {
    const query = queryOf(request.query);
    return {
        request: {
            line: `${textOf(request.method).toUpperCase()} ${textOf(request.path ?? "/")}${query && `?${query}`}`,
            headers: pairs(request.headers),
            body: bodyOf(request.body),
        },
        response: {
            line: response.status === undefined ? "any status" : `Status ${textOf(response.status)}`,
            headers: pairs(response.headers),
            body: bodyOf(response.body),
        },
        rules: [...rulesOf(request.matchingRules, "request"), ...rulesOf(response.matchingRules, "response")],
    };
}

function statesOf(item: Json): string[] {
    const states = listOf(item.providerStates).map((state) => {
        const { name, params } = objectOf(state);
        const values = Object.entries(objectOf(params)).map(([key, value]) => `${key} = ${textOf(value)}`);
        return values.length > 0 ? `${textOf(name)} (${values.join(", ")})` : textOf(name);
    });
    const single = item.providerState ?? item.provider_state;
    return states.length > 0 ? states : typeof single === "string" && single ? [single] : [];
}

function queryOf(query: unknown): string {
    if (typeof query === "string") {
        return query;
    }
    return Object.entries(objectOf(query))
        .flatMap(([name, values]) =>
            (Array.isArray(values) ? values : [values]).map((value) => `${name}=${textOf(value)}`),
        )
        .join("&");
}

function pairs(headers: unknown): [string, string][] {
    return Object.entries(objectOf(headers)).map(([name, value]) => [
        name,
        listOf(value).map(textOf).join(", ") || textOf(value),
    ]);
}

/** Version 4 wraps a body: `{content, contentType, encoded}`. */
function bodyOf(body: unknown): string | null {
    if (body === undefined || body === null || body === "") {
        return null;
    }
    if (isObject(body) && "content" in body && ("contentType" in body || "encoded" in body)) {
        return typeof body.encoded === "string" ? `${textOf(body.content)} (${body.encoded})` : bodyOf(body.content);
    }
    if (typeof body === "string") {
        try {
            const parsed: unknown = JSON.parse(body);
            return typeof parsed === "object" ? JSON.stringify(parsed, null, 2) : body;
        } catch {
            return body;
        }
    }
    return JSON.stringify(body, null, 2);
}

function rulesOf(rules: unknown, side: string): Interaction["rules"] {
    return Object.entries(objectOf(rules)).flatMap(([key, value]) => {
        // version 2 has a path a rule: `$.body.id`; since version 3 they are by part: `body`, `$.id`
        if (key.startsWith("$")) {
            return [{ place: `${side} ${key}`, rule: ruleOf(objectOf(value)) }];
        }
        const part = objectOf(value);
        const places: [string, unknown][] = Array.isArray(part.matchers) ? [["", part]] : Object.entries(part);
        return places.map(([place, one]) => ({
            place: [side, key, place].filter(Boolean).join(" "),
            rule: listOf(objectOf(one).matchers)
                .map((matcher) => ruleOf(objectOf(matcher)))
                .join(objectOf(one).combine === "OR" ? " or " : " and "),
        }));
    });
}

function ruleOf({ match, ...more }: Json): string {
    const details = Object.entries(more).map(([name, value]) => `${name} ${textOf(value)}`);
    return [match === undefined ? "" : textOf(match), ...details].filter(Boolean).join(", ");
}
