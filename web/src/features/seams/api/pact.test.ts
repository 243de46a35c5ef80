import { expect, test } from "vitest";
import { interactionsOf } from "./pact";

test("an interaction of version 2 is read with its state, query, body and rules", () => {
    const [interaction] = interactionsOf({
        interactions: [
            {
                description: "an order",
                providerState: "it is there",
                request: { method: "get", path: "/orders", query: "id=1", headers: { Accept: "application/json" } },
                response: { status: 200, body: { id: 1 }, matchingRules: { "$.body.id": { match: "type" } } },
            },
        ],
    });
    expect(interaction).toEqual({
        description: "an order",
        states: ["it is there"],
        kind: "http",
        request: { line: "GET /orders?id=1", headers: [["Accept", "application/json"]], body: null },
        response: { line: "Status 200", headers: [], body: '{\n  "id": 1\n}' },
        rules: [{ place: "response $.body.id", rule: "type" }],
    });
});

test("version 4 wraps bodies and lists headers, states and rules", () => {
    const [interaction] = interactionsOf({
        interactions: [
            {
                type: "Synchronous/HTTP",
                description: "x",
                providerStates: [{ name: "paid", params: { id: 7 } }],
                request: {
                    method: "POST",
                    path: "/x",
                    query: { a: ["1", "2"] },
                    body: { content: "raw", contentType: "text/plain", encoded: false },
                },
                response: {
                    status: 201,
                    headers: { "Content-Type": ["application/json"] },
                    matchingRules: {
                        body: { "$.day": { combine: "AND", matchers: [{ match: "date", format: "yyyy" }] } },
                    },
                },
            },
        ],
    });
    expect(interaction?.states).toEqual(["paid (id = 7)"]);
    expect(interaction?.request).toEqual({ line: "POST /x?a=1&a=2", headers: [], body: "raw" });
    expect(interaction?.response?.headers).toEqual([["Content-Type", "application/json"]]);
    expect(interaction?.rules).toEqual([{ place: "response body $.day", rule: "date, format yyyy" }]);
});

test("messages of version 3 and of version 4 are read", () => {
    const messages = interactionsOf({
        messages: [{ description: "paid", contents: { id: 1 }, metaData: { topic: "orders" } }],
        interactions: [
            {
                type: "Asynchronous/Messages",
                description: "sent",
                contents: { content: { id: 2 }, contentType: "application/json", encoded: false },
            },
        ],
    });
    expect(messages.map(({ description, kind, request }) => [description, kind, request.body])).toEqual([
        ["sent", "message", '{\n  "id": 2\n}'],
        ["paid", "message", '{\n  "id": 1\n}'],
    ]);
    expect(messages[1]?.request.headers).toEqual([["topic", "orders"]]);
});

test("what is no pact has no interactions, and fails nobody", () => {
    expect(interactionsOf({})).toEqual([]);
    expect(interactionsOf({ interactions: [null, 3] }).map(({ description }) => description)).toEqual([
        "without a description",
        "without a description",
    ]);
});
