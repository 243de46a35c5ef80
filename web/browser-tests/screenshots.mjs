// A picture of every screen for the documentation: see ../screenshots.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { startBroker } from "./broker.mjs";

/** @typedef {import("playwright-core").Page} Page */

/**
 * @typedef Screen
 * @property {string} name of its pictures
 * @property {string} address
 * @property {string | RegExp} shows what is there once it can be seen whole
 * @property {(page: Page) => Promise<unknown>} [within] what is done on it before
 * @property {(page: Page) => Promise<unknown>} [first] what is done before it is opened
 * @property {string} [phoneFrom] the heading with which a phone's picture begins; without one, the top
 * @property {boolean} [isOverlay] it lies over the window, so the picture is of the window alone
 */

const DIRECTORY = join(import.meta.dirname, "../../docs/screenshots");
const WIDTHS = [
    { width: 1280, height: 800, most: 1000 },
    { width: 390, height: 844, most: 1150 },
];
const THEMES = /** @type {const} */ (["light", "dark"]);
/** A PostgreSQL of the broker's own has to start for the first question. */
const ANSWER_MILLIS = 120_000;

const query = (/** @type {Record<string, string>} */ parameters) => new URLSearchParams(parameters).toString();
const fails = (/** @type {Page} */ page, /** @type {number} */ status, /** @type {string} */ detail) =>
    page.route("**/api/v1/**", (route) =>
        route.fulfill({
            status,
            contentType: "application/problem+json",
            body: JSON.stringify({ type: "/problems/internal", title: "Internal error", status, detail }),
        }),
    );

