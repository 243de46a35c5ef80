import { expect, test } from "vitest";
import { cellOf, rolesOf } from "./grid";
import { matching, type SchemaDocument, schemaOf } from "./schema";

const fact = (kind: string, identity: string[], payload: Record<string, unknown> = {}) => ({ kind, identity, payload });
const SHOP: SchemaDocument = {
    facts: [
        fact("column", ["shop", "orders", "total"], { type: "numeric(10,2)", notNull: true, default: "0" }),
        fact("column", ["shop", "orders", "id"], { type: "bigint", notNull: true, identity: { generation: "always" } }),
        fact("column-order", ["shop", "orders"], { columns: ["id", "total", "customer_id"] }),
        fact("column", ["shop", "orders", "customer_id"], { type: "bigint" }),
        fact("constraint", ["shop", "orders", "orders_pkey"], { type: "primary key", columns: ["id"] }),
        fact("constraint", ["shop", "orders", "orders_customer"], {
            type: "foreign key",
            columns: ["customer_id"],
            references: ["shop", "customer"],
            referencedColumns: ["id"],
        }),
        fact("constraint", ["shop", "orders", "positive"], {
            type: "check",
            expression: "total > 0",
            validated: false,
        }),
        fact("index", ["shop", "orders", "of_customer"], { keys: [{ column: "customer_id" }], predicate: "total > 0" }),
        fact("table", ["shop", "orders"], { rowSecurity: true }),
        fact("table", ["shop", "customer"]),
        fact("column", ["shop", "customer", "email"], { type: "text" }),
        fact("view", ["shop", "overview"], { definition: "SELECT 1", options: { security_invoker: "true" } }),
        fact("policy", ["shop", "orders", "own"], { command: "select", roles: ["app"], using: "tenant = me()" }),
        fact("relation-grant", ["shop", "orders", "app", "SELECT", "(owner)"]),
        fact("relation-grant", ["shop", "orders", "app", "DELETE", "(owner)"]),
        fact("relation-grant", ["shop", "orders", "(owner)", "INSERT", "(owner)"], { revoked: true }),
        fact("column-grant", ["shop", "customer", "email", "reader", "SELECT", "(owner)"]),
        fact("relation-grant", ["shop", "overview", "public", "SELECT", "(owner)"]),
        fact("routine", ["shop", "me()"], {}),
    ],
};

test("a table has its columns in their order, its keys and its rules", () => {
    const orders = schemaOf(SHOP).byId.get("shop.orders");
    expect(orders?.columns.map(({ name }) => name)).toEqual(["id", "total", "customer_id"]);
    expect(orders?.columns.map(({ filled }) => filled)).toEqual(["identity, always", "0", undefined]);
    expect(orders?.primaryKey).toEqual(["id"]);
    expect(orders?.foreignKeys).toEqual([
        { name: "orders_customer", columns: ["customer_id"], references: "shop.customer", referencedColumns: ["id"] },
    ]);
    expect(orders?.rules.map(({ text }) => text)).toEqual([
        "CHECK (total > 0) NOT VALID",
        "INDEX (customer_id) WHERE total > 0",
    ]);
});

test("what is found has the text in its name or in that of a column", () => {
    const schema = schemaOf(SHOP);
    expect(matching(schema, "MAIL").map(({ id }) => id)).toEqual(["shop.customer"]);
    expect(matching(schema, "over").map(({ id }) => id)).toEqual(["shop.overview"]);
    expect(matching(schema, undefined)).toHaveLength(3);
});

test("a schema without facts has no tables", () => {
    expect(schemaOf({}).relations).toEqual([]);
});

test("a role reaches what it is granted, as far as policies admit rows", () => {
    const { relations, byId } = schemaOf(SHOP);
    expect(rolesOf(relations)).toEqual(["app", "public", "reader"]);
    const orders = byId.get("shop.orders");
    const customer = byId.get("shop.customer");
    const overview = byId.get("shop.overview");
    if (!orders || !customer || !overview) {
        throw new Error("they are there");
    }
    expect(cellOf(orders, "app", "SELECT").reach).toMatchObject({ kind: "policies", permissive: [{ name: "own" }] });
    expect(cellOf(orders, "app", "DELETE").reach).toEqual({ kind: "nothing" });
    expect(cellOf(orders, "app", "INSERT").reach).toEqual({ kind: "denied" });
    expect(cellOf(orders, "(owner)", "INSERT").reach).toEqual({ kind: "denied" });
    expect(cellOf(customer, "reader", "SELECT")).toMatchObject({ reach: { kind: "open" }, columns: ["email"] });
    expect(cellOf(overview, "anybody", "SELECT").reach).toMatchObject({ kind: "open" });
});
