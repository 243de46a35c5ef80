// The graph of seams: on answers that hold every case, and on the example.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { look, open, sees, withBrowser } from "./browser.mjs";

withBrowser();

/** @param {string} name */
const fixture = (name) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");

/**
 * @param {import("playwright-core").Page} page
 * @param {string} path
 * @param {unknown} body
 */
const answer = (page, path, body) =>
    page.route(
        (url) => url.pathname === path,
        (route) => route.fulfill({ contentType: "application/json", body: JSON.stringify(body) }),
    );

/** @typedef {{ verdict?: string, class?: string, reason?: string, environment?: string, kind?: string, external?: boolean }} More */

/**
 * @param {string} consumer
 * @param {string} provider
 * @param {More} [more]
 */
function seam(consumer, provider, more = {}) {
    const { external = false, kind = "pact", ...rest } = more;
    const since = "2026-11-20T08:00:00Z";
    const meets = rest.class !== "NO_COUNTERPART";
    return {
        environment: "production",
        consumer: { name: consumer, kind: "application", version: "1.4.0", since },
        provider: {
            name: provider,
            kind: kind === "db-usage" ? "database" : "application",
            external,
            ...(meets ? { version: "2.0.0", since } : {}),
        },
        kind,
        contract: { kind, sha256: "ab".repeat(32) },
        verdict: "yes",
        class: "SAFE",
        reason: `${consumer} 1.4.0 with ${provider} 2.0.0 was verified by a replay.`,
        next: "",
        ...rest,
    };
}

const BROKEN = { verdict: "no", class: "BROKEN" };

/** @param {import("playwright-core").Page} page */
async function mock(page, items = JSON.parse(fixture("graph.json")).items) {
    await answer(page, "/api/v1/status/seams", { asOf: "2026-11-26T07:30:00Z", items });
    const names = [
        ...new Set(
            items.flatMap((/** @type {{consumer: {name: string}, provider: {name: string}}} */ one) => [
                one.consumer.name,
                one.provider.name,
            ]),
        ),
    ].sort();
    const at = "2026-11-01T00:00:00Z";
    await answer(page, "/api/v1/participants", {
        items: names.map((name) => ({ name, kind: "application", createdAt: at, updatedAt: at })),
    });
    await answer(page, "/api/v1/environments", { items: [] });
}

test("the graph shows who is broken around a participant, and what is known of each", async (t) => {
    const page = await open(t);
    await mock(page);
    await page.goto("/graph?participant=orders");
    const orders = page.getByRole("button", { name: /orders does not fit/ });
    await orders.waitFor();
    await page.getByRole("button", { name: /database orders-db/ }).waitFor();
    await page.getByRole("button", { name: /external party mail/ }).waitFor();
    await look(page, "graph");
    await page.getByRole("button", { name: /storefront/ }).click();
    await page.waitForURL(/selected=storefront/);
    await page.getByRole("region", { name: "About storefront" }).waitFor();
    await sees(page, /orders 2\.4\.0 answers .* without deliveryDate/);
    await look(page, "graph-party");
    await page.getByRole("link", { name: "Put it in the middle" }).click();
    await page.waitForURL(/participant=storefront/);
});

test("with the keyboard alone one goes from party to party, and opens one", async (t) => {
    const page = await open(t);
    await mock(page);
    await page.goto("/graph?participant=orders");
    const orders = page.getByRole("button", { name: /application orders does not fit/ });
    await orders.waitFor();
    await orders.focus();
    await page.keyboard.press("ArrowRight");
    const first = await page.evaluate(() => document.activeElement?.getAttribute("data-party"));
    assert.ok(first && first !== "orders", `the focus is on ${first}`);
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: `About ${first}` }).waitFor();
    await page.keyboard.press("Home");
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-party")), "orders");
    await page.keyboard.press("Escape");
    await page.getByRole("region", { name: `About ${first}` }).waitFor({ state: "detached" });
});

test("parties are found and hidden, and the address holds it", async (t) => {
    const page = await open(t);
    await mock(page);
    await page.goto("/graph?participant=orders");
    await page.getByLabel("Find").fill("kind:database");
    await sees(page, /1 found/);
    await page.getByLabel("Hide").fill("kind:external, verdict:yes");
    await sees(page, /hidden/);
    await page.waitForURL(/find=kind%3Adatabase.*hide=kind%3Aexternal/);
    await page.getByRole("button", { name: /external party mail/ }).waitFor({ state: "detached" });
    await page.reload();
    await sees(page, /1 found/);
    await look(page, "graph-found");
});

