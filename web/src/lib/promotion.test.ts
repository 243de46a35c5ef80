import { expect, test } from "vitest";
import { inOrderOfPromotion } from "./promotion";

const environment = (name: string, createdAt: string, production = false) => ({ name, createdAt, production });

function names(environments: ReturnType<typeof environment>[]): string[] {
    return inOrderOfPromotion(environments).map(({ name }) => name);
}

test("environments stand as they were made, production at last", () => {
    expect(
        names([
            environment("live", "2026-01-01T00:00:00Z", true),
            environment("acceptance", "2026-01-03T00:00:00Z"),
            environment("test", "2026-01-02T00:00:00Z"),
        ]),
    ).toEqual(["test", "acceptance", "live"]);
});

test("times within a second are told apart, however many digits they have", () => {
    expect(
        names([
            environment("third", "2026-01-01T00:00:00.120001Z"),
            environment("second", "2026-01-01T00:00:00.12Z"),
            environment("first", "2026-01-01T00:00:00Z"),
        ]),
    ).toEqual(["first", "second", "third"]);
});

test("those that were made at one time stand by name", () => {
    const at = "2026-01-01T00:00:00Z";
    expect(names([environment("us", at), environment("eu", at)])).toEqual(["eu", "us"]);
});
