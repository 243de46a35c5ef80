import { expect, test } from "vitest";
import { lineOf, printed, printedSchema } from "./text";

const DOCUMENT = { a: { "b/c": [1, "x"], empty: {} }, d: null };

test("a document is printed as JSON.stringify does", () => {
    expect(printed(DOCUMENT).text).toBe(`${JSON.stringify(DOCUMENT, null, 2)}\n`);
    expect(printed("x").text).toBe('"x"\n');
});

test("a line is found by its pointer, or by the nearest one around it", () => {
    const text = printed(DOCUMENT);
    expect(lineOf(text, "/a/b~1c/1")).toBe(5);
    expect(lineOf(text, "/a/empty/gone")).toBe(7);
    expect(lineOf(text, "/d")).toBe(9);
    expect(lineOf(text, "")).toBe(1);
    expect(lineOf(text, undefined)).toBeUndefined();
});

test("a schema has an object a paragraph", () => {
    const text = printedSchema({
        facts: [
            { kind: "table", identity: ["public", "orders"], payload: { owner: "app", rls: true } },
            { kind: "view", identity: ["public", "open"], payload: { definition: "SELECT 1\nWHERE true" } },
        ],
    });
    expect(text.text).toBe(
        "table public.orders\n    owner: app\n    rls: true\nview public.open\n    definition: SELECT 1\n        WHERE true\n",
    );
    expect(lineOf(text, "public.open")).toBe(4);
    expect(lineOf(text, "public.gone")).toBeUndefined();
});

test("what is no schema is printed as it is", () => {
    expect(printedSchema({ x: 1 }).text).toBe('{\n  "x": 1\n}\n');
});
