import { expect, test } from "vitest";
import type { Schemas } from "../../../lib/api";
import { answerOf, brokenOthers, type Diff, type Finding, failingBy, versionsOf } from "./diff";

const contract = (version: string, sha256: string) => ({ version, sha256 }) as Schemas["Contract"];
const PUBLISHED = [contract("4", "b"), contract("3", "b"), contract("2", "a"), contract("1", "c")];

test.each([
    [{}, { before: "2", after: "4" }],
    [{ after: "2" }, { before: "1", after: "2" }],
    [{ after: "1" }, { before: undefined, after: "1" }],
    [{ before: "1" }, { before: "1", after: "4" }],
    [{ after: "old" }, { before: undefined, after: "old" }],
])("%o compares %o", (search, versions) => {
    expect(versionsOf(search, PUBLISHED)).toEqual(versions);
});

test("whoever failed before is not broken by the change", () => {
    const other = (version: string, before: Schemas["Result"], after: Schemas["Result"]) => ({
        participant: "orders",
        version,
        environments: [],
        before,
        after,
    });
    const others = [other("1", "success", "failed"), other("2", "failed", "failed"), other("3", "unknown", "failed")];
    expect(brokenOthers({ others } as unknown as Schemas["ContractDiff"]).map(({ version }) => version)).toEqual([
        "1",
        "3",
    ]);
});

const FAILED = [{ participant: "orders", version: "2.4.0", environments: [], before: "success", after: "failed" }];
const RISKY = { level: "risky" } as Finding;
const SAFE = { level: "safe" } as Finding;
const diffOf = (findings: Finding[], others: object[]) => ({ verdict: "risky", findings, others }) as Diff;

test("a risky change by which a version that runs fails is answered as one that breaks", () => {
    expect(answerOf(diffOf([RISKY], FAILED))).toEqual({ answer: "no", word: "Breaks" });
    expect(answerOf(diffOf([RISKY], []))).toEqual({ answer: "unknown", word: "May break" });
});

test("what fails is put down to a change where it names it, or where it is the only one", () => {
    const naming = {
        level: "risky",
        consumers: [
            { participant: "web", version: "1", environments: [], certainty: "fails", why: "" },
            { participant: "app", version: "2", environments: [], certainty: "touches", why: "" },
        ],
    } as unknown as Finding;
    expect(failingBy(RISKY, diffOf([RISKY, SAFE], FAILED))).toEqual(["orders 2.4.0"]);
    expect(failingBy(RISKY, diffOf([RISKY, naming], FAILED))).toEqual([]);
    expect(failingBy(naming, diffOf([RISKY, naming], FAILED))).toEqual(["web 1"]);
    expect(failingBy(SAFE, diffOf([SAFE, RISKY], FAILED))).toEqual([]);
});
