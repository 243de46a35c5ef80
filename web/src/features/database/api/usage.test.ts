import { expect, test } from "vitest";
import { identitiesOf } from "./rls";
import { consumerNames, consumersOf, type UsageDocument, usesOf } from "./usage";

const running = (environment: string, version: string) =>
    ({ environment, version, since: "2026-11-26T12:00:00Z", how: "deployed" }) as const;

const ORDERS: UsageDocument = {
    identity: { role: "orders_app", tenant: { by: "setting", name: "app.tenant", scope: "transaction" } },
    statements: [
        {
            id: "by-id",
            sql: "SELECT total FROM orders WHERE id = $1",
            uses: [
                { schema: "public", name: "orders", column: "total" },
                { schema: "public", name: "orders", column: "id" },
            ],
        },
        {
            id: "pay",
            sql: "UPDATE orders SET status = 'paid' WHERE id = $1",
            uses: [
                { schema: "public", name: "orders", column: "status", access: "update" },
                { schema: "public", name: "orders", column: "id" },
                { kind: "routine", schema: "public", name: "now()" },
            ],
        },
        { id: "odd", sql: "SELECT * FROM $1", unresolved: "it is not known" },
    ],
};

test("versions that run matter, and the newest one", () => {
    const contracts = [
        { version: "4", sha256: "d" },
        { version: "3", sha256: "c" },
        { version: "2", sha256: "b" },
        { version: "1", sha256: "a" },
    ];
    expect(
        consumersOf("orders", contracts, [running("prod", "2"), running("stage", "3"), running("test", "3")]),
    ).toEqual([
        { consumer: "orders", version: "4", sha256: "d", environments: [] },
        { consumer: "orders", version: "3", sha256: "c", environments: ["stage", "test"] },
        { consumer: "orders", version: "2", sha256: "b", environments: ["prod"] },
    ]);
});

test("a column has the queries that use it, once, with all versions that run them", () => {
    const { of, unresolved } = usesOf(
        [
            { consumer: "orders", version: "2", sha256: "b", environments: [] },
            { consumer: "orders", version: "1", sha256: "a", environments: ["prod"] },
            { consumer: "audit", version: "7", sha256: "gone", environments: ["prod"] },
        ],
        new Map([
            ["a", ORDERS],
            ["b", ORDERS],
        ]),
    );
    expect(of("public.orders").map(({ id }) => id)).toEqual(["by-id", "pay"]);
    const [pay, ...others] = of("public.orders", "status");
    expect(others).toEqual([]);
    expect(pay).toMatchObject({
        consumer: "orders",
        access: ["update"],
        versions: [
            { version: "2", environments: [] },
            { version: "1", environments: ["prod"] },
        ],
    });
    expect(consumerNames(of("public.orders", "id"))).toEqual(["orders"]);
    expect(of("public.orders", "note")).toEqual([]);
    expect(of("public.nothing")).toEqual([]);
    expect(unresolved.map(({ version }) => version)).toEqual(["2", "1"]);
});

test("those who come as the same role and tenant are one", () => {
    const consumers = [
        { consumer: "orders", version: "2", sha256: "a", environments: [] },
        { consumer: "orders", version: "1", sha256: "a", environments: [] },
        { consumer: "audit", version: "1", sha256: "x", environments: [] },
    ];
    expect(
        identitiesOf(
            consumers,
            new Map([
                ["a", ORDERS],
                ["x", {}],
            ]),
        ),
    ).toEqual([{ role: "orders_app", setting: "app.tenant", scope: undefined, consumers: ["orders"] }]);
});
