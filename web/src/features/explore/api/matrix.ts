// The matrix of two participants, as `GET /api/v1/matrix` answers it.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, body, getJson, type Schemas } from "../../../lib/api";
import { oneOf, printSearch, type Search, text } from "../../../lib/search";

export type Side = "consumer" | "provider";
type Kind = Schemas["SeamKind"];
type Result = Schemas["Result"];

/** Which versions of the two sides are meant: every filter of a side has to apply. */
export interface ExploreSearch {
    consumer?: string | undefined;
    consumerVersion?: string | undefined;
    consumerBranch?: string | undefined;
    consumerTag?: string | undefined;
    consumerEnvironment?: string | undefined;
    provider?: string | undefined;
    providerVersion?: string | undefined;
    providerBranch?: string | undefined;
    providerTag?: string | undefined;
    providerEnvironment?: string | undefined;
    kind?: Kind | undefined;
    result?: Result | undefined;
    view?: "rows" | undefined;
    /** The cell whose evidence is shown: a version of each side, and what the consumer's publishes. */
    cellConsumer?: string | undefined;
    cellProvider?: string | undefined;
    cellKind?: Kind | undefined;
}

const TEXTS = [
    "consumer",
    "consumerVersion",
    "consumerBranch",
    "consumerTag",
    "consumerEnvironment",
    "provider",
    "providerVersion",
    "providerBranch",
    "providerTag",
    "providerEnvironment",
    "cellConsumer",
    "cellProvider",
] as const;
const KINDS = ["pact", "db-usage"] as const;

export function validateExploreSearch(search: Search): ExploreSearch {
    return {
        ...Object.fromEntries(TEXTS.map((name) => [name, text(search, name)])),
        kind: oneOf(search, "kind", KINDS),
        result: oneOf(search, "result", ["success", "failed", "unknown"] as const),
        view: oneOf(search, "view", ["rows"] as const),
        cellKind: oneOf(search, "cellKind", KINDS),
    };
}

/** The filters with the sides in each other's places. */
export function turned(search: ExploreSearch): ExploreSearch {
    return {
        consumer: search.provider,
        consumerVersion: search.providerVersion,
        consumerBranch: search.providerBranch,
        consumerTag: search.providerTag,
        consumerEnvironment: search.providerEnvironment,
        provider: search.consumer,
        providerVersion: search.consumerVersion,
        providerBranch: search.consumerBranch,
        providerTag: search.consumerTag,
        providerEnvironment: search.consumerEnvironment,
        result: search.result,
        view: search.view,
    };
}

/** Rows of a page; each has up to 200 results. */
const PAGE = 50;

/** The matrix, a page of the consumer's versions at a time. */
export function matrixQuery({ view, result, cellConsumer, cellProvider, cellKind, ...asked }: ExploreSearch) {
    return infiniteQueryOptions({
        queryKey: ["matrix", asked],
        queryFn: ({ pageParam, signal }) =>
            getJson<Schemas["MatrixGrid"]>(
                `/api/v1/matrix${printSearch({ ...asked, limit: PAGE, cursor: pageParam })}`,
                signal,
            ),
        initialPageParam: undefined as string | undefined,
        getNextPageParam: (page) => page.next,
        enabled: asked.consumer !== undefined && asked.provider !== undefined,
        refetchInterval: 60_000,
    });
}

export type Version = Schemas["Version"];
export type Row = Schemas["MatrixGridRow"];
export type Cell = Schemas["MatrixGridResult"];

export interface Grid {
    /** With the titles of the environments in which they are. */
    columns: Version[];
    moreColumns: boolean;
    rows: Row[];
    /** What a row says of a version of the provider; undefined: they were not verified with each other. */
    cell: (row: number, column: number) => Cell | undefined;
}

/** @param titlesOf environments as they are shown */
export function gridOf(pages: Schemas["MatrixGrid"][], titlesOf: (environments: string[]) => string[]): Grid {
    const [first] = pages;
    const shown = (version: Version): Version => ({ ...version, environments: titlesOf(version.environments) });
    const columns = (first?.columns ?? []).map(shown);
    const rows = pages.flatMap((page) => page.items).map((row) => ({ ...row, version: shown(row.version) }));
    const places = new Map(columns.map(({ number }, index) => [number, index]));
    const cells = rows.map((row) => {
        const line: (Cell | undefined)[] = [];
        for (const result of row.results) {
            const place = places.get(result.providerVersion);
            if (place !== undefined) {
                line[place] = result;
            }
        }
        return line;
    });
    return {
        columns,
        moreColumns: first?.moreColumns ?? false,
        rows,
        cell: (row, column) => cells[row]?.[column],
    };
}

export function resultOf(cell: Cell | undefined): Result {
    return cell === undefined ? "unknown" : cell.success ? "success" : "failed";
}

/** Pairs of versions as a list: row by row, those with the wanted result. */
export function pairsOf(grid: Grid, result: Result | undefined): { row: number; column: number }[] {
    return grid.rows.flatMap((_, row) =>
        grid.columns
            .map((_, column) => ({ row, column }))
            .filter((place) => result === undefined || resultOf(grid.cell(place.row, place.column)) === result),
    );
}

/** Every result about a contract and a version of its provider, newest first, 20 at most. */
export function resultsQuery(consumer: string, provider: string, providerVersion: string, sha256: string, kind: Kind) {
    return queryOptions({
        queryKey: ["verifications", { consumer, provider, providerVersion, sha256, kind }],
        queryFn: async ({ signal }) =>
            (
                await body(
                    api.GET("/api/v1/verifications", {
                        params: { query: { consumer, provider, providerVersion, sha256, kind, limit: 20 } },
                        signal,
                    }),
                )
            ).items,
    });
}