/** @type {Screen[]} */
const SCREENS = [
    { name: "home", address: "/", shows: "Why, and what to do" },
    { name: "start", address: "/start", shows: "Your first verdict" },
    { name: "environments", address: "/environments", shows: "storefront" },
    {
        name: "verdict-no",
        address: "/verdict?participant=storefront&version=3.2.0&environment=production-eu",
        shows: "What the answer rests on",
    },
    {
        name: "verdict-unknown",
        address: "/verdict?participant=payments&version=1.9.0&environment=production-us",
        shows: /^Nobody knows yet/,
    },
    {
        name: "verdict-yes",
        address: "/verdict?participant=storefront&version=3.2.0&environment=staging",
        shows: /can go to/,
    },
    { name: "verdict-empty", address: "/verdict", shows: "Ask about a version" },
    {
        name: "impact",
        address: `/impact?${query({ participant: "orders-db", change: "What breaks if I drop customer.email?" })}`,
        shows: "What they answer",
    },
    {
        name: "impact-api",
        address: `/impact?${query({ participant: "orders", change: '{"paths":{"/orders/{id}":{"get":null}}}' })}`,
        shows: "What they answer",
    },
    { name: "impact-empty", address: "/impact", shows: "A sentence, SQL, a document, a patch or a diff" },
    { name: "seams", address: "/seams", shows: "storefront → orders" },
    { name: "seam", address: "/seams/storefront/orders?version=3.2.0", shows: "an order by its number" },
    { name: "seam-database", address: "/seams/payments/orders-db", shows: "SELECT total" },
    { name: "graph", address: "/graph?participant=orders", shows: /^storefront$/ },
    { name: "graph-table", address: "/graph?participant=orders&view=table", shows: /^storefront/ },
    { name: "matrix", address: "/explore?consumer=storefront&provider=orders", shows: "3.2.0" },
    {
        name: "matrix-cell",
        address: "/explore?consumer=storefront&provider=orders&cellConsumer=3.2.0&cellProvider=2.4.0",
        shows: "deliveryDate",
    },
    {
        name: "changes",
        address: "/diff?participant=storefront&kind=pact&provider=orders&before=3.1.0&after=3.2.0",
        shows: "Show them side by side",
    },
    {
        name: "changes-text",
        address: "/diff?participant=storefront&kind=pact&provider=orders&before=3.1.0&after=3.2.0&view=text",
        shows: "Hide them",
        phoneFrom: "The texts",
    },
    { name: "participants", address: "/participants", shows: "storefront" },
    { name: "participant", address: "/participants/orders", shows: "2.5.0" },
    { name: "version", address: "/participants/storefront/versions/3.2.0", shows: "What it has published" },
    { name: "databases", address: "/databases", shows: "orders-db" },
    { name: "database", address: "/databases/orders-db", shows: "used by 2 services" },
    {
        name: "database-column",
        address: "/databases/orders-db?as=table&table=public.customer&column=email",
        shows: "SELECT o.id",
    },
    {
        name: "database-migration",
        address: `/databases/orders-db?${query({
            tab: "migrate",
            environment: "production-eu",
            sql: "CREATE INDEX shipment_of_day ON shipment (expected_on);\nALTER TABLE customer DROP COLUMN email;",
        })}`,
        shows: "Whose queries were tried",
    },
    {
        name: "database-access",
        address: "/databases/payments-db?tab=access&role=payments_app&setting=app.merchant",
        shows: "rls-definer-view",
    },
    { name: "database-drift", address: "/databases/orders-db?tab=drift", shows: /as recorded/ },
    { name: "jobs", address: "/jobs", shows: /Job for|Verify/ },
    {
        name: "job",
        address: "/jobs",
        shows: /Job for|Verify/,
        within: async (page) => {
            await page
                .getByRole("link", { name: /Job for/ })
                .first()
                .click();
            await page.getByRole("heading", { name: /^Verify/, level: 1 }).waitFor();
        },
    },
    { name: "webhook-new", address: "/webhooks/new", shows: "Make the webhook" },
    { name: "webhooks", address: "/webhooks", shows: "Build orders", first: deliver },
    {
        name: "webhook",
        address: "/webhooks",
        shows: "Build orders",
        within: async (page) => {
            await page.getByRole("link", { name: "Build orders" }).click();
            await page.getByRole("heading", { name: "Build orders", level: 1 }).waitFor();
            await page.getByRole("button", { name: "Store the changes" }).waitFor();
        },
    },
    { name: "deliveries", address: "/deliveries", shows: /Delivery of|contract_published/ },
    {
        name: "delivery",
        address: "/deliveries",
        shows: /Delivery of|contract_published/,
        within: async (page) => {
            await page
                .getByRole("link", { name: /Delivery of contract_published/ })
                .first()
                .click();
            await page.getByRole("heading", { name: "Delivery of contract_published", level: 1 }).waitFor();
            await page.getByText("Request and response").first().click();
        },
    },
    { name: "audit", address: "/audit", shows: "example.load" },
    { name: "settings", address: "/settings", shows: "API tokens" },
    {
        name: "palette",
        address: "/seams",
        shows: "storefront → orders",
        isOverlay: true,
        within: async (page) => {
            await page.keyboard.press("/");
            await page.getByRole("dialog").waitFor();
            await page.keyboard.type("orders");
            await page
                .getByRole("menuitem", { name: /orders-db/ })
                .first()
                .waitFor();
        },
    },
    {
        name: "shortcuts",
        address: "/seams",
        shows: "storefront → orders",
        isOverlay: true,
        within: async (page) => {
            await page.keyboard.press("?");
            await page.getByRole("dialog").waitFor();
        },
    },
    {
        name: "sign-in",
        address: "/seams",
        shows: "Sign in",
        first: (page) => fails(page, 401, "The broker wants a token."),
    },
    { name: "not-found", address: "/nowhere", shows: "Nothing is at this address" },
    {
        name: "failed",
        address: "/seams",
        shows: "The seams could not be loaded",
        first: (page) => fails(page, 500, "Something failed that should not; it is in the broker's log."),
    },
    {
        name: "connection-lost",
        address: "/environments",
        shows: "storefront",
        within: async (page) => {
            await page.locator("[data-answer=yes]").first().waitFor();
            await page.route("**/{readyz,api/v1/**}", (route) => route.abort("connectionrefused"));
            await page.getByText(/^Connection lost/).waitFor();
        },
    },
];

