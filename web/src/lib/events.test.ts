import { expect, test } from "vitest";
import { parseEvents } from "./events";

test("an event ends with an empty line; what follows is kept for the next piece", () => {
    const { events, rest } = parseEvents(': waiting\n\nevent: verdict\ndata: {"a": 1}\n\nevent: verd');
    expect(events).toEqual([{ name: "verdict", data: '{"a": 1}' }]);
    expect(rest).toBe("event: verd");
});

test("data of several lines is one text, whatever ends the lines", () => {
    expect(parseEvents("data: a\r\ndata:b\r\n\r\n").events).toEqual([{ name: "message", data: "a\nb" }]);
});
