// Measures the web UI as a person has it: Chromium on this machine, a broker with a data set, nothing kept from a visit before. See bench/README.md.
import { readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { resolve } from "node:path";
import { startBrokerOn } from "../../web/browser-tests/broker.mjs";
import { launch } from "../../web/browser-tests/browser.mjs";
import { drawing } from "./graph.mjs";
import { scrolling } from "./matrix.mjs";
import { requests, requestsTable } from "./requests.mjs";
import { first, shell } from "./screens.mjs";

/** Services of a data set, the newest of which are asked about: `DataSet` has them. */
const SERVICES = { S: 20, S10: 20, M: 100, L: 50 };

/** @param {number} number */
const service = (number) => `service-${String(number).padStart(3, "0")}`;

/** @typedef {{ url: string, browser: import("../../web/browser-tests/browser.mjs").Browser, runs: number, consumer: string, provider: string, hub: string, crowd: string | null }} Subject */

const options = new Map();
for (let at = 2; at + 1 < process.argv.length; at += 2) {
    options.set((process.argv[at] ?? "").replace(/^--/, ""), process.argv[at + 1]);
}
const size = /** @type {keyof typeof SERVICES} */ ((options.get("size") ?? "L").toUpperCase());
const data = options.get("data-dir");
if (!data || !(size in SERVICES)) {
    console.error(
        "bench/run ui --size S|S10|M|L --data-dir DIR [--only screens,matrix,graph,requests,shell] [--runs 7] [--json FILE]",
    );
    console.error(
        "             [--beside OTHER.json,...]   the requests of runs before, of other data sets, in columns of their own",
    );
    process.exit(4);
}
const only = (options.get("only") ?? "shell,screens,matrix,graph,requests").split(",");

const broker = await startBrokerOn(resolve(data));
const browser = await launch();
/** @type {Record<string, any>} */
const result = { size, load: loadavg() };
try {
    /** @type {Subject} */
    const subject = {
        url: broker.url,
        browser,
        runs: Number(options.get("runs") ?? 7),
        consumer: service(SERVICES[size] - 9),
        provider: service(SERVICES[size] - 8),
        hub: "hub",
        // somebody whose neighbours' neighbours are more than are drawn; only L has one
        crowd: size === "L" ? "app-200" : null,
    };
    if (only.includes("shell")) {
        result.shell = await shell(subject);
        console.log(
            `\nShell: ${(result.shell.bytes / 1024).toFixed(1)} KiB of JavaScript, gzipped, in ${result.shell.files} files\n`,
        );
    }
    if (only.includes("screens")) {
        result.screens = await first(subject);
        print(result.screens);
    }
    if (only.includes("matrix")) {
        result.matrix = await scrolling(subject);
        print(result.matrix);
    }
    if (only.includes("graph")) {
        result.graph = await drawing(subject);
        print(result.graph);
    }
    if (only.includes("requests")) {
        result.requests = await requests(subject);
        const beside = (options.get("beside") ?? "").split(",").filter(Boolean);
        console.log(
            requestsTable([
                ...beside.map((/** @type {string} */ file) => JSON.parse(readFileSync(file, "utf8"))),
                result,
            ]),
        );
    }
    result.loadAfter = loadavg();
    console.log(`\nLoad average before and after: ${result.load[0].toFixed(1)}, ${result.loadAfter[0].toFixed(1)}`);
    if (options.has("json")) {
        writeFileSync(options.get("json"), JSON.stringify(result, null, 2));
    }
} finally {
    await browser.close();
    await broker.stop();
}

/** @param {Record<string, string | number>[]} rows as a Markdown table */
function print(rows) {
    const [head] = rows;
    if (head) {
        const names = Object.keys(head);
        console.log(`\n| ${names.join(" | ")} |\n|${names.map(() => "---").join("|")}|`);
        for (const row of rows) {
            console.log(`| ${names.map((name) => row[name]).join(" | ")} |`);
        }
    }
}