const wanted = process.argv.slice(2);
/** Answers the webhook with an error, so that a delivery has several attempts to show. */
const receiver = createServer((request, response) => {
    request.resume();
    response.writeHead(503, { "Content-Type": "text/plain" }).end("the builds are being updated");
});
receiver.listen(0, "127.0.0.1");
await once(receiver, "listening");
const given = process.env.BROKER_URL;
const broker = given ? null : await startBroker("--demo", "--webhook-schemes", "http", "--webhook-hosts", "127.0.0.1");
const url = given ?? broker?.url ?? "";
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
try {
    mkdirSync(DIRECTORY, { recursive: true });
    if (wanted.length === 0) {
        for (const old of readdirSync(DIRECTORY)) {
            rmSync(join(DIRECTORY, old));
        }
    }
    /** @type {string[]} */
    const taken = [];
    for (const screen of SCREENS) {
        if (wanted.length === 0 || wanted.includes(screen.name)) {
            taken.push(...(await take(screen)));
        }
    }
    // with 64 colours a no and an unknown below a dialog have one and the same
    await promisify(execFile)("pngquant", [
        ...["--ext", ".png", "--force", "--strip", "--skip-if-larger", "--nofs", "--speed", "1", "128", "--"],
        ...taken,
    ]).catch((failure) => {
        // 98 and 99: some were small already
        if (![98, 99].includes(failure.code)) {
            throw failure;
        }
    });
    const sizes = readdirSync(DIRECTORY).map((name) => statSync(join(DIRECTORY, name)).size);
    console.log(`${sizes.length} pictures, ${Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1024)} KiB`);
} finally {
    await browser.close();
    receiver.close();
    await broker?.stop();
}

/**
 * @param {Screen} screen
 * @returns {Promise<string[]>} the pictures' files
 */
async function take({ name, address, shows, first, within, phoneFrom, isOverlay = false }) {
    const context = await browser.newContext({
        baseURL: url,
        viewport: { width: 1280, height: 800 },
        reducedMotion: "reduce",
        colorScheme: "light",
        locale: "en-GB",
        timezoneId: "UTC",
    });
    const page = await context.newPage();
    page.setDefaultTimeout(ANSWER_MILLIS);
    await first?.(page);
    await page.goto(address);
    await page.locator("#root").getByText(shows).filter({ visible: true }).first().waitFor();
    await within?.(page);
    await page.waitForFunction(() => !document.querySelector("[role=status] [class*=bar]"));
    const files = [];
    for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        for (const { width, height, most } of WIDTHS) {
            await page.setViewportSize({ width, height });
            await settled(page);
            // as high as the screen is, so that what sticks to the window is where it belongs
            const whole = await page.evaluate(() => document.documentElement.scrollHeight);
            await page.setViewportSize({ width, height: isOverlay ? height : Math.min(most, Math.max(height, whole)) });
            await settled(page);
            // a diagram of tables keeps its place when the window changes: as it is in a window that begins so
            await page.evaluate(() => {
                document
                    .querySelector(
                        /** @type {"button"} */ ('[aria-label="View of the diagram"] [aria-label="See all"]'),
                    )
                    ?.click();
                scrollTo(0, 0);
            });
            if (phoneFrom && width < 640) {
                await page.getByRole("heading", { name: phoneFrom }).evaluate((heading) => heading.scrollIntoView());
            }
            await settled(page);
            const path = join(DIRECTORY, `${name}-${width}-${colorScheme}.png`);
            await page.screenshot({ path });
            files.push(path);
        }
    }
    await context.close();
    console.log(name);
    return files;
}

/** @param {Page} page */
function settled(page) {
    return page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 150)))),
    );
}

/** Makes a webhook whose receiver fails, and an event for it. */
async function deliver() {
    const address = receiver.address();
    const port = typeof address === "object" && address ? address.port : 0;
    await send("/webhooks", {
        description: "Build orders",
        provider: { name: "orders" },
        events: [{ name: "contract_published" }],
        request: {
            method: "POST",
            url: `http://127.0.0.1:${port}/builds`,
            headers: { "Content-Type": "application/json" },
            // biome-ignore lint/suspicious/noTemplateCurlyInString: what the broker fills in
            body: { version: "${pactbroker.consumerVersionNumber}" },
        },
    });
    await send("/api/v1/participants/storefront/versions/3.4.0/contracts", {
        branch: "main",
        contracts: [
            {
                kind: "pact",
                provider: "orders",
                content: JSON.stringify({
                    consumer: { name: "storefront" },
                    provider: { name: "orders" },
                    interactions: [
                        {
                            description: "whether orders is there",
                            request: { method: "GET", path: "/ping" },
                            response: { status: 200 },
                        },
                    ],
                    metadata: { pactSpecification: { version: "3.0.0" } },
                }),
            },
        ],
    });
}

/**
 * @param {string} path
 * @param {unknown} body
 */
async function send(path, body) {
    const answer = await fetch(url + path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
    });
    if (!answer.ok) {
        throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    }
}
