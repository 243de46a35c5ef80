// Every screen once what it shows cannot be asked again: it says since when, and shows no verdict as one of now.
import assert from "node:assert/strict";
import { test } from "node:test";
import { look, open, sees, url, withBrowser } from "./browser.mjs";

withBrowser();

/** A PostgreSQL of the broker's own answers the first question of its kind. */
const ANSWER_MILLIS = 120_000;

/** @param {Record<string, string>} parameters */
const query = (parameters) => new URLSearchParams(parameters).toString();

/** @param {string} path */
async function ask(path, init = {}) {
    const answer = await fetch(url + path, init);
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    return answer.json();
}

/** Whose result is a yes. */
const aJob = async () => {
    const { items } = await ask("/api/v1/jobs?state=done&provider=payments&limit=1");
    return `/jobs/${items[0].id}`;
};

/** What was delivered: the broker with the example has no webhook. */
const DELIVERY = {
    id: "7ec391fb-8ce0-4a88-a1a6-4d19213adc55",
    webhook: "290Qmud5qMKu-acsrNGBqA",
    webhookDeleted: false,
    event: "contract_published",
    state: "success",
    attempts: 1,
    run: 1,
    createdAt: "2026-11-26T07:30:00Z",
    updatedAt: "2026-11-26T07:30:01Z",
    log: [{ run: 1, number: 1, at: "2026-11-26T07:30:01Z", success: true, status: 204, text: "POST /builds" }],
};
const WEBHOOK = {
    id: DELIVERY.webhook,
    description: "Build orders",
    events: [DELIVERY.event],
    method: "POST",
    url: "https://ci.example.com/builds",
    enabled: true,
    signed: false,
    createdAt: DELIVERY.createdAt,
    updatedAt: DELIVERY.updatedAt,
    lastDelivery: { ...DELIVERY, log: undefined },
};

/**
 * Answers with a webhook and its delivery.
 *
 * @param {import("playwright-core").Page} page
 */
async function withWebhook(page) {
    const answers = {
        "/api/v1/webhooks": { items: [WEBHOOK] },
        "/api/v1/deliveries": { items: [DELIVERY] },
        [`/api/v1/deliveries/${DELIVERY.id}`]: DELIVERY,
        [`/webhooks/${WEBHOOK.id}`]: {
            uuid: WEBHOOK.id,
            description: WEBHOOK.description,
            enabled: true,
            events: [{ name: DELIVERY.event }],
            request: { method: WEBHOOK.method, url: WEBHOOK.url, headers: {} },
            createdAt: WEBHOOK.createdAt,
        },
    };
    await page.route(
        (asked) => asked.pathname in answers,
        (route) =>
            route.request().resourceType() === "document"
                ? route.fallback()
                : route.fulfill({
                      contentType: "application/json",
                      body: JSON.stringify(answers[new URL(route.request().url()).pathname]),
                  }),
    );
}

/**
 * @typedef Screen
 * @property {string | (() => Promise<string>)} address
 * @property {string} [name] instead of the address
 * @property {string | RegExp} shows
 * @property {boolean} [hasYes] something on it is green while it is of now
 * @property {(page: import("playwright-core").Page) => Promise<void>} [first] what is done before it is opened
 */

/** @type {Screen[]} */
const SCREENS = [
    { address: "/", shows: "Production EU", hasYes: true },
    { address: "/environments", shows: "storefront", hasYes: true },
    {
        address: "/verdict?participant=orders&version=2.4.0&environment=production-eu",
        shows: /can(not)? go to/,
        hasYes: true,
    },
    { address: "/seams", shows: "storefront → orders", hasYes: true },
    { address: "/seams/storefront/orders", shows: "Where they meet", hasYes: true },
    { address: "/graph?participant=orders", shows: /^storefront$/, hasYes: true },
    { address: "/explore?consumer=storefront&provider=orders", shows: "2.5.0", hasYes: true },
    {
        address: "/diff?participant=storefront&kind=pact&provider=orders&before=3.1.0&after=3.2.0",
        shows: "Who runs on the other side",
        hasYes: true,
    },
    {
        address: "/diff?participant=orders&kind=openapi&before=2.4.0&after=2.5.0&view=text",
        shows: "It breaks nobody.",
        hasYes: true,
    },
    { address: "/participants", shows: "payments" },
    { address: "/participants/orders", shows: "Where it runs", hasYes: true },
    { address: "/participants/orders/versions/2.5.0", shows: "Can it be deployed?", hasYes: true },
    { address: "/databases", shows: "orders-db", hasYes: true },
    { address: "/databases/orders-db?as=table", shows: "order_line" },
    { address: "/databases/orders-db?tab=drift", shows: /as recorded/ },
    {
        name: "a migration check",
        address: `/databases/orders-db?${query({
            tab: "migrate",
            environment: "production-eu",
            sql: "ALTER TABLE customer ADD COLUMN nickname text;",
        })}`,
        shows: "orders-db can be migrated in Production EU",
        hasYes: true,
    },
    {
        name: "a review of row security",
        address: "/databases/payments-db?tab=access&role=payments_app&setting=app.merchant",
        shows: "rls-definer-view",
        hasYes: true,
    },
    {
        name: "an answer about a change",
        address: `/impact?${query({ participant: "orders-db", change: "drop customer.phone" })}`,
        shows: "Breaks nobody",
        hasYes: true,
    },
    { address: "/start", shows: "Here by now" },
    { address: "/jobs", shows: "Verified", hasYes: true },
    { name: "a single job", address: aJob, shows: "Who asked for it", hasYes: true },
    { address: "/webhooks", shows: "Build orders", first: withWebhook },
    { name: "a single webhook", address: `/webhooks/${WEBHOOK.id}`, shows: "Last deliveries", first: withWebhook },
    { address: "/deliveries", shows: "Build orders", first: withWebhook },
    { name: "a single delivery", address: `/deliveries/${DELIVERY.id}`, shows: /HTTP 204/, first: withWebhook },
    { address: "/audit", shows: /example\.load|contract/ },
    { address: "/settings", shows: "Environments" },
];

