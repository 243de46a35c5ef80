import { expect, test } from "vitest";
import { absolute, relative, span } from "./time";

const now = new Date("2026-11-26T12:00:00Z");

test.each([
    ["2026-11-26T11:59:40Z", "just now"],
    ["2026-11-26T11:59:10Z", "1 min. ago"],
    ["2026-11-26T11:03:00Z", "57 min. ago"],
    ["2026-11-26T07:00:00Z", "5 hr. ago"],
    ["2026-11-25T11:00:00Z", "yesterday"],
    ["2026-11-26T12:05:00Z", "in 5 min."],
    ["2024-10-01T12:00:00Z", "2 yr. ago"],
])("%s is %s", (at, words) => {
    expect(relative(new Date(at), now)).toBe(words);
});

test("what is to happen within a moment has not happened", () => {
    expect(relative(new Date("2026-11-26T12:00:20Z"), now, "in a moment")).toBe("in a moment");
});

test("an absolute time has its zone", () => {
    expect(absolute(now)).toBe("26 Nov 2026, 17:45:00 GMT+5:45");
});

test("a span has one unit", () => {
    expect([3_400, 125_000, 7_300_000, 3 * 86_400_000].map(span)).toEqual(["3 s", "2 min", "2 h", "3 d"]);
});
