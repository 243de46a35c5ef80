// What failed between a version of a consumer and one of a provider.
import { queryOptions } from "@tanstack/react-query";
import { getJson, type Schemas } from "./api";

/** A version of a consumer and one of a provider. */
export interface Pair {
    consumer: string;
    consumerVersion: string;
    provider: string;
    providerVersion: string;
}

/** A test of a replay, as Pact clients publish it; they agree on little. */
export interface ReplayedTest {
    description: string;
    mismatches: { place: string; text: string }[];
}

/** A row of the Pact API's matrix, as far as it is read here. */
interface HalRow {
    /** Absent: a pact. */
    kind?: string;
    verificationResult: { _links?: { self?: { href?: string } } } | null;
    findings?: Schemas["CrossCheckFinding"][];
    statements?: Schemas["ReplayedStatement"][];
}

export interface HalResult {
    /** By interaction, as most clients tell it, or as the report of a test runner. */
    testResults?: PublishedTest[] | { tests?: PublishedTest[]; examples?: PublishedTest[] };
    _links?: { "pb:pact-version"?: { href?: string } };
}

interface PublishedTest {
    interactionId?: string;
    testDescription?: string;
    interactionDescription?: string;
    description?: string;
    success?: boolean;
    status?: string;
    mismatches?: (string | { attribute?: string; identifier?: string; description?: string; mismatch?: string })[];
    exception?: { message?: string };
    exceptions?: { message?: string }[];
}

/** A pact as the Pact API gives it, as far as it is read here. */
interface HalPact {
    interactions?: { _id?: string; description?: string }[];
    messages?: { _id?: string; description?: string }[];
}

/** What failed when a pact was replayed: the tests of the verification that decided. Empty: its client published none. */
export function replayQuery(pair: Pair) {
    return queryOptions({
        queryKey: ["replay", pair],
        queryFn: async ({ signal }) => {
            const rows = await rowsOf(pair, signal);
            const href = rows.find(({ kind }) => kind === undefined)?.verificationResult?._links?.self?.href;
            if (!href) {
                return [];
            }
            const result = await getJson<HalResult>(pathOf(href), signal);
            return failedTests(result, await interactionNames(result, signal));
        },
        staleTime: 60_000,
    });
}

/** What does not fit between two versions, where it was computed: findings of a cross-check, statements of a query replay. */
export function computedWitnessQuery(pair: Pair, kind: Schemas["SeamKind"]) {
    return queryOptions({
        queryKey: ["computed-witness", pair, kind],
        queryFn: async ({ signal }) => {
            const row = (await rowsOf(pair, signal)).find((one) => (one.kind ?? "pact") === kind);
            return { findings: row?.findings ?? [], statements: row?.statements ?? [] };
        },
        staleTime: 60_000,
    });
}

async function rowsOf(pair: Pair, signal: AbortSignal): Promise<HalRow[]> {
    return (await getJson<{ matrix: HalRow[] }>(matrixPath(pair), signal)).matrix;
}

/** The matrix reads its selectors in order, each parameter of one before the next one begins. */
function matrixPath(pair: Pair): string {
    const parameters = new URLSearchParams([
        ["q[][pacticipant]", pair.consumer],
        ["q[][version]", pair.consumerVersion],
        ["q[][pacticipant]", pair.provider],
        ["q[][version]", pair.providerVersion],
        ["latestby", "cvpv"],
    ]);
    return `/matrix?${parameters}`;
}

/** Links of the Pact API are whole URLs, of the address that the broker believes to be reached at. */
function pathOf(href: string): string {
    const { pathname, search } = new URL(href, location.origin);
    return pathname + search;
}

/** What interactions are called that a result names by their ids alone: by id. */
async function interactionNames(result: HalResult, signal: AbortSignal): Promise<Map<string, string>> {
    const href = result._links?.["pb:pact-version"]?.href;
    if (!href || !failuresOf(result).some((test) => test.interactionId && !nameOf(test))) {
        return new Map();
    }
    const { interactions = [], messages = [] } = await getJson<HalPact>(pathOf(href), signal);
    return new Map([...interactions, ...messages].map(({ _id = "", description = "" }) => [_id, description]));
}

function failuresOf({ testResults = [] }: HalResult): PublishedTest[] {
    const tests = Array.isArray(testResults) ? testResults : (testResults.tests ?? testResults.examples ?? []);
    return tests.filter((test) => test.success === false || test.status === "failed");
}

function nameOf(test: PublishedTest): string | undefined {
    return test.testDescription ?? test.interactionDescription ?? test.description;
}

/** @param names of interactions, by their ids */
export function failedTests(result: HalResult, names: Map<string, string> = new Map()): ReplayedTest[] {
    return failuresOf(result).map((test) => ({
        description: nameOf(test) ?? (names.get(test.interactionId ?? "") || "a test without a name"),
        mismatches: [
            ...(test.mismatches ?? []).map((mismatch) =>
                typeof mismatch === "string"
                    ? { place: "", text: mismatch }
                    : {
                          place: [mismatch.attribute, mismatch.identifier].filter(Boolean).join(" "),
                          text: mismatch.description ?? mismatch.mismatch ?? "",
                      },
            ),
            ...[test.exception, ...(test.exceptions ?? [])].flatMap((exception) =>
                exception?.message ? [{ place: "", text: exception.message }] : [],
            ),
        ],
    }));
}
