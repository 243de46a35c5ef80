import { expect, it } from "vitest";
import { eventsOf, sinceOf } from "./changes";

const entry = (changes: { action: string; [name: string]: unknown }[]) => ({
    seq: 1,
    at: "2026-11-26T07:30:00Z",
    principal: "token:ci",
    changes,
    entry: "{}",
    hash: "00",
});

const titleOf = (name: string) => (name === "production-eu" ? "Production EU" : name);

it("tells what people want to know, and leaves out what only follows from it", () => {
    const events = eventsOf(
        [
            entry([
                { action: "version.create", participant: "web", version: "2" },
                { action: "contract.publish", kind: "pact", consumer: "web", version: "2", provider: "orders" },
                { action: "job.request", reason: "content", jobs: 1 },
            ]),
            entry([{ action: "deployment.record", participant: "web", version: "1", environment: "production-eu" }]),
        ],
        titleOf,
    );
    expect(events.map(({ participant, version, text }) => [participant, version, text])).toEqual([
        ["web", "2", "published a pact with orders"],
        ["web", "1", "was deployed to Production EU"],
    ]);
});

it("tells what a set-up that is kept in a file has taken as its own", () => {
    const recorded = (members: number) => entry([{ action: "setup.record", setup: "shop", revision: 3, members }]);
    expect(eventsOf([recorded(2), recorded(1), recorded(0)], titleOf)).toEqual(
        [
            "2 things belong to the set-up shop",
            "1 thing belongs to the set-up shop",
            "0 things belong to the set-up shop",
        ].map((text) => ({ at: "2026-11-26T07:30:00Z", by: "token:ci", text })),
    );
});

it("counts a span back from now, and takes a time as it is", () => {
    const now = new Date("2026-11-26T12:00:00Z");
    expect(sinceOf("day", now).toISOString()).toBe("2026-11-25T12:00:00.000Z");
    expect(sinceOf("2026-11-26T07:30:00Z", now).toISOString()).toBe("2026-11-26T07:30:00.000Z");
});
