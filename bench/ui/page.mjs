// A page that takes its own times, and the figures made of them.

/** @typedef {import("../../web/browser-tests/browser.mjs").Page} Page */

/**
 * Opens an address in a browser that has never been there, or once more in a context that has.
 *
 * @param {import("./run.mjs").Subject} subject
 * @param {import("../../web/browser-tests/browser.mjs").BrowserContext} [context]
 */
export async function visit({ url, browser }, context) {
    const own = context ?? (await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } }));
    const page = await own.newPage();
    page.setDefaultTimeout(30_000);
    await page.addInitScript(probe);
    return { page, context: own };
}

/** Runs in the page, before its scripts. Times are milliseconds since the navigation began. */
function probe() {
    const tasks = /** @type {{ start: number, end: number }[]} */ ([]);
    new PerformanceObserver((list) => {
        for (const { startTime, duration } of list.getEntries()) {
            tasks.push({ start: startTime, end: startTime + duration });
        }
    }).observe({ type: "longtask", buffered: true });
    /** What is on the screen now: after the frame that draws it. */
    const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))));
    const bench = {
        tasks,
        drawn,
        /** When `count` elements are there and drawn. */
        appears: (/** @type {string} */ selector, /** @type {number} */ count = 1) =>
            new Promise((done) => {
                const isThere = () => document.querySelectorAll(selector).length >= count;
                const look = () => {
                    if (isThere()) {
                        watcher.disconnect();
                        drawn().then(done);
                    }
                };
                const watcher = new MutationObserver(look);
                watcher.observe(document, { subtree: true, childList: true, attributes: true });
                look();
            }),
        /** When the page answers at once after `since`: the end of the last long task that began before a pause of a tenth of a second. */
        calm: async (/** @type {number} */ since) => {
            for (let last = since; ; ) {
                await new Promise((done) => setTimeout(done, 120));
                const next = tasks.filter(({ start, end }) => end > last && start < last + 100).at(-1);
                if (!next) {
                    return last;
                }
                last = next.end;
            }
        },
    };
    Object.assign(globalThis, { bench });
}

/**
 * When what a person came for is drawn, and when the page answers at once.
 *
 * @param {Page} page
 * @param {string} path
 * @param {string} selector
 * @param {number} [count]
 */
export async function timeOf(page, path, selector, count = 1) {
    await page.goto(path, { waitUntil: "commit" });
    return page.evaluate(
        async ([what, many]) => {
            const { bench } = /** @type {any} */ (globalThis);
            const drawn = await bench.appears(what, many);
            const calm = await bench.calm(drawn);
            const blocked = bench.tasks.reduce(
                (/** @type {number} */ sum, /** @type {{ start: number, end: number }} */ { start, end }) =>
                    sum + Math.max(0, end - start - 50),
                0,
            );
            return { drawn, calm, blocked };
        },
        /** @type {[string, number]} */ ([selector, count]),
    );
}

/** @param {number[]} values */
export function median(values) {
    return at(values, 0.5);
}

/**
 * @param {number[]} values
 * @param {number} share
 */
export function at(values, share) {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/**
 * Medians, and the slowest.
 *
 * @param {number[]} values milliseconds
 */
export function told(values) {
    return `${Math.round(median(values))} (${Math.round(Math.max(...values))})`;
}

/**
 * Counts the frames of what happens meanwhile, by Chromium's own trace.
 *
 * @param {import("./run.mjs").Subject} subject
 * @param {Page} page
 * @param {() => Promise<unknown>} action
 */
export async function frames({ browser }, page, action) {
    await browser.startTracing(page, {
        categories: ["devtools.timeline", "devtools.timeline.frame", "disabled-by-default-devtools.timeline.frame"],
    });
    await action();
    const trace = JSON.parse((await browser.stopTracing()).toString());
    /** @type {{ name: string, ts: number, args?: any }[]} */
    const events = trace.traceEvents;
    const drawn = events
        .filter(({ name }) => name === "DrawFrame")
        .map(({ ts }) => ts / 1000)
        .sort((a, b) => a - b);
    const gaps = drawn.slice(1).map((time, index) => time - (drawn[index] ?? time));
    const dropped = events.filter(({ name }) => name === "DroppedFrame").length;
    return { drawn: drawn.length, dropped, gaps };
}
