import { queryOptions } from "@tanstack/react-query";
import { api, body, getJson, type Schemas } from "../../../lib/api";
import { type Question, requestOf, searchOf } from "./question";

export function verdictQuery(question: Question) {
    return queryOptions({
        queryKey: ["verdict", searchOf(question)],
        queryFn: ({ signal }) => body(api.POST("/api/v1/verdicts/can-i-deploy", { body: requestOf(question), signal })),
        refetchInterval: 30_000,
    });
}

/** The pair of a row. */
interface Pair {
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

interface HalMatrix {
    matrix: { verificationResult: { _links?: { self?: { href?: string } } } | null }[];
}

interface HalResult {
    testResults?: { tests?: PublishedTest[]; examples?: PublishedTest[] };
}

interface PublishedTest {
    testDescription?: string;
    interactionDescription?: string;
    description?: string;
    success?: boolean;
    status?: string;
    mismatches?: (string | { attribute?: string; identifier?: string; description?: string; mismatch?: string })[];
    exception?: { message?: string };
}

/** What failed when a pact was replayed: the tests of the verification that decided. Empty: its client published none. */
export function replayQuery(pair: Pair) {
    return queryOptions({
        queryKey: ["replay", pair],
        queryFn: async ({ signal }) => {
            const { matrix } = await getJson<HalMatrix>(matrixPath(pair), signal);
            const href = matrix[0]?.verificationResult?._links?.self?.href;
            if (!href) {
                return [];
            }
            return failedTests(await getJson<HalResult>(pathOf(href), signal));
        },
        staleTime: 60_000,
    });
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

export function failedTests(result: HalResult): ReplayedTest[] {
    const tests = result.testResults?.tests ?? result.testResults?.examples ?? [];
    return tests
        .filter((test) => test.success === false || test.status === "failed")
        .map((test) => ({
            description:
                test.testDescription ?? test.interactionDescription ?? test.description ?? "a test without a name",
            mismatches: [
                ...(test.mismatches ?? []).map((mismatch) =>
                    typeof mismatch === "string"
                        ? { place: "", text: mismatch }
                        : {
                              place: [mismatch.attribute, mismatch.identifier].filter(Boolean).join(" "),
                              text: mismatch.description ?? mismatch.mismatch ?? "",
                          },
                ),
                ...(test.exception?.message ? [{ place: "", text: test.exception.message }] : []),
            ],
        }));
}

/** What would make a row pass: versions of its provider that keep the same contract. Newest first, five at most. */
export function passesWithQuery(row: Schemas["VerdictRow"]) {
    const { consumer, consumerVersion, provider, kind } = row;
    return queryOptions({
        queryKey: ["passes-with", consumer, consumerVersion, provider, kind],
        queryFn: async ({ signal }) => {
            const { items } = await body(
                api.GET("/api/v1/participants/{participant}/versions/{version}/contracts", {
                    params: { path: { participant: consumer, version: consumerVersion } },
                    signal,
                }),
            );
            const contract = items.find((one) => one.kind === kind && one.provider === provider);
            if (!contract) {
                return [];
            }
            const results = await body(
                api.GET("/api/v1/verifications", {
                    params: { query: { consumer, provider, sha256: contract.sha256, kind, limit: 50 } },
                    signal,
                }),
            );
            return newestOfEach(results.items)
                .filter((result) => result.success)
                .slice(0, 5);
        },
        staleTime: 30_000,
    });
}

/** Of each version the newest result decides. */
function newestOfEach(results: Schemas["Verification"][]): Schemas["Verification"][] {
    const seen = new Set<string>();
    return results.filter(({ providerVersion }) => !seen.has(providerVersion) && seen.add(providerVersion));
}
