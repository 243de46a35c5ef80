import { expect, test } from "vitest";
import { type Change, commandOf, curlOf, formOf, requestOf } from "./change";
import { operationsOf } from "./impact";

const change = (text: string, participant?: string): Change => ({ participant, form: formOf(text), text });

test.each([
    ["What breaks if I drop orders.discount?", "question"],
    ["drop orders.discount", "question"],
    ["drop table orders", "ddl"],
    ["  ALTER TABLE orders\n  DROP COLUMN discount", "ddl"],
    ["-- why\nALTER TABLE orders ADD note text;", "ddl"],
    ["openapi: 3.1.0\ninfo: { title: Orders }", "openapi"],
    ['{"openapi": "3.1.0"}', "openapi"],
    ['[{"op": "remove", "path": "/paths/~1orders"}]', "jsonPatch"],
    ['{"paths": {"/orders": null}}', "mergePatch"],
    ["diff --git a/openapi.yaml b/openapi.yaml\n--- a/openapi.yaml\n+++ b/openapi.yaml\n@@ -1 +1 @@\n-a\n+b", "diff"],
    ["--- a/V8__drop.sql\n+++ b/V8__drop.sql\n@@ -0,0 +1 @@\n+DROP TABLE orders;", "diff"],
])("%j is understood as %s", (text, form) => {
    expect(formOf(text)).toBe(form);
});

test("a question is asked with its one member, patches as JSON", () => {
    expect(requestOf(change("drop orders.discount"))).toEqual({ question: "drop orders.discount" });
    expect(requestOf(change('{"paths": {"/orders": null}}', "orders"))).toEqual({
        participant: "orders",
        mergePatch: { paths: { "/orders": null } },
    });
    expect(() => requestOf(change("{ not JSON"))).toThrow(SyntaxError);
});

test("sentences and statements stand in the command, all else in a file", () => {
    expect(commandOf(change("What breaks if I drop orders.discount?"))).toEqual({
        command: "seamwright impact 'What breaks if I drop orders.discount?'",
    });
    expect(commandOf(change("ALTER TABLE a DROP b", "orders db")).command).toBe(
        "seamwright impact --participant 'orders db' 'ALTER TABLE a DROP b'",
    );
    expect(commandOf(change("-- why\nALTER TABLE a DROP b;", "orders-db"))).toEqual({
        command: "seamwright impact --participant orders-db --ddl change.sql",
        needsFile: "change.sql",
    });
    expect(commandOf(change('[{"op": "remove", "path": "/a"}]', "orders")).command).toBe(
        "seamwright impact --participant orders --json-patch patch.json",
    );
});

test("the request is JSON that a shell keeps whole", () => {
    expect(curlOf(change("drop it's.x"), "http://127.0.0.1")).toContain(`-d '{"question":"drop it'\\''s.x"}'`);
});

test("each operation has the patch that removes it", () => {
    expect(operationsOf({ paths: { "/orders/{id}": { parameters: [], get: {}, delete: {} }, "/x": null } })).toEqual([
        { name: "GET /orders/{id}", removal: '{"paths":{"/orders/{id}":{"get":null}}}' },
        { name: "DELETE /orders/{id}", removal: '{"paths":{"/orders/{id}":{"delete":null}}}' },
    ]);
    expect(operationsOf({})).toEqual([]);
});
