import { expect, test } from "vitest";
import { dropQuestion } from "./sentences";

const orders = { schema: "public", name: "orders", kind: "table" };

test("a column and a table are asked about in a sentence", () => {
    expect(dropQuestion(orders, "discount")).toBe("What breaks if I drop orders.discount?");
    expect(dropQuestion(orders)).toBe("What breaks if I drop table orders?");
    expect(dropQuestion({ schema: "sales", name: "cheap", kind: "view" })).toBe(
        "What breaks if I drop view sales.cheap?",
    );
});

test("names that PostgreSQL would read otherwise are quoted", () => {
    expect(dropQuestion({ ...orders, name: "user" }, "eMail")).toBe('What breaks if I drop "user"."eMail"?');
});

test("what no sentence can name is a statement", () => {
    expect(dropQuestion(orders, 'a"b')).toBe('ALTER TABLE orders DROP COLUMN "a""b" CASCADE');
    expect(dropQuestion({ ...orders, kind: "materialized view" })).toBe("DROP MATERIALIZED VIEW orders CASCADE");
});