/** Those that ask only when they are told to: nothing on them can be old. */
const ON_DEMAND = [
    { address: "/verdict", shows: "Ask about a version" },
    { address: "/impact", shows: "A sentence, SQL, a document, a patch or a diff" },
    { address: "/diff", shows: "Two versions of a contract" },
    { address: "/explore", shows: "Columns: versions of the provider" },
    { address: "/databases/orders-db?tab=migrate", shows: "Try a migration before it runs" },
    { address: "/databases/payments-db?tab=access", shows: "Try whether one tenant gets at another one's rows" },
    { address: "/webhooks/new", shows: "Make the webhook" },
];

/** @param {import("playwright-core").Page} page */
const failAll = (page) =>
    page.route("**/{api/v1/**,matrix?*,webhooks/*}", (route) =>
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
 * The colours of a yes, while what is shown is of now.
 *
 * @param {import("playwright-core").Page} page
 */
const coloursOfYes = (page) =>
    page.evaluate(() => {
        const probe = document.body.appendChild(document.createElement("i"));
        const colours = ["--yes", "--yes-bg", "--yes-border"].map((name) => {
            probe.style.color = `var(${name})`;
            return getComputedStyle(probe).color;
        });
        probe.remove();
        return colours;
    });

/**
 * What is drawn in one of them.
 *
 * @param {import("playwright-core").Page} page
 * @param {string[]} colours
 */
const greens = (page, colours) =>
    page.evaluate((colours) => {
        const sides = /** @type {const} */ (["Top", "Right", "Bottom", "Left"]);
        return [...document.querySelectorAll("main *")]
            .filter((element) => {
                const style = getComputedStyle(element);
                const seen = [
                    style.color,
                    style.backgroundColor,
                    ...sides.flatMap((side) =>
                        style[`border${side}Width`] === "0px" ? [] : [style[`border${side}Color`]],
                    ),
                ];
                return element.getClientRects().length > 0 && seen.some((colour) => colours.includes(colour));
            })
            .map((element) => element.outerHTML.slice(0, 200));
    }, colours);

for (const { address, name, shows, hasYes = false, first } of SCREENS) {
    const title = name ?? String(address);
    test(`${title} says since when it is old, and shows no yes as one of now`, async (t) => {
        const page = await open(t, { expected: /500/ });
        await first?.(page);
        await page.goto(typeof address === "string" ? address : await address());
        const shown = page.getByRole("main").getByText(shows).filter({ visible: true }).first();
        await shown.waitFor({ timeout: ANSWER_MILLIS });
        await page.waitForLoadState("networkidle").catch(() => {});
        const colours = await coloursOfYes(page);
        assert.equal((await greens(page, colours)).length > 0, hasYes);
        await failAll(page);
        await comeBack(page);
        await page.getByText(/^Not all of this could be asked again: as of \d\d:\d\d:\d\d/).waitFor();
        await shown.waitFor();
        assert.deepEqual(await greens(page, colours), []);
        await page.unrouteAll({ behavior: "ignoreErrors" });
        await first?.(page);
        await page.getByRole("button", { name: "Ask now" }).click();
        await page.getByText(/^Not all of this could be asked again/).waitFor({ state: "detached" });
        assert.equal((await greens(page, colours)).length > 0, hasYes);
    });
}

for (const { address, shows } of ON_DEMAND) {
    test(`${address}, which shows nothing that could be old, says that the broker is away`, async (t) => {
        const page = await open(t, { expected: /ERR_CONNECTION|ERR_FAILED|Failed to load/ });
        await page.goto(address);
        const shown = page.getByRole("main").getByText(shows).filter({ visible: true }).first();
        await shown.waitFor();
        const colours = await coloursOfYes(page);
        await page.route("**/{readyz,api/v1/**,matrix?*,webhooks/*}", (route) =>
            route.request().resourceType() === "document" ? route.fallback() : route.abort("connectionrefused"),
        );
        await page.getByText(/^Connection lost, as of \d\d:\d\d:\d\d/).waitFor();
        await shown.waitFor();
        assert.deepEqual(await greens(page, colours), []);
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
    const colours = await coloursOfYes(page);
    let broken = 0;
    await page.route("**/readyz", (route) => (broken++ === 0 ? route.abort("connectionreset") : route.fallback()));
    const next = page.waitForResponse((answer) => answer.url().endsWith("/readyz") && answer.ok());
    await next;
    assert.equal(await page.getByText(/^Connection lost/).count(), 0);
    assert.ok((await greens(page, colours)).length > 0);

    await page.route("**/readyz", (route) => route.abort("connectionrefused"));
    const began = Date.now();
    await page.getByText(/^Connection lost, as of \d\d:\d\d:\d\d/).waitFor();
    t.diagnostic(`said after ${Date.now() - began} ms`);
    assert.deepEqual(await greens(page, colours), []);
    await look(page, "board-lost");
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.getByText(/^Connection lost/).waitFor({ state: "detached" });
    await page.waitForFunction(() => document.querySelector("[data-answer=yes]") !== null);
});
