import { expect, test } from "vitest";
import { environmentsOf } from "./environments";

const environment = (name: string, production = false) => ({
    id: name,
    name,
    displayName: name.toUpperCase(),
    production,
    contacts: [],
    createdAt: "2026-01-01T00:00:00Z",
    updatedAt: "2026-01-01T00:00:00Z",
});

test("an example names one of production, else the last environment, else that one is to be named", () => {
    expect(environmentsOf([environment("test"), environment("eu", true), environment("us", true)]).exampleOf()).toBe(
        "eu",
    );
    expect(environmentsOf([environment("test"), environment("staging")]).exampleOf()).toBe("staging");
    expect(environmentsOf([]).exampleOf()).toBe("ENVIRONMENT");
    const { exampleOf } = environmentsOf([environment("test"), environment("staging"), environment("live", true)]);
    expect(exampleOf(["staging", "test"])).toBe("staging");
});

test("environments are called as they are shown, and one that is not known by its name", () => {
    const { titleOf } = environmentsOf([environment("test")]);
    expect(titleOf("test")).toBe("TEST");
    expect(titleOf("gone")).toBe("gone");
});

test("what stands in environments is ordered as they are, what stands in unknown ones comes last", () => {
    const { inOrder, titlesOf } = environmentsOf([environment("test"), environment("staging"), environment("live")]);
    expect(titlesOf(["gone", "live", "test"])).toEqual(["TEST", "LIVE", "gone"]);
    expect(inOrder(["gone", "live", "test"], (name) => name)).toEqual(["test", "live", "gone"]);
});
