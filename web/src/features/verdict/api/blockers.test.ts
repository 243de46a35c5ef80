import { expect, test } from "vitest";
import type { Schemas } from "../../../lib/api";
import { blockersOf, keepOrder } from "./blockers";

type Row = Schemas["VerdictRow"];

const row = (more: Partial<Row>): Row => ({
    consumer: "web",
    consumerVersion: "2",
    provider: "orders",
    providerVersion: "1",
    kind: "pact",
    result: "missing",
    ignored: false,
    ...more,
});

const verdict = (rows: Row[], reasons: Schemas["Reason"][] = []): Schemas["Verdict"] => ({
    deployable: "no",
    reasons,
    rows,
    success: 0,
    failed: 0,
    unknown: 0,
    ignored: 0,
});

test("what fails stands before what is not known, and what is ignored or fits is not there", () => {
    const id = "0191f3a4-9f0e-7c3b-8a55-2d1f6f2f9b10";
    const blockers = blockersOf(
        verdict([
            row({ consumer: "a", job: { id, state: "running" } }),
            row({ consumer: "b" }),
            row({ consumer: "c", result: "success" }),
            row({ consumer: "d", result: "failure", ignored: true }),
            { ...row({ consumer: "e" }), providerVersion: undefined } as Row,
            row({ consumer: "f", result: "failure" }),
        ]),
    );
    expect(blockers.map((blocker) => [blocker.row?.consumer, blocker.class, blocker.verdict])).toEqual([
        ["f", "BROKEN", "no"],
        ["e", "NO_COUNTERPART", "no"],
        ["b", "UNVERIFIED", "unknown"],
        ["a", "VERIFYING", "unknown"],
    ]);
});

test("a row has the text of the reason that is about it, and no reason is told twice", () => {
    const subject = { consumer: "web", consumerVersion: "2", provider: "orders", providerVersion: "1" };
    const blockers = blockersOf(
        verdict(
            [row({ result: "failure" }), row({ result: "failure", provider: "payments" })],
            [
                { type: "failed", level: "error", text: "orders does not keep it", subject },
                {
                    type: "version-missing",
                    level: "error",
                    text: "There is no version 9",
                    subject: { participant: "web", version: "9" },
                },
            ],
        ),
    );
    expect(blockers.map((blocker) => blocker.text)).toEqual([
        "orders does not keep it",
        "The verification between web (2) and payments (1) failed",
        "There is no version 9",
    ]);
});

test("what was there stays where it was, and what is new comes after", () => {
    const items = ["new", "b", "a"].map((key) => ({ key }));
    expect(keepOrder(items, ["a", "gone", "b"]).map(({ key }) => key)).toEqual(["a", "b", "new"]);
});

test("what was observed and is not recorded stands in the way, though every row fits", () => {
    const blockers = blockersOf(
        verdict(
            [row({ result: "success" })],
            [
                {
                    type: "record-mismatch",
                    level: "error",
                    text: "RECORD_MISMATCH: version 1 of orders is recorded, and version 2 was observed.",
                    subject: { participant: "orders" },
                    recorded: ["1"],
                    observed: ["2"],
                },
            ],
        ),
    );
    expect(blockers.map((blocker) => [blocker.class, blocker.verdict])).toEqual([["RECORD_MISMATCH", "unknown"]]);
});
