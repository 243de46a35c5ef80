import { queryOptions } from "@tanstack/react-query";
import type { Answer as VerdictAnswer } from "../../../components/Verdict";
import { api, body, type Schemas } from "../../../lib/api";
import { type Change, requestOf } from "./change";

export type Impact = Schemas["ChangeImpact"];
export type Hit = Schemas["ImpactHit"];
export type Certainty = Schemas["ImpactCertainty"];

/** The answer; it may take a PostgreSQL of the broker's some seconds, so it is asked once. */
export function impactQuery(change: Change) {
    return queryOptions({
        queryKey: ["impact", change],
        queryFn: ({ signal }) => body(api.POST("/api/v1/impact", { body: requestOf(change), signal })),
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
    });
}

/** The operations of the newest OpenAPI document of a participant; none where it has no document. */
export function operationsQuery(participant: string) {
    return queryOptions({
        queryKey: ["operations", participant],
        queryFn: async ({ signal }) => {
            const query = { consumer: participant, kind: "openapi" as const, limit: 1 };
            const { items } = await body(api.GET("/api/v1/contracts", { params: { query }, signal }));
            const [newest] = items;
            if (!newest) {
                return [];
            }
            const path = { kind: newest.kind, sha256: newest.sha256 };
            return operationsOf(await body(api.GET("/api/v1/contracts/{kind}/{sha256}", { params: { path }, signal })));
        },
        staleTime: 60_000,
    });
}

/** What an answer is as a verdict: its colour, its shape and its word. */
export const ANSWERS: Record<Impact["breaks"], { answer: VerdictAnswer; word: string }> = {
    yes: { answer: "no", word: "Breaks" },
    possibly: { answer: "unknown", word: "May break" },
    unknown: { answer: "unknown", word: "Unknown" },
    no: { answer: "yes", word: "Breaks nobody" },
};

/** How sure it is, for people: first what was executed. */
export const CERTAINTIES: { certainty: Certainty; title: string; about: string }[] = [
    { certainty: "proved", title: "Fails", about: "It was executed, or compared, and fails." },
    { certainty: "possible", title: "May fail", about: "It meets the change, and nothing proves that it fails." },
    { certainty: "unknown", title: "Unknown", about: "Nobody can say, and why." },
];

/** The first line of the answer's text: the answer in a sentence. */
export function sentenceOf({ text }: Impact): string {
    return text.split("\n", 1)[0] ?? "";
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/** The operations of an OpenAPI document, in its order, each with the merge patch that removes it. */
export function operationsOf(document: unknown): { name: string; removal: string }[] {
    const { paths } = (document ?? {}) as { paths?: Record<string, Record<string, unknown> | null> };
    return Object.entries(paths ?? {}).flatMap(([path, item]) =>
        METHODS.filter((method) => item?.[method] !== undefined).map((method) => ({
            name: `${method.toUpperCase()} ${path}`,
            removal: JSON.stringify({ paths: { [path]: { [method]: null } } }),
        })),
    );
}
