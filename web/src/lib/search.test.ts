import { expect, test } from "vitest";
import { oneOf, parseSearch, printSearch, text, texts } from "./search";

test("values stay texts, whatever they look like", () => {
    expect(parseSearch("?version=1e3&latest=true")).toEqual({ version: "1e3", latest: "true" });
});

test("a name that repeats has a list, and prints as it was read", () => {
    const asked = "?q%5B%5D%5Bpacticipant%5D=A&q%5B%5D%5Bpacticipant%5D=B%2FC";
    const search = parseSearch(asked);
    expect(texts(search, "q[][pacticipant]")).toEqual(["A", "B/C"]);
    expect(printSearch(search)).toBe(asked);
});

test("what is empty is not there", () => {
    expect(printSearch({ a: undefined, b: "", c: [] })).toBe("");
    expect(text(parseSearch("?a="), "a")).toBeUndefined();
});

test("a value that is none of those allowed is not there", () => {
    expect(oneOf(parseSearch("?kind=pact"), "kind", ["pact", "db-usage"])).toBe("pact");
    expect(oneOf(parseSearch("?kind=<script>"), "kind", ["pact", "db-usage"])).toBeUndefined();
});
