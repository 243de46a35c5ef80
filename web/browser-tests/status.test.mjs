// The screens of what runs now, on answers that hold every case.
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
 * @param {string} body
 */
const answer = (page, path, body) =>
    page.route(
        (url) => url.pathname === path,
        (route) => route.fulfill({ contentType: "application/json", body }),
    );

test("home tells what is broken, why and what to do, without a click", async (t) => {
    const page = await open(t);
    await answer(page, "/api/v1/status", fixture("status.json"));
    await page.goto("/");
    await sees(page, "orders 2.4.0 answers 'an order by its number' without deliveryDate.");
    await sees(page, /Deploy orders 2\.5\.0, which keeps the pact\./);
    assert.equal(await page.getByRole("article").count(), 3);
    await look(page, "home");
    await page
        .getByRole("article", { name: /^Broken/ })
        .getByRole("link", { name: "Why, and what to do" })
        .click();
    await page.waitForURL(/\/verdict\?participant=storefront&version=3\.2\.0&environment=production-eu/);
});

test("home and board tell of the example what runs in it now", async (t) => {
    const page = await open(t);
    await page.goto("/");
    await sees(page, "Nobody has verified orders 2.5.0 with payments 1.9.0.");
    await sees(page, "Start a worker that serves payments 1.9.0, or verify it in its own build.");
    await look(page, "home-example");
    await page.goto("/environments");
    const orders = page.getByRole("row").filter({ has: page.getByRole("link", { name: "orders", exact: true }) });
    await orders.getByText("2.5.0").first().waitFor();
    await orders.getByText("2.4.0").first().waitFor();
    await look(page, "board-example");
});

test("environments stand in the order in which versions get there, under one name, on every screen", async (t) => {
    const page = await open(t);
    const inOrder = ["Development", "Staging", "Production EU", "Production US"];
    const panel = (/** @type {string} */ title) =>
        page.locator("section", { has: page.getByRole("heading", { name: title, exact: true }) });
    /** @type {[string, () => import("playwright-core").Locator][]} */
    const screens = [
        ["/", () => page.locator("main a[class*=summary] > [class*=name]")],
        ["/environments", () => page.getByRole("columnheader").filter({ hasNotText: "Participant" })],
        ["/participants/orders", () => panel("Where it runs").getByRole("rowheader")],
        ["/participants/orders/versions/2.5.0", () => panel("Can it be deployed?").getByRole("link")],
        ["/seams/storefront/orders", () => panel("Where they meet").getByRole("rowheader")],
        ["/databases/payments-db?tab=access", () => page.locator("#schema-version-where > *")],
        [
            "/databases/payments-db?tab=drift",
            () => panel("Skew: do those that run have one schema?").locator("td[data-label=Where] [title]"),
        ],
        ["/databases/orders-db?tab=migrate", () => page.getByLabel("Environment").locator("option")],
        ["/settings", () => panel("Environments").locator("td[data-label='Shown as']")],
    ];
    for (const [address, shown] of screens) {
        await page.goto(address);
        await shown().nth(3).waitFor({ state: "attached" });
        const names = (await shown().allTextContents()).map((name) =>
            name.replace(/ production$|production$|:.*/, "").trim(),
        );
        assert.deepEqual(names, inOrder, address);
    }
    await page.goto("/explore?consumer=storefront&provider=orders");
    await page.getByRole("rowheader", { name: "3.2.0 main, Development, Staging" }).waitFor();
    // those that have no room are counted, and named on hover
    const counted = page.getByRole("rowheader", { name: "3.1.0 main, 2 environments" });
    assert.match((await counted.getAttribute("title")) ?? "", /; in Production EU, Production US$/);
});

test("home of an empty broker leads to the first verdict", async (t) => {
    const page = await open(t);
    await answer(page, "/api/v1/status", '{"asOf": "2026-11-26T07:30:00Z", "environments": []}');
    await page.goto("/");
    await sees(page, "Your first verdict");
    await look(page, "home-empty");
});

test("the board tells what runs where, and whether it may go on", async (t) => {
    const page = await open(t);
    await answer(page, "/api/v1/status/board", fixture("board.json"));
    await page.goto("/environments");
    const storefront = page.getByRole("row", { name: /storefront/ });
    await storefront.getByRole("link", { name: "to Production EU" }).waitFor();
    await storefront.locator("[data-answer=no]").waitFor();
    await look(page, "board");
});

