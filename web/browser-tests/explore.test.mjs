// The matrix explorer: on answers that hold every case, and on the example.
import assert from "node:assert/strict";
import { test } from "node:test";
import { look, open, sees, withBrowser } from "./browser.mjs";

withBrowser();

const AT = "2026-11-20T08:00:00Z";
const SHA = "cd".repeat(32);

/**
 * @param {string} participant
 * @param {number} index
 */
const version = (participant, index) => ({
    participant,
    number: index % 5 === 0 ? `${index}`.padStart(40, "4f1c0d2e9b7a") : `2.${index}.0`,
    branches: [{ name: index % 3 === 0 ? "main" : "feature/checkout", latest: false }],
    tags: [],
    environments: index === 1 ? ["production"] : [],
    createdAt: AT,
    updatedAt: AT,
});

/**
 * A page of a matrix: row and column decide about the result.
 *
 * @param {number} rows
 * @param {number} columns
 * @param {number} from
 * @param {number} all
 */
function grid(rows, columns, from = 0, all = rows) {
    const headings = Array.from({ length: columns }, (_, column) => version("orders", columns - column));
    return {
        asOf: "2026-11-26T07:30:00Z",
        columns: headings,
        moreColumns: columns === 200,
        items: Array.from({ length: rows }, (_, row) => ({
            version: version("web", all - from - row),
            contract: { kind: "pact", sha256: SHA },
            revision: 1,
            publishedAt: AT,
            results: headings.flatMap((heading, column) =>
                (from + row + column) % 4 === 0
                    ? []
                    : [
                          {
                              providerVersion: heading.number,
                              success: ((from + row) * column) % 7 !== 3,
                              method: "replay",
                              number: 1,
                              wip: false,
                              verifiedAt: AT,
                          },
                      ],
            ),
        })),
        ...(from + rows < all ? { next: String(from + rows) } : {}),
    };
}

/**
 * @param {import("playwright-core").Page} page
 * @param {number} rows
 * @param {number} columns
 */
async function mock(page, rows, columns) {
    const json = (/** @type {unknown} */ body) => ({ contentType: "application/json", body: JSON.stringify(body) });
    await page.route(
        (url) => url.pathname === "/api/v1/matrix",
        (route) => {
            const from = Number(new URL(route.request().url()).searchParams.get("cursor") ?? 0);
            return route.fulfill(json(grid(Math.min(50, rows - from), columns, from, rows)));
        },
    );
    await page.route(
        (url) => url.pathname === "/api/v1/participants",
        (route) =>
            route.fulfill(
                json({
                    items: ["orders", "web"].map((name) => ({
                        name,
                        kind: "application",
                        createdAt: AT,
                        updatedAt: AT,
                    })),
                }),
            ),
    );
    await page.route(
        (url) => /\/participants\/\w+\/versions$/.test(url.pathname),
        (route) => route.fulfill(json({ items: [] })),
    );
    await page.route(
        (url) => url.pathname === "/api/v1/environments",
        (route) => route.fulfill(json({ items: [] })),
    );
    await page.route(
        (url) => url.pathname === "/api/v1/verifications",
        (route) =>
            route.fulfill(
                json({
                    items: [
                        {
                            contract: { kind: "pact", sha256: SHA },
                            number: 1,
                            consumer: "web",
                            provider: "orders",
                            providerVersion: "2.7.0",
                            method: "replay",
                            success: false,
                            wip: false,
                            pending: true,
                            buildUrl: "https://ci.example.com/builds/42",
                            verifiedBy: "pact-jvm 4.7.1",
                            verifiedAt: AT,
                        },
                    ],
                }),
            ),
    );
    await page.route(
        (url) => url.pathname === "/matrix" && url.search.includes("latestby"),
        (route) =>
            route.request().isNavigationRequest()
                ? route.fallback()
                : route.fulfill(
                      json({ matrix: [{ verificationResult: { _links: { self: { href: "http://x/result" } } } }] }),
                  ),
    );
    await page.route(
        (url) => url.pathname === "/result",
        (route) =>
            route.fulfill(
                json({
                    testResults: {
                        tests: [
                            {
                                testDescription: "an order by its number",
                                success: false,
                                mismatches: [
                                    {
                                        attribute: "body",
                                        identifier: "$.deliveryDate",
                                        description: "Expected a date but was missing",
                                    },
                                ],
                            },
                        ],
                    },
                }),
            ),
    );
}

