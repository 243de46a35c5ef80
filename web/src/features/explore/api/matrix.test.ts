import { expect, test } from "vitest";
import type { Schemas } from "../../../lib/api";
import { parseSearch } from "../../../lib/search";
import { gridOf, pairsOf, resultOf, turned, validateExploreSearch } from "./matrix";

const at = "2026-11-26T07:00:00Z";
const version = (participant: string, number: string): Schemas["Version"] => ({
    participant,
    number,
    branches: [],
    tags: [],
    environments: [],
    createdAt: at,
    updatedAt: at,
});
const row = (number: string, results: [string, boolean][]): Schemas["MatrixGridRow"] => ({
    version: version("web", number),
    contract: { kind: "pact", sha256: "0".repeat(64) },
    revision: 1,
    publishedAt: at,
    results: results.map(([providerVersion, success]) => ({
        providerVersion,
        success,
        method: "replay",
        number: 1,
        wip: false,
        verifiedAt: at,
    })),
});
const same = (names: string[]) => names;
const page = (...items: Schemas["MatrixGridRow"][]): Schemas["MatrixGrid"] => ({
    asOf: at,
    columns: [version("orders", "2"), version("orders", "1")],
    moreColumns: false,
    items,
});

test("results are found by row and column, over all pages", () => {
    const grid = gridOf([page(row("3", [["1", false]])), page(row("2", [["2", true]]))], same);
    const said = grid.rows.map((_, line) => grid.columns.map((_, column) => resultOf(grid.cell(line, column))));
    expect(said).toEqual([
        ["unknown", "failed"],
        ["success", "unknown"],
    ]);
    expect(pairsOf(grid, undefined)).toHaveLength(4);
    expect(pairsOf(grid, "failed")).toEqual([{ row: 0, column: 1 }]);
});

test("a result of a version that is no column is left out", () => {
    const grid = gridOf([page(row("3", [["0", false]]))], same);
    expect(pairsOf(grid, "failed")).toEqual([]);
});

test("nothing has neither rows nor columns", () => {
    expect(pairsOf(gridOf([], same), undefined)).toEqual([]);
});

test("the sides change places with their filters", () => {
    const search = validateExploreSearch(
        parseSearch("?consumer=a&consumerBranch=main&provider=b&providerTag=prod&providerEnvironment=live&kind=x"),
    );
    expect(turned(search)).toMatchObject({
        consumer: "b",
        consumerTag: "prod",
        consumerEnvironment: "live",
        provider: "a",
        providerBranch: "main",
    });
    expect(search.kind).toBeUndefined();
});
