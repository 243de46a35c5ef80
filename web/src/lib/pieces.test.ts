import { expect, test } from "vitest";
import { isBreakable, piecesOf } from "./pieces";

test.each([
    ["worker --target orders-db=FILE", [["worker"], [" "], ["--target"], [" "], ["orders-db=FILE"]]],
    [
        "PUT http://127.0.0.1:9292/api/v1/environments",
        [["PUT"], [" "], ["http://", "127.0.0.1:9292/", "api/", "v1/", "environments"]],
    ],
    [
        "dev.seamwright.demo.OrdersQueries.place(OrdersQueries.java:28)",
        [["dev", ".seamwright", ".demo", ".OrdersQueries", ".place", "(OrdersQueries", ".java:28)"]],
    ],
    ["contract_requiring_verification_published", [["contract_", "requiring_", "verification_", "published"]]],
    ["a\n  b", [["a"], ["\n  "], ["b"]]],
    ["", []],
])("%j may end a line between %j", (text, pieces) => {
    expect(piecesOf(text)).toEqual(pieces);
    expect(piecesOf(text).flat().join("")).toBe(text);
});

test("a name with hyphens stays whole while every window has room for it", () => {
    expect(isBreakable("production-eu")).toBe(true);
    expect(isBreakable("production")).toBe(false);
    expect(isBreakable("a-name-that-no-narrow-window-has-room-for")).toBe(false);
});
