// How long until a screen shows what a person came for, the shell and its size.
import { get } from "node:http";
import { median, timeOf, told, visit } from "./page.mjs";

/** What is useful on a screen: a selector. Of the board also that every verdict in sight is there. */
const SCREENS = [
    { screen: "home", path: "/", useful: "main ul [data-answer]" },
    { screen: "board", path: "/environments", useful: "tbody tr[data-index] [data-answer]" },
    {
        screen: "board, verdicts of promotion in sight",
        path: "/environments",
        useful: "tbody tr[data-index] a[href*='/verdict'] + [data-answer]",
        count: 5,
    },
];

/** @param {import("./run.mjs").Subject} subject */
export async function first(subject) {
    const rows = [];
    const more = [
        { screen: "seams", path: "/seams", useful: "tbody th[scope=row]" },
        { screen: "participants", path: "/participants", useful: "tbody th[scope=row]" },
        { screen: "participant", path: `/participants/${subject.consumer}`, useful: "section:nth-of-type(3) tbody tr" },
        {
            screen: "verdict",
            path: `/verdict?participant=${subject.consumer}&version=1.0.${await newest(subject)}&environment=production`,
            useful: "section[data-answer] h2",
        },
        {
            screen: "verdict of the hub",
            path: `/verdict?participant=hub&branch=main&environment=production`,
            useful: "section[data-answer] h2",
        },
    ];
    for (const { screen, path, useful, count } of /** @type {typeof SCREENS} */ ([...SCREENS, ...more])) {
        /** @type {Awaited<ReturnType<typeof timeOf>>[]} */
        const cold = [];
        /** @type {Awaited<ReturnType<typeof timeOf>>[]} */
        const again = [];
        // the first one finds a broker that has not compiled what it runs
        for (let run = -1; run < subject.runs; run++) {
            const { page, context } = await visit(subject);
            const once = await timeOf(page, path, useful, count);
            await page.close();
            const second = await visit(subject, context);
            const twice = await timeOf(second.page, path, useful, count);
            await context.close();
            if (run >= 0) {
                cold.push(once);
                again.push(twice);
            }
        }
        rows.push({
            screen,
            "useful, first visit, ms": told(cold.map(({ drawn }) => drawn)),
            "useful, again, ms": told(again.map(({ drawn }) => drawn)),
            "main thread blocked, first visit, ms": Math.round(median(cold.map(({ blocked }) => blocked))),
        });
    }
    return rows;
}

/** @param {import("./run.mjs").Subject} subject */
async function newest({ url, consumer }) {
    const answer = await fetch(`${url}/api/v1/participants/${consumer}/versions?limit=1`);
    const { items } = /** @type {{ items: { number: string }[] }} */ (await answer.json());
    return (items[0]?.number ?? "1.0.0").split(".").at(-1);
}

/**
 * The JavaScript that every screen loads, as it is sent to who takes gzip.
 *
 * @param {import("./run.mjs").Subject} subject
 */
export async function shell({ url }) {
    const page = await (await fetch(url, { headers: { Accept: "text/html" } })).text();
    const scripts = [...page.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, path]) => path ?? "");
    let bytes = 0;
    for (const path of scripts) {
        bytes += await sizeOf(new URL(path, url));
    }
    return { bytes, files: scripts.length };
}

/**
 * Bytes of the body as it is sent; `fetch` would unpack it.
 *
 * @param {URL} url
 * @returns {Promise<number>}
 */
function sizeOf(url) {
    return new Promise((done, failed) => {
        get(url, { headers: { "Accept-Encoding": "gzip" } }, (answer) => {
            let bytes = 0;
            answer.on("data", (chunk) => {
                bytes += chunk.length;
            });
            answer.on("end", () => done(bytes));
        }).on("error", failed);
    });
}
