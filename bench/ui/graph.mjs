// The seam graph: until it is drawn and answers, and what looking around in it costs.
import { at, frames, median, timeOf, told, visit } from "./page.mjs";

/** @typedef {import("../../web/browser-tests/browser.mjs").Page} Page */

/** @param {import("./run.mjs").Subject} subject */
export async function drawing(subject) {
    const graphs = [
        {
            graph: "the hub, depth 1",
            centre: subject.hub,
            path: `/graph?participant=${subject.hub}&environment=production`,
        },
    ];
    if (subject.crowd) {
        for (const depth of [2, 3]) {
            const path = `/graph?participant=${subject.crowd}&depth=${depth}&environment=production`;
            graphs.push({ graph: `an app, depth ${depth}`, centre: subject.crowd, path });
        }
    }
    const rows = [];
    for (const { graph, centre, path } of graphs) {
        const all = [];
        for (let run = -1; run < subject.runs; run++) {
            const { page, context } = await visit(subject);
            const one = await lookAround(subject, page, centre, path);
            await context.close();
            if (run >= 0) {
                all.push(one);
            }
        }
        const gaps = all.flatMap(({ panned }) => panned.gaps);
        rows.push({
            graph,
            "parties, links": `${all[0]?.parties}, ${all[0]?.links}`,
            "drawn, ms": told(all.map(({ opened }) => opened.drawn)),
            "answers at once, ms": told(all.map(({ opened }) => opened.calm)),
            "a party pressed, ms": told(all.map(({ pressed }) => pressed)),
            "found, ms": told(all.map(({ found }) => found)),
            "panning: between frames p50 / p95, ms": `${at(gaps, 0.5).toFixed(1)} / ${at(gaps, 0.95).toFixed(1)}`,
            "frames, of them dropped": `${median(all.map(({ panned }) => panned.drawn))}, ${median(all.map(({ panned }) => panned.dropped))}`,
        });
    }
    return rows;
}

/**
 * @param {import("./run.mjs").Subject} subject
 * @param {Page} page
 * @param {string} centre
 * @param {string} path
 */
async function lookAround(subject, page, centre, path) {
    const opened = await timeOf(page, path, "[data-party]");
    const parties = await page.locator("[data-party]").count();
    const links = await page.locator("[data-link]").count();
    const panned = await frames(subject, page, () => drag(page));
    const pressed = await until(page, "pointerdown", "[aria-label^='About ']", () =>
        page.locator(`[data-party="${centre}"]`).click(),
    );
    const find = page.getByLabel("Find");
    await find.focus();
    const found = await until(page, "keydown", "button[data-party][class*=_found_]", () => find.press("1"));
    return { opened, parties, links, panned, pressed, found };
}

/**
 * From an event until its effect is on the screen.
 *
 * @param {Page} page
 * @param {string} event
 * @param {string} selector
 * @param {() => Promise<void>} act
 * @returns {Promise<number>} milliseconds
 */
async function until(page, event, selector, act) {
    const time = await page.evaluateHandle(
        ([name, what]) => {
            const began = new Promise((done) =>
                addEventListener(name ?? "", ({ timeStamp }) => done(timeStamp), { capture: true, once: true }),
            );
            // not awaited here: the handle is of what holds the promise
            return {
                took: Promise.all([began, /** @type {any} */ (globalThis).bench.appears(what)]).then(
                    ([a, b]) => b - Number(a),
                ),
            };
        },
        [event, selector],
    );
    await act();
    return time.evaluate(({ took }) => took);
}

/** @param {Page} page */
async function drag(page) {
    const box = await page.locator(".react-flow__pane").boundingBox();
    const [x, y] = [(box?.x ?? 0) + 8, (box?.y ?? 0) + 8];
    for (let round = 0; round < 2; round++) {
        await page.mouse.move(x, y);
        await page.mouse.down();
        for (let step = 1; step <= 40; step++) {
            await page.mouse.move(x + step * 9, y + step * 6);
            await page.waitForTimeout(12);
        }
        // back again
        for (let step = 40; step >= 0; step--) {
            await page.mouse.move(x + step * 9, y + step * 6);
            await page.waitForTimeout(12);
        }
        await page.mouse.up();
    }
}
