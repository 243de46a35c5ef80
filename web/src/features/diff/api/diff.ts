// Two stored contracts, and what changed from one to the other.
import { queryOptions } from "@tanstack/react-query";
import type { Answer } from "../../../components/Verdict";
import { shortNumber } from "../../../components/VersionNumber";
import { api, body, type Schemas } from "../../../lib/api";
import { versionContractsQuery } from "../../../lib/queries";
import { oneOf, type Search, text } from "../../../lib/search";

export type Kind = Schemas["ContractKind"];
export type Diff = Schemas["ContractDiff"];
export type Finding = Schemas["ContractFinding"];
export type Level = Finding["level"];
type Contract = Schemas["Contract"];

const ANSWERS: Record<Diff["verdict"], { answer: Answer; word: string }> = {
    breaking: { answer: "no", word: "Breaks" },
    risky: { answer: "unknown", word: "May break" },
    undecided: { answer: "unknown", word: "Unknown" },
    safe: { answer: "yes", word: "Breaks nobody" },
    identical: { answer: "yes", word: "The same" },
};

const KINDS = ["pact", "openapi", "db-schema", "db-usage"] as const;

export interface DiffSearch {
    /** Who publishes the contracts. */
    participant?: string | undefined;
    kind?: Kind | undefined;
    /** Whom they are with, for those of a consumer. */
    provider?: string | undefined;
    /** The version before; absent: the newest one before `after` with another content. */
    before?: string | undefined;
    /** The version after; absent: the newest. */
    after?: string | undefined;
    /** The finding that is looked at, counted from 1. */
    finding?: string | undefined;
    /** Only findings of this level. */
    level?: Level | undefined;
    view?: "text" | undefined;
}

export function validateDiffSearch(search: Search): DiffSearch {
    return {
        participant: text(search, "participant"),
        kind: oneOf(search, "kind", KINDS),
        provider: text(search, "provider"),
        before: text(search, "before"),
        after: text(search, "after"),
        finding: text(search, "finding"),
        level: oneOf(search, "level", LEVELS),
        view: oneOf(search, "view", ["text"] as const),
    };
}

export const LEVELS = ["breaking", "risky", "undecided", "safe"] as const;

/** Contracts that a consumer publishes are with a provider. */
export function needsProvider(kind: Kind | undefined): boolean {
    return kind === "pact" || kind === "db-usage";
}

/** The newest 100 contracts of one kind that a participant has published, newest version first. */
export function publishedQuery(participant: string, kind: Kind, provider: string | undefined) {
    return queryOptions({
        queryKey: ["contracts", { consumer: participant, provider, kind }],
        queryFn: async ({ signal }) =>
            (
                await body(
                    api.GET("/api/v1/contracts", {
                        params: {
                            query: needsProvider(kind)
                                ? { consumer: participant, kind, limit: 100, ...(provider ? { provider } : {}) }
                                : { consumer: participant, kind, limit: 100 },
                        },
                        signal,
                    }),
                )
            ).items,
    });
}

/** The contract of a version that is not among the newest. */
export function contractOfQuery(participant: string, version: string, kind: Kind, provider: string | undefined) {
    const { queryKey, queryFn } = versionContractsQuery(participant, version);
    return queryOptions({
        queryKey,
        queryFn,
        select: (contracts: Contract[]) =>
            contracts.find((one) => one.kind === kind && (!needsProvider(kind) || one.provider === provider)) ?? null,
    });
}

export interface Versions {
    before: string | undefined;
    after: string | undefined;
}

/** The versions that are compared: those that were asked for, else the newest and the one before it that says something else. */
export function versionsOf(search: DiffSearch, published: Contract[]): Versions {
    const after = search.after ?? published[0]?.version;
    if (search.before !== undefined) {
        return { before: search.before, after };
    }
    const place = published.findIndex(({ version }) => version === after);
    const contract = published[place];
    const before = contract && published.slice(place + 1).find(({ sha256 }) => sha256 !== contract.sha256);
    return { before: before?.version, after };
}

export function diffQuery(kind: Kind, before: string, after: string) {
    return queryOptions({
        queryKey: ["contract-diff", kind, before, after],
        queryFn: ({ signal }) =>
            body(
                api.GET("/api/v1/contracts/{kind}/{sha256}/diff/{other}", {
                    params: { path: { kind, sha256: before, other: after } },
                    signal,
                }),
            ),
        staleTime: 60_000,
    });
}

/** Versions that kept the contract before and do not keep the one after. */
export function brokenOthers(diff: Diff): Diff["others"] {
    return diff.others.filter(({ before, after }) => after === "failed" && before !== "failed");
}

/** What a comparison is as a verdict: who fails counts, whatever the rules say. */
export function answerOf(diff: Diff): { answer: Answer; word: string } {
    return ANSWERS[brokenOthers(diff).length > 0 ? "breaking" : diff.verdict];
}

/** Which versions that run fail by a finding, as far as it is known. */
export function failingBy(finding: Finding, { findings, ...diff }: Diff): string[] {
    const consumers = finding.consumers?.filter(({ certainty }) => certainty === "fails") ?? [];
    const isOnly = findings.every((one) => (one === finding) === (one.level !== "safe"));
    const failing = consumers.length > 0 || !isOnly ? consumers : brokenOthers({ ...diff, findings });
    return failing.map(({ participant, version }) => `${participant} ${shortNumber(version)}`);
}

/** How many findings there are of each level. */
export function countsOf(findings: Finding[]): Record<Level, number> {
    const counts = { breaking: 0, risky: 0, undecided: 0, safe: 0 };
    for (const { level } of findings) {
        counts[level]++;
    }
    return counts;
}
