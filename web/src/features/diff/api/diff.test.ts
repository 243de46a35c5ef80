import { expect, test } from "vitest";
import type { Schemas } from "../../../lib/api";
import { brokenOthers, versionsOf } from "./diff";

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
