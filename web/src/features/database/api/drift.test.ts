import { expect, test } from "vitest";
import { foundOf, groupsOf } from "./drift";
import { commandOf, inOrder } from "./migration";

const running = (environment: string, version: string, instance?: string) =>
    ({ environment, version, since: "2026-11-26T12:00:00Z", how: "deployed", instance }) as const;

test("databases with one recorded schema are one group, the newest first", () => {
    const schemas = [
        { version: "3", sha256: "b" },
        { version: "2", sha256: "b" },
        { version: "1", sha256: "a" },
    ];
    const groups = groupsOf(
        [running("prod", "1", "eu"), running("stage", "3"), running("prod", "2", "us"), running("test", "0")],
        schemas,
    );
    expect(groups.map(({ sha256, versions, behind }) => [sha256, versions, behind])).toEqual([
        ["b", ["3", "2"], 0],
        [undefined, ["0"], 0],
        ["a", ["1"], 1],
    ]);
});

test("of a changed fact only what differs is told", () => {
    const { differences, mends, notCompared } = foundOf({
        verdict: "drifted",
        changes: [
            {
                kind: "column",
                identity: ["public", "orders", "note"],
                change: "changed",
                before: { type: "text", notNull: true },
                after: { type: "character varying(20)", notNull: true },
            },
            { kind: "index", identity: ["public", "orders", "by_hand"], change: "added", after: { method: "btree" } },
        ],
        mends: [{ who: "the owner", subjects: ["public.orders"] }],
        notCompared: [{ subject: "flyway_schema_history", provenance: "a table of Flyway" }],
    });
    expect(differences).toEqual([
        {
            change: "changed",
            subject: "column public.orders.note",
            before: "type text",
            after: "type character varying(20)",
        },
        { change: "added", subject: "index public.orders.by_hand", before: undefined, after: "method btree" },
    ]);
    expect(mends).toEqual([{ who: "the owner", subjects: ["public.orders"] }]);
    expect(notCompared).toEqual(["flyway_schema_history: a table of Flyway"]);
    expect(foundOf(undefined).differences).toEqual([]);
});

test("files of a migration run in the order of their numbers", () => {
    const files = ["V10__c.sql", "V9__b.sql", "V1__a.sql"].map((name) => ({ name, sql: "" }));
    expect(inOrder(files).map(({ name }) => name)).toEqual(["V1__a.sql", "V9__b.sql", "V10__c.sql"]);
});

test("the command has each file, quoted where it has to be", () => {
    const files = [{ name: "V1 a.sql", sql: "" }];
    expect(commandOf({ database: "orders-db", environment: "production-eu", files })).toBe(
        "seamwright can-i-migrate --database orders-db --migrations 'V1 a.sql' --to production-eu",
    );
});
