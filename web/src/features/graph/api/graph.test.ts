import { expect, test } from "vitest";
import type { SeamStatus } from "../../../lib/status";
import { graphOf, without } from "./graph";

function seam(consumer: string, provider: string, more: Partial<SeamStatus> = {}): SeamStatus {
    const since = "2026-11-26T07:00:00Z";
    return {
        environment: "production",
        consumer: { name: consumer, kind: "application", version: "1", since },
        provider: { name: provider, kind: "application", external: false, version: "2", since },
        kind: "pact",
        contract: { kind: "pact", sha256: "0".repeat(64) },
        verdict: "yes",
        class: "SAFE",
        reason: "",
        next: "",
        ...more,
    };
}

test("seams of a pair are one link, which is as good as the worst of them", () => {
    const { links, parties } = graphOf(
        "web",
        [
            seam("web", "orders"),
            seam("web", "orders", { environment: "staging", verdict: "unknown", class: "VERIFYING" }),
            seam("orders", "web", { verdict: "no", class: "BROKEN" }),
        ],
        10,
    );
    expect(links.map(({ consumer, answer, seams }) => [consumer, answer, seams.length])).toEqual([
        ["web", "verifying", 2],
        ["orders", "no", 1],
    ]);
    expect(parties.map(({ name, answer }) => [name, answer])).toEqual([
        ["web", "no"],
        ["orders", "no"],
    ]);
    expect(parties[0]?.places).toEqual([
        { environment: "production", version: "1" },
        { environment: "staging", version: "1" },
        { environment: "production", version: "2" },
    ]);
});

test("the nearest parties are drawn, and the others counted", () => {
    const chain = [seam("a", "b"), seam("b", "c"), seam("c", "d"), seam("x", "b")];
    const { parties, links, omitted } = graphOf("a", chain, 4);
    expect(parties.map(({ name, distance }) => `${name}${distance}`)).toEqual(["a0", "b1", "c2", "x2"]);
    expect(links.map(({ consumer, provider }) => consumer + provider)).toEqual(["ab", "bc", "xb"]);
    expect(omitted).toBe(1);
});

test("a provider that nobody has published a version of is an external party", () => {
    const mail = { name: "mail", kind: "application" as const, external: true };
    const { parties } = graphOf("web", [seam("web", "mail", { provider: mail })], 10);
    expect(parties.map(({ name, kind, places }) => [name, kind, places.length])).toEqual([
        ["web", "application", 1],
        ["mail", "external", 0],
    ]);
});

test("what is hidden takes its links along, and the middle stays", () => {
    const graph = graphOf("a", [seam("a", "b"), seam("c", "a")], 10);
    const rest = without(graph, "a", ({ name }) => name !== "c");
    expect(rest.parties.map(({ name }) => name)).toEqual(["a", "c"]);
    expect(rest.links).toHaveLength(1);
});