test("a board of 500 participants draws what is in sight, and comes to its end", async (t) => {
    const page = await open(t);
    const { items, ...board } = JSON.parse(fixture("board.json"));
    const participant = (/** @type {number} */ index) => ({
        ...items[index % items.length],
        participant: `service-${String(index).padStart(3, "0")}`,
    });
    let asked = 0;
    await page.route(
        (address) => address.pathname === "/api/v1/status/board",
        (route) => {
            const from = Number(new URL(route.request().url()).searchParams.get("cursor") ?? 0);
            asked++;
            const all = Array.from({ length: 100 }, (_, index) => participant(from + index));
            return route.fulfill({
                contentType: "application/json",
                body: JSON.stringify({ ...board, items: all, ...(from < 400 && { next: String(from + 100) }) }),
            });
        },
    );
    await page.route("**/api/v1/verdicts/can-i-deploy", (route) =>
        route.fulfill({
            contentType: "application/json",
            body: '{"deployable": "yes", "asOf": "2026-11-26T07:30:00Z", "rows": [], "reasons": [], "counts": {}}',
        }),
    );
    await page.goto("/environments");
    await page.getByRole("link", { name: "service-000" }).waitFor();
    const rows = page.locator("tbody tr[data-index]");
    assert.ok((await rows.count()) < 60, "all rows are drawn");
    const last = page.getByRole("link", { name: "service-499" });
    for (let turns = 0; turns < 200 && !(await last.isVisible()); turns++) {
        await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    }
    await last.waitFor();
    assert.equal(asked, 5);
    assert.ok((await rows.count()) < 60, "rows that were left are still drawn");
    assert.equal(await page.getByRole("row", { name: /service-499/ }).getAttribute("aria-rowindex"), "501");
    await page.evaluate(() => scrollTo(0, 0));
    await page.getByRole("link", { name: "service-000" }).waitFor();
    await look(page, "board-500");
});

test("home tells what has changed since a time, and the choice is the address", async (t) => {
    const page = await open(t);
    await page.goto("/?since=week");
    const changed = page.locator("section", { has: page.getByRole("heading", { name: "What has changed" }) });
    await changed.getByText("published its", { exact: false }).first().waitFor();
    await changed.getByLabel("since").selectOption("");
    await page.waitForURL((address) => address.search === "");
    await changed.getByText(/^Nothing, since/).waitFor();
    await page.evaluate(() => localStorage.setItem("seamwright.visit.last", "2026-01-01T00:00:00Z"));
    await page.reload();
    await changed.getByText("published its", { exact: false }).first().waitFor();
    await changed.getByRole("link", { name: "the audit trail" }).click();
    await page.waitForURL(/\/audit\?since=2026-01-01/);
    await page.getByRole("row").nth(1).waitFor();
});

test("with the keyboard alone a version is found, and the way from its seam to its verdict", async (t) => {
    const page = await open(t);
    await page.goto("/seams");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("/");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("3.2");
    await page.getByRole("menuitem", { name: /3\.2\.0/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "storefront 3.2.0", level: 1 }).waitFor();
    const verdict = page.getByRole("link", { name: "Production EU", exact: true });
    await verdict.waitFor();
    for (let tabs = 0; tabs < 40 && !(await verdict.evaluate((link) => link === document.activeElement)); tabs++) {
        await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await sees(page, "storefront 3.2.0 cannot go to Production EU.");
});

test("while the broker is gone, what was shown stays, without a green, and the answer comes back by itself", async (t) => {
    const page = await open(t, { expected: /503/ });
    await answer(page, "/api/v1/status", fixture("status.json"));
    await page.goto("/");
    const staging = page.getByRole("link", { name: /^Staging/ });
    await staging.getByText("Yes").waitFor();
    await page.route("**/readyz", (route) =>
        route.fulfill({
            status: 503,
            contentType: "application/json",
            body: '{"checks": {"database": {"cause": "PostgreSQL does not answer"}}}',
        }),
    );
    await page.route("**/api/v1/**", (route) =>
        route.fulfill({
            status: 503,
            contentType: "application/problem+json",
            body: '{"type": "/problems/unavailable", "title": "Unavailable", "status": 503, "detail": "The database cannot be reached just now; try again shortly."}',
        }),
    );
    await page.getByText(/Read-only, as of \d\d:\d\d/).waitFor({ timeout: 40_000 });
    await staging.getByText(/as of/).waitFor();
    assert.equal(
        await staging.locator("[data-answer=yes]").evaluate((badge) => getComputedStyle(badge).borderStyle),
        "dashed",
    );
    await look(page, "home-stale");
    await page.unroute("**/api/v1/**");
    await page.unroute("**/readyz");
    await page.getByText(/Read-only, as of/).waitFor({ state: "detached" });
});

for (const { old, now } of [
    { old: "/pacticipants", now: "/participants" },
    { old: "/pacticipants/orders", now: "/participants/orders" },
    { old: "/pacticipants/orders/versions/2.5.0", now: "/participants/orders/versions/2.5.0" },
    { old: "/pacts/provider/orders/consumer/storefront/latest", now: "/seams/storefront/orders" },
    {
        old: "/matrix?q[][pacticipant]=storefront&q[][version]=3.2.0&environment=staging",
        now: "/verdict?participant=storefront&version=3.2.0&environment=staging",
    },
]) {
    test(`the Pact Broker's ${old} leads to ${now}`, async (t) => {
        const page = await open(t);
        await page.goto(old);
        await page.getByRole("heading", { level: 1 }).waitFor();
        const { pathname, search } = new URL(page.url());
        assert.equal(pathname + search, now);
    });
}
