// Every screen once what it shows cannot be asked again: it says since when, and shows no verdict as one of now.
import assert from "node:assert/strict";
import { test } from "node:test";
import { look, open, sees, withBrowser } from "./browser.mjs";

withBrowser();

const SCREENS = [
    { address: "/", shows: /Production, Europe|production-eu/ },
    { address: "/environments", shows: "storefront" },
    { address: "/verdict?participant=orders&version=2.4.0&environment=production-eu", shows: /can(not)? go to/ },
    { address: "/seams", shows: "storefront → orders" },
    { address: "/seams/storefront/orders", shows: "Where they meet" },
    { address: "/graph?participant=orders", shows: /^storefront$/ },
    { address: "/explore?consumer=storefront&provider=orders", shows: "2.5.0" },
    { address: "/participants", shows: "payments" },
    { address: "/participants/orders", shows: "Where it runs" },
    { address: "/participants/orders/versions/2.5.0", shows: "Can it be deployed?" },
    { address: "/databases", shows: "orders-db" },
    { address: "/databases/orders-db?as=table", shows: "order_line" },
    { address: "/databases/orders-db?tab=drift", shows: /as recorded/ },
    { address: "/jobs", shows: "Workers" },
    { address: "/audit", shows: /example\.load|contract/ },
    { address: "/settings", shows: "Environments" },
];

/** @param {import("playwright-core").Page} page */
const failAll = (page) =>
    page.route("**/{api/v1/**,matrix?*}", (route) =>
        route.request().resourceType() === "document"
            ? route.fallback()
            : route.fulfill({
                  status: 500,
                  contentType: "application/problem+json",
                  body: '{"type": "/problems/internal", "title": "Internal error", "status": 500, "detail": "It failed."}',
              }),
    );

/**
 * Comes back to the window after an hour, which asks again what is shown.
 *
 * @param {import("playwright-core").Page} page
 */
const comeBack = (page) =>
    page.evaluate(() => {
        const now = Date.now;
        Date.now = () => now() + 3_600_000;
        document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    });

/**
 * What is drawn in the colour of a yes.
 *
 * @param {import("playwright-core").Page} page
 */
const greens = (page) =>
    page.evaluate(() => {
        const probe = document.body.appendChild(document.createElement("i"));
        probe.style.color = "var(--yes)";
        const yes = getComputedStyle(probe).color;
        probe.remove();
        return [...document.querySelectorAll("[data-answer=yes], [data-result=success], [data-party], [data-answer] *")]
            .filter((element) => getComputedStyle(element).color === yes)
            .map((element) => element.outerHTML.slice(0, 200));
    });

for (const { address, shows } of SCREENS) {
    test(`${address} says since when it is old, and shows no yes as one of now`, async (t) => {
        const page = await open(t, { expected: /500/ });
        await page.goto(address);
        await page.getByRole("main").getByText(shows).filter({ visible: true }).first().waitFor();
        await page.waitForLoadState("networkidle").catch(() => {});
        await failAll(page);
        await comeBack(page);
        await page.getByText(/^Not all of this could be asked again: as of \d\d:\d\d:\d\d/).waitFor();
        await page.getByRole("main").getByText(shows).filter({ visible: true }).first().waitFor();
        assert.deepEqual(await greens(page), []);
        await page.unrouteAll({ behavior: "ignoreErrors" });
        await page.getByRole("button", { name: "Ask now" }).click();
        await page.getByText(/^Not all of this could be asked again/).waitFor({ state: "detached" });
    });
}

test("a screen that is old looks like one", async (t) => {
    const page = await open(t, { expected: /500/ });
    await page.goto("/environments");
    await page.locator("[data-answer=yes]").first().waitFor();
    await failAll(page);
    await comeBack(page);
    await sees(page, /^Not all of this could be asked again/);
    await look(page, "board-stale");
});

test("a broker that is gone is told as a connection that is lost, at once, and a single broken connection is not", async (t) => {
    const page = await open(t, { expected: /ERR_CONNECTION|ERR_FAILED|Failed to load/ });
    await page.goto("/environments");
    await page.locator("[data-answer=yes]").first().waitFor();
    let broken = 0;
    await page.route("**/readyz", (route) => (broken++ === 0 ? route.abort("connectionreset") : route.fallback()));
    const next = page.waitForResponse((answer) => answer.url().endsWith("/readyz") && answer.ok());
    await next;
    assert.equal(await page.getByText(/^Connection lost/).count(), 0);
    assert.ok((await greens(page)).length > 0);

    await page.route("**/readyz", (route) => route.abort("connectionrefused"));
    const began = Date.now();
    await page.getByText(/^Connection lost, as of \d\d:\d\d:\d\d/).waitFor();
    t.diagnostic(`said after ${Date.now() - began} ms`);
    assert.deepEqual(await greens(page), []);
    await look(page, "board-lost");
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.getByText(/^Connection lost/).waitFor({ state: "detached" });
    await page.waitForFunction(() => document.querySelector("[data-answer=yes]") !== null);
});