test("the table has the same facts, and gives them as CSV", async (t) => {
    const page = await open(t);
    await mock(page);
    await page.goto("/graph?participant=orders");
    await page.getByRole("button", { name: "As a table" }).click();
    await page.waitForURL(/view=table/);
    const { items } = JSON.parse(fixture("graph.json"));
    assert.equal(await page.getByRole("row").count(), items.length + 1);
    await look(page, "graph-table");
    const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Download CSV" }).click(),
    ]);
    assert.equal(file.suggestedFilename(), "seams-orders.csv");
    const lines = readFileSync(await file.path(), "utf8").split("\r\n");
    assert.equal(lines.length, items.length + 2);
    assert.match(lines[1] ?? "", /^storefront,3\.2\.0,orders,2\.4\.0,no,production,pact,no,BROKEN,/);
});

test("without a participant one begins with what is on fire", async (t) => {
    const page = await open(t);
    await mock(page, [seam("app", "orders", { ...BROKEN, reason: "orders 2.0.0 does not keep what app relies on." })]);
    await page.goto("/graph");
    await sees(page, "On fire now");
    await look(page, "graph-picker");
    await page.getByRole("link", { name: "Seams around orders" }).click();
    await page.waitForURL(/participant=orders&environment=production/);
});

test("a participant that meets nobody, and one that nobody knows, are told", async (t) => {
    const page = await open(t, { expected: /404/ });
    await mock(page, []);
    await page.goto("/graph?participant=alone");
    await sees(page, "alone meets nobody");
    await look(page, "graph-empty");
    await page.unroute((url) => url.pathname === "/api/v1/status/seams");
    await page.route(
        (url) => url.pathname === "/api/v1/status/seams",
        (route) =>
            route.fulfill({
                status: 404,
                contentType: "application/problem+json",
                body: JSON.stringify({
                    type: "/problems/not-found",
                    title: "Not found",
                    status: 404,
                    detail: "There is no participant 'nobody'.",
                    instance: "/",
                }),
            }),
    );
    await page.goto("/graph?participant=nobody");
    await sees(page, "There is no participant 'nobody'.");
    await look(page, "graph-error");
});

test("300 parties are drawn, and one of them is found", async (t) => {
    const page = await open(t);
    const items = [
        ...Array.from({ length: 150 }, (_, index) => seam(`service-${index}`, "orders")),
        ...Array.from({ length: 149 }, (_, index) =>
            seam("orders", `provider-${index}`, index % 7 === 0 ? { ...BROKEN, reason: "broken" } : {}),
        ),
        ...Array.from({ length: 40 }, (_, index) => seam(`service-${index}`, `provider-${index}`)),
    ];
    await mock(page, items);
    await page.goto("/graph?participant=orders");
    await sees(page, /300 parties, 339 links/);
    await page.getByRole("button", { name: /application orders/ }).waitFor();
    assert.equal(await page.locator("[data-party]").count(), 300);
    await page.getByLabel("Find").fill("provider-77");
    await sees(page, /1 found/);
    const found = page.getByRole("button", { name: /provider-77/ });
    await page.waitForFunction(() => {
        const box = document.querySelector('[data-party="provider-77"]')?.getBoundingClientRect();
        return box && box.top > 0 && box.left > 200 && box.right < innerWidth;
    });
    await found.click();
    await page.getByRole("region", { name: "About provider-77" }).waitFor();
    await page.screenshot({ path: new URL("../target/screenshots/graph-300.png", import.meta.url).pathname });
});

/**
 * What is wrong with how the graph is seen: parties out of its frame or too small to be read, links that miss their parties, names cut off.
 *
 * @param {import("playwright-core").Page} page
 * @param {"right" | "down"} towards where links lead
 */
const faults = (page, towards) =>
    page.evaluate((towards) => {
        /** @type {string[]} */
        const found = [];
        const boxOf = (/** @type {Element | null | undefined} */ element) => {
            if (!element) {
                throw new Error("There is no graph.");
            }
            return element.getBoundingClientRect();
        };
        const frame = boxOf(document.querySelector(".react-flow"));
        const controls = boxOf(document.querySelector("fieldset[aria-label='View of the graph']"));
        const parties = new Map(
            [...document.querySelectorAll("button[data-party]")].map((button) => {
                const name = button.getAttribute("data-party") ?? "";
                const box = boxOf(button);
                const isIn =
                    box.left >= frame.left &&
                    box.right <= frame.right &&
                    box.top >= frame.top &&
                    box.bottom <= controls.top;
                if (!isIn || frame.left < 0 || frame.right > innerWidth) {
                    found.push(`${name} is out of the frame`);
                }
                if (box.width < 0.8 * /** @type {HTMLElement} */ (button).offsetWidth) {
                    found.push(`${name} is too small`);
                }
                const text = button.querySelector("span");
                if (text && (text.scrollHeight > text.clientHeight + 1 || text.scrollWidth > text.clientWidth)) {
                    found.push(`${name} is cut off`);
                }
                return [name, box];
            }),
        );
        for (const edge of document.querySelectorAll("[data-link]")) {
            const [consumer, provider] = JSON.parse(edge.getAttribute("data-link") ?? "[]");
            const [from, to] = [parties.get(consumer), parties.get(provider)];
            const path = /** @type {SVGPathElement | null} */ (edge.querySelector("[class*=_line_]"));
            const matrix = path?.getScreenCTM();
            if (!from || !to || !path || !matrix) {
                found.push(`${consumer} → ${provider} has no ends`);
                continue;
            }
            const start = path.getPointAtLength(0).matrixTransform(matrix);
            const end = path.getPointAtLength(path.getTotalLength()).matrixTransform(matrix);
            const [offStart, offEnd] =
                towards === "down"
                    ? [
                          Math.hypot(start.x - (from.left + from.right) / 2, start.y - from.bottom),
                          Math.hypot(end.x - (to.left + to.right) / 2, end.y - to.top),
                      ]
                    : [
                          Math.hypot(start.x - from.right, start.y - (from.top + from.bottom) / 2),
                          Math.hypot(end.x - to.left, end.y - (to.top + to.bottom) / 2),
                      ];
            if (offStart > 3 || offEnd > 3) {
                found.push(`${consumer} → ${provider} misses by ${offStart} and ${offEnd}`);
            }
            const isAhead = towards === "down" ? from.bottom < to.top : from.right < to.left;
            if (!isAhead) {
                found.push(`${consumer} is not before ${provider}`);
            }
        }
        return found;
    }, towards);

