// The matrix of 200 × 200 versions under a wheel: frames, and rows in sight that are not drawn.
import { at, frames, median, timeOf, told, visit } from "./page.mjs";

/** As `MatrixGrid` has them, in pixels. */
const GRID = { row: 34, column: 38, top: 104, left: 224 };

/** @param {import("./run.mjs").Subject} subject */
export async function scrolling(subject) {
    const rows = [];
    for (const { way, dx, dy, turns, filled = false } of [
        { way: "down", dx: 0, dy: 120, turns: 60 },
        { way: "to the right", dx: 120, dy: 0, turns: 60 },
        { way: "down, as fast as a wheel is spun", dx: 0, dy: 360, turns: 25 },
        { way: "aslant", dx: 80, dy: 80, turns: 80 },
        { way: "aslant, every cell filled", dx: 80, dy: 80, turns: 80, filled: true },
    ]) {
        const opened = [];
        const all = [];
        for (let run = -1; run < subject.runs; run++) {
            const { page, context } = await visit(subject);
            if (filled) {
                await page.route("**/api/v1/matrix?*", fill);
            }
            const path = `/explore?consumer=${subject.consumer}&provider=${subject.provider}`;
            const time = await timeOf(page, path, "[role=grid] [role=gridcell] svg");
            const seen = await scroll(subject, page, dx, dy, turns);
            await context.close();
            if (run >= 0) {
                opened.push(time.drawn);
                all.push(seen);
            }
        }
        const gaps = all.flatMap((one) => one.gaps);
        rows.push({
            wheel: way,
            "opened, ms": told(opened),
            "frames a run": Math.round(median(all.map(({ drawn }) => drawn))),
            "between frames p50 / p95, ms": `${at(gaps, 0.5).toFixed(1)} / ${at(gaps, 0.95).toFixed(1)}`,
            "dropped frames": all.reduce((sum, { dropped }) => sum + dropped, 0),
            "frames with a blank row": all.reduce((sum, { blank }) => sum + blank, 0),
            "moves ahead of what was drawn": all.reduce((sum, { ahead }) => sum + ahead, 0),
            "of moves": all.reduce((sum, { moves }) => sum + moves, 0),
            "rows × columns at the end": all[0]?.end ?? "",
        });
    }
    return rows;
}

/**
 * Gives every pair of versions a result: a matrix as dense as one can be.
 *
 * @param {import("../../web/browser-tests/browser.mjs").Route} route
 */
async function fill(route) {
    const response = await route.fetch();
    const matrix = await response.json();
    const result = { method: "replay", number: 1, wip: false, verifiedAt: matrix.asOf };
    matrix.items.forEach((/** @type {{ results: unknown[] }} */ item, /** @type {number} */ row) => {
        item.results = matrix.columns.map(
            (/** @type {{ number: string }} */ { number }, /** @type {number} */ column) => ({
                ...result,
                providerVersion: number,
                success: (row + column) % 11 > 0,
            }),
        );
    });
    await route.fulfill({ response, json: matrix });
}

/**
 * @param {import("./run.mjs").Subject} subject
 * @param {import("../../web/browser-tests/browser.mjs").Page} page
 * @param {number} dx
 * @param {number} dy
 * @param {number} turns
 */
async function scroll(subject, page, dx, dy, turns) {
    await page.evaluate(watch, GRID);
    const box = await page.getByRole("grid").boundingBox();
    await page.mouse.move((box?.x ?? 0) + 500, (box?.y ?? 0) + 300);
    const counted = await frames(subject, page, async () => {
        for (let turn = 0; turn < turns; turn++) {
            await page.mouse.wheel(dx, dy);
            await page.waitForTimeout(16);
        }
        await page.waitForTimeout(300);
    });
    const seen = await page.evaluate(() => /** @type {any} */ (globalThis).blanks());
    return { ...counted, ...seen };
}

/**
 * Runs in the page. `ahead`: a move had come further than what was drawn before React heard of it, which is what the compositor may show for a
 * frame. `blank`: a row or column in sight was missing when a frame was made.
 *
 * @param {typeof GRID} size
 */
function watch(size) {
    const grid = document.querySelector("[role=grid]");
    if (!grid) {
        throw new Error("there is no grid");
    }
    let [ahead, moves, blank] = [0, 0, 0];
    const missing = () => {
        const indexes = (/** @type {string} */ selector, /** @type {string} */ name, /** @type {number} */ first) =>
            new Set([...grid.querySelectorAll(selector)].map((one) => Number(one.getAttribute(name)) - first));
        const rows = indexes("[role=row]", "aria-rowindex", 2);
        const columns = indexes("[role=columnheader]", "aria-colindex", 2);
        const isMissing = (
            /** @type {Set<number>} */ drawn,
            /** @type {number} */ from,
            /** @type {number} */ length,
            /** @type {number} */ each,
            /** @type {number} */ count,
        ) => {
            const last = Math.min(count, Math.ceil((from + length) / each));
            for (let index = Math.floor(from / each); index < last; index++) {
                if (!drawn.has(index)) {
                    return true;
                }
            }
            return false;
        };
        const count = (/** @type {string} */ name) => Number(grid.getAttribute(name)) - 1;
        return (
            isMissing(rows, grid.scrollTop, grid.clientHeight - size.top, size.row, count("aria-rowcount")) ||
            isMissing(columns, grid.scrollLeft, grid.clientWidth - size.left, size.column, count("aria-colcount"))
        );
    };
    document.addEventListener(
        "scroll",
        () => {
            moves++;
            if (missing()) {
                ahead++;
            }
            requestAnimationFrame(() => {
                if (missing()) {
                    blank++;
                }
            });
        },
        { capture: true },
    );
    Object.assign(globalThis, {
        blanks: () => ({
            ahead,
            moves,
            blank,
            end: `${Number(grid.getAttribute("aria-rowcount")) - 1} × ${Number(grid.getAttribute("aria-colcount")) - 1}, at ${Math.round(grid.scrollLeft)}, ${Math.round(grid.scrollTop)}`,
        }),
    });
}