test("the grid shows which versions fit, and what failed between two of them, field by field", async (t) => {
    const page = await open(t);
    await mock(page, 12, 14);
    await page.goto("/explore?consumer=web&provider=orders");
    await page.getByRole("grid").waitFor();
    await sees(page, /12 versions of web with 14 of orders/);
    await look(page, "explore");
    await page.locator("[data-result=failed]").first().click();
    await page.waitForURL(/cellConsumer=.*cellProvider=/);
    await sees(page, "Expected a date but was missing");
    await sees(page, /pact-jvm 4\.7\.1/);
    await look(page, "explore-evidence");
    await page.reload();
    await sees(page, "Expected a date but was missing");
});

test("200 × 200 versions scroll, and the arrow keys reach every cell", async (t) => {
    const page = await open(t);
    await mock(page, 200, 200);
    await page.goto("/explore?consumer=web&provider=orders");
    const matrix = page.getByRole("grid");
    await matrix.waitFor();
    assert.equal(await matrix.getAttribute("aria-colcount"), "201");
    const frames = await matrix.evaluate(async (element) => {
        const times = [];
        let before = performance.now();
        for (let step = 0; step < 90; step++) {
            element.scrollBy(55, 25);
            await new Promise((done) => requestAnimationFrame(done));
            const now = performance.now();
            times.push(now - before);
            before = now;
        }
        times.sort((a, b) => a - b);
        return { median: times[45], slow: times[85], cells: element.querySelectorAll("[role=gridcell]").length };
    });
    t.diagnostic(`scrolling 200 × 200: median ${frames.median} ms a frame, 95% below ${frames.slow} ms`);
    assert.ok(frames.cells < 3000, `${frames.cells} cells are drawn`);
    await matrix.focus();
    await page.keyboard.press("End");
    for (let pages = 0; pages < 22; pages++) {
        await page.keyboard.press("PageDown");
    }
    await page.waitForFunction(() => {
        const grid = document.querySelector("[role=grid]");
        const cell = grid && document.getElementById(grid.getAttribute("aria-activedescendant") ?? "");
        return grid?.getAttribute("aria-rowcount") === "201" && cell?.getAttribute("aria-colindex") === "201";
    });
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "Evidence" }).waitFor();
    await page.screenshot({ path: new URL("../target/screenshots/explore-200.png", import.meta.url).pathname });
});

test("rows are filtered by their result, and the filters of both sides combine", async (t) => {
    const page = await open(t);
    await mock(page, 12, 14);
    await page.goto("/explore?consumer=web&provider=orders");
    await page.getByRole("grid").waitFor();
    const rows = page.getByRole("group", { name: "Rows: versions of the consumer" });
    await rows.getByLabel("Branch").fill("main");
    await rows.getByLabel("Environment").fill("production");
    await page.getByLabel("Result").selectOption("failed");
    const asked = page.waitForRequest(/matrix\?.*consumerBranch=main&consumerEnvironment=production/);
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await asked;
    await page.waitForURL(/consumerBranch=main&consumerEnvironment=production/);
    await page.getByRole("button", { name: "As rows" }).click();
    const pairs = page.getByRole("region", { name: /pairs of versions/ });
    await pairs.getByText("Failed").first().waitFor();
    assert.equal(await pairs.getByText("Verified", { exact: true }).count(), 0);
    await look(page, "explore-rows");
});

test("without a pair one is chosen, and where there is nothing the other way round is offered", async (t) => {
    const page = await open(t);
    await page.goto("/explore");
    await sees(page, "Two participants");
    await look(page, "explore-empty");
});

test("an old link to the matrix leads to the explorer with its filters", async (t) => {
    const page = await open(t);
    await mock(page, 3, 3);
    await page.goto(
        "/matrix?q[][pacticipant]=web&q[][branch]=main&q[][latest]=true&q[][pacticipant]=orders&q[][tag]=prod&latestby=cvpv",
    );
    await page.waitForURL(/\/explore\?consumer=web&consumerBranch=main&provider=orders&providerTag=prod/);
    await page.getByRole("grid").waitFor();
});

test("the matrix of the example", async (t) => {
    const page = await open(t);
    await page.goto("/explore?consumer=storefront&provider=orders");
    await page.getByRole("grid").waitFor();
    await look(page, "explore-example");
});
