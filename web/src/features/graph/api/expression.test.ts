import { expect, test } from "vitest";
import { meaning } from "./expression";
import type { Party } from "./graph";

const party = (name: string, more: Partial<Party> = {}): Party => ({
    name,
    kind: "application",
    distance: 1,
    answer: "yes",
    places: [{ environment: "production", version: "1" }],
    ...more,
});

const PARTIES = [
    party("orders"),
    party("orders-db", { kind: "database", answer: "no" }),
    party("mail", { kind: "external", answer: "verifying", places: [] }),
];

test.each([
    ["ORD", ["orders", "orders-db"]],
    ["orders kind:database", ["orders-db"]],
    ["kind:external, verdict:no", ["orders-db", "mail"]],
    ["verdict:unknown", ["mail"]],
    ["in:production verdict:yes", ["orders"]],
    ["colour:red", []],
    [" , ", []],
    [undefined, []],
])("%s means %s", (expression, names) => {
    expect(PARTIES.filter(meaning(expression)).map(({ name }) => name)).toEqual(names);
});