/**
 * Waits until nothing is wrong with how the graph is seen.
 *
 * @param {import("playwright-core").Page} page
 * @param {"right" | "down"} towards
 * @param {RegExp} [but] what may be
 */
async function isSeenWhole(page, towards, but) {
    await page.locator("[class*=_line_]").first().waitFor({ state: "attached" });
    const deadline = Date.now() + 10_000;
    let found = ["not looked at"];
    while (found.length > 0 && Date.now() < deadline) {
        found = (await faults(page, towards)).filter((fault) => !but?.test(fault));
    }
    assert.deepEqual(found, []);
}

test("a phone shows the whole neighbourhood of the example from above to below, and a wider window from left to right", async (t) => {
    const page = await open(t);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto("/graph?participant=orders");
    await page.getByRole("button", { name: /application orders/ }).waitFor();
    assert.equal(await page.locator("button[data-party]").count(), 4);
    await isSeenWhole(page, "down");
    await sees(page, "Lines lead from consumers, above, to their providers.");
    await page.setViewportSize({ width: 1440, height: 900 });
    await isSeenWhole(page, "right");
    await sees(page, "Lines lead from consumers, on the left, to their providers.");
    await page.setViewportSize({ width: 390, height: 844 });
    await isSeenWhole(page, "down");
    await page.goto("/graph?participant=orders&depth=2");
    await page.getByRole("button", { name: /database payments-db/ }).waitFor();
    await isSeenWhole(page, "down");
});

test("on a phone many consumers and providers are seen at once, and the arrow keys lead down to a provider", async (t) => {
    const page = await open(t);
    await page.setViewportSize({ width: 390, height: 844 });
    await mock(page);
    await page.goto("/graph?participant=orders");
    const orders = page.getByRole("button", { name: /application orders does not fit/ });
    await orders.waitFor();
    await isSeenWhole(page, "down", /backoffice.* is cut off/);
    await orders.focus();
    await page.keyboard.press("ArrowDown");
    const below = await page.evaluate(() => document.activeElement?.getAttribute("data-party") ?? "");
    assert.ok(["orders-db", "payments", "mail"].includes(below), below);
});

test("the graph of the example", async (t) => {
    const page = await open(t);
    await page.goto("/graph?participant=orders&depth=2");
    await page.getByRole("button", { name: /application orders/ }).waitFor();
    await look(page, "graph-example");
});

test("the drawing is moved from wherever it is taken, and a line that is pressed leads to its seam", async (t) => {
    const page = await open(t);
    await page.goto("/graph?participant=orders");
    await isSeenWhole(page, "right");
    // away from its mark, and from the parties
    const onLine = () =>
        page.locator(`[data-link='["storefront","orders"]'] [class*=_line_]`).evaluate((element) => {
            const path = /** @type {SVGPathElement} */ (element);
            const point = path.getPointAtLength(path.getTotalLength() / 4);
            const { x, y } = point.matrixTransform(/** @type {DOMMatrix} */ (path.getScreenCTM()));
            return { x, y };
        });
    const from = await onLine();
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 30, from.y + 20, { steps: 5 });
    await page.mouse.move(from.x + 60, from.y + 40, { steps: 5 });
    await page.mouse.up();
    const to = await onLine();
    assert.ok(Math.hypot(to.x - from.x - 60, to.y - from.y - 40) < 15, JSON.stringify({ from, to }));
    assert.equal(new URL(page.url()).pathname, "/graph");
    await page.mouse.click(to.x, to.y);
    await page.waitForURL(/\/seams\/storefront\/orders/);
});
