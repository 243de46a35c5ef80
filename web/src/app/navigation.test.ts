import { expect, test } from "vitest";
import { DESTINATIONS } from "./navigation";

test("no two screens have the same key", () => {
    const keys = DESTINATIONS.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
});
