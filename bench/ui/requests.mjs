// What each screen asks the broker: how often, how much, how long.
import { median, visit } from "./page.mjs";

/** @typedef {{ path: string, count: number, bytes: number, millis: number }} Asked */

/** @param {import("./run.mjs").Subject} subject */
export async function requests(subject) {
    const { consumer, provider } = subject;
    const version = await running(subject);
    const screens = {
        home: "/",
        board: "/environments",
        verdict: `/verdict?participant=${consumer}&version=${version}&environment=production`,
        seams: "/seams",
        seam: `/seams/${consumer}/${provider}`,
        graph: `/graph?participant=${consumer}`,
        "graph, depth 2": `/graph?participant=${consumer}&depth=2`,
        matrix: `/explore?consumer=${consumer}&provider=${provider}`,
        comparison: `/diff?participant=${consumer}&kind=pact&provider=${provider}&after=${version}`,
        participants: "/participants",
        participant: `/participants/${consumer}`,
        version: `/participants/${consumer}/versions/${version}`,
        databases: "/databases",
        jobs: "/jobs",
        webhooks: "/webhooks",
        audit: "/audit",
        settings: "/settings",
    };
    /** @type {Record<string, Asked[]>} */
    const asked = {};
    for (const [screen, path] of Object.entries(screens)) {
        /** @type {Asked[][]} */
        const all = [];
        for (let run = -1; run < Math.min(subject.runs, 3); run++) {
            const { page, context } = await visit(subject);
            await page.goto(path, { waitUntil: "networkidle" });
            const one = await page.evaluate(fetches);
            await context.close();
            if (run >= 0) {
                all.push(one);
            }
        }
        asked[screen] = (all[0] ?? []).map((first) => ({
            ...first,
            millis: median(all.map((one) => one.find(({ path }) => path === first.path)?.millis ?? Number.NaN)),
        }));
    }
    return asked;
}

/** The version of the consumer that runs in production. @param {import("./run.mjs").Subject} subject */
async function running({ url, consumer }) {
    const answer = await fetch(`${url}/api/v1/deployments?participant=${consumer}&environment=production`);
    const { items } = /** @type {{ items: { version: string }[] }} */ (await answer.json());
    return items[0]?.version ?? "";
}

/** Runs in the page: its requests for data by path, names and numbers left out. The slowest of a path counts, and the sum of their bytes. */
function fetches() {
    /** @type {Map<string, { path: string, count: number, bytes: number, millis: number }>} */
    const paths = new Map();
    for (const entry of /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType("resource"))) {
        const { pathname, searchParams } = new URL(entry.name);
        if (entry.initiatorType !== "fetch" || pathname === "/readyz" || pathname.startsWith("/assets/")) {
            continue;
        }
        const plain = pathname
            .replace(/\/(service-\d+|hub|app-\d+)/g, "/…")
            .replace(/\/1\.0\.\d+/g, "/…")
            .replace(/\/[0-9a-f]{40,64}/g, "/…");
        const names = [...searchParams.keys()].filter((name) => !/^(limit|q\[)/.test(name));
        const path = plain + (names.length > 0 ? `?${[...new Set(names)].join("&")}` : "");
        const known = paths.get(path) ?? { path, count: 0, bytes: 0, millis: 0 };
        known.count++;
        known.bytes += entry.decodedBodySize;
        known.millis = Math.max(known.millis, entry.duration);
        paths.set(path, known);
    }
    return [...paths.values()];
}

/**
 * Columns side by side: requests, kilobytes and the time of the slowest for each data set.
 *
 * @param {{ size: string, requests: Record<string, Asked[]> }[]} results
 */
export function requestsTable(results) {
    const lines = [
        `| screen | request | ${results.map(({ size }) => `${size}: count, kB, ms`).join(" | ")} |`,
        `|---|---|${results.map(() => "---").join("|")}|`,
    ];
    const screens = new Set(results.flatMap(({ requests: asked }) => Object.keys(asked)));
    for (const screen of screens) {
        const paths = new Set(results.flatMap(({ requests: asked }) => (asked[screen] ?? []).map(({ path }) => path)));
        for (const path of paths) {
            const cells = results.map(({ requests: asked }) => {
                const one = asked[screen]?.find((each) => each.path === path);
                return one ? `${one.count}, ${(one.bytes / 1000).toFixed(1)}, ${Math.round(one.millis)}` : "";
            });
            lines.push(`| ${screen} | \`${path}\` | ${cells.join(" | ")} |`);
        }
    }
    return lines.join("\n");
}
