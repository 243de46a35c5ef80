import { expect, test } from "vitest";
import { maps, oneOf, parseSearch, printSearch, text, texts } from "./search";

test("values stay texts, whatever they look like", () => {
    expect(parseSearch("?version=1e3&latest=true")).toEqual({ version: "1e3", latest: "true" });
});

test("a name that repeats has a list, and prints as it was read", () => {
    const asked = "?ignore=A&ignore=B%2FC";
    const search = parseSearch(asked);
    expect(texts(search, "ignore")).toEqual(["A", "B/C"]);
    expect(printSearch(search)).toBe(asked);
});

test("maps of a list keep their order, also after they were printed", () => {
    const search = parseSearch("?q[][name]=A&q[][version]=1%3D2&q[][name]=B%2FC&q[]tag=x");
    const read = [
        { name: "A", version: "1=2" },
        { name: "B/C", tag: "x" },
    ];
    expect(maps(search, "q[]")).toEqual(read);
    expect(maps(parseSearch(printSearch(search)), "q[]")).toEqual(read);
});

test("what is empty is not there", () => {
    expect(printSearch({ a: undefined, b: "", c: [] })).toBe("");
    expect(text(parseSearch("?a="), "a")).toBeUndefined();
});

test("a value that is none of those allowed is not there", () => {
    expect(oneOf(parseSearch("?kind=pact"), "kind", ["pact", "db-usage"])).toBe("pact");
    expect(oneOf(parseSearch("?kind=<script>"), "kind", ["pact", "db-usage"])).toBeUndefined();
});
