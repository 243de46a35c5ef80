// A Chromium and what every screen is held to: no error on the console, no violation of the policy, no finding of axe, nothing cut off.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Browser} Browser */
/** @typedef {import("playwright-core").BrowserContext} BrowserContext */
/** @typedef {import("playwright-core").Route} Route */

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SCREENSHOTS = join(import.meta.dirname, "../target/screenshots");
const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const THEMES = /** @type {const} */ (["light", "dark"]);

/** @type {Browser | undefined} */
let browser;

/** The broker that has the example. */
export const url = process.env.BROKER_URL ?? "http://127.0.0.1:9292";

/** The Chromium that `CHROMIUM` names, or Debian's. */
export function launch() {
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
        args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    });
}

/** To be called at the top of a test file. */
export function withBrowser() {
    before(async () => {
        browser = await launch();
    });
    after(() => browser?.close());
}

/**
 * A page in a fresh context. What it says on its console, and requests that were refused, are kept until `settle` or the end of the test.
 *
 * @param {import("node:test").TestContext} t
 * @param {{ base?: string, expected?: RegExp }} [options] `expected`: console errors that belong to the test
 */
export async function open(t, { base = url, expected } = {}) {
    assert.ok(browser, "withBrowser() is missing");
    const context = await browser.newContext({
        baseURL: base,
        viewport: DESKTOP,
        reducedMotion: "reduce",
        colorScheme: "light",
        locale: "en-GB",
        timezoneId: "Asia/Kathmandu",
        permissions: ["clipboard-read", "clipboard-write"],
    });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    /** @type {string[]} */
    const complaints = [];
    page.on("console", (message) => {
        if (["error", "warning"].includes(message.type()) && !expected?.test(message.text())) {
            complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
        }
    });
    page.on("pageerror", (error) => complaints.push(`uncaught: ${error.stack ?? error.message}`));
    await page.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) => {
            console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
        });
    });
    t.after(async () => {
        await context.close();
        assert.deepEqual(complaints, []);
    });
    return page;
}

/**
 * Looks at the page as it is: axe in both themes, nothing wider than the window, and screenshots in two widths.
 *
 * @param {Page} page
 * @param {string} name of the screenshots
 */
export async function look(page, name) {
    for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        for (const viewport of [DESKTOP, PHONE]) {
            const { width } = viewport;
            await page.setViewportSize(viewport);
            await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
            const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
            assert.ok(overflow <= 0, `${name} is ${overflow} pixels wider than a window of ${width}`);
            await page.screenshot({ path: join(SCREENSHOTS, `${name}-${width}-${colorScheme}.png`), fullPage: true });
            await checkWithAxe(page, `${name}, ${width} wide, ${colorScheme}`);
        }
    }
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await page.setViewportSize(DESKTOP);
}

/**
 * @param {Page} page
 * @param {string} what
 */
async function checkWithAxe(page, what) {
    await page.evaluate(AXE);
    const violations = await page.evaluate(async () => {
        // @ts-expect-error axe was put there by the line above
        const results = await globalThis.axe.run(document, {
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        });
        return results.violations.map(
            (/** @type {any} */ rule) =>
                `${rule.id}: ${rule.help}: ${rule.nodes.map((/** @type {any} */ node) => `${node.target} ${node.failureSummary}`).join("; ")}`,
        );
    });
    assert.deepEqual(violations, [], what);
}

/**
 * Waits for a text that a person sees.
 *
 * @param {Page} page
 * @param {string | RegExp} text
 */
export async function sees(page, text) {
    await page.getByText(text).filter({ visible: true }).first().waitFor();
}

/**
 * Choices whose chosen words have less room than they need.
 *
 * @param {Page} page
 */
export function cutSelects(page) {
    return page.getByRole("main").evaluate((main) =>
        [...main.querySelectorAll("select")].flatMap((select) => {
            const word = select.selectedOptions[0]?.text ?? "";
            const alone = document.createElement("select");
            alone.className = select.className;
            alone.append(new Option(word));
            alone.style.width = "auto";
            select.before(alone);
            const needed = alone.offsetWidth;
            alone.remove();
            return needed > select.offsetWidth ? [`${word}: ${select.offsetWidth} of ${needed} pixels`] : [];
        }),
    );
}

/**
 * In how many lines a text stands.
 *
 * @param {import("playwright-core").Locator} text
 */
export function linesOf(text) {
    return text.evaluate((element) => {
        const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        const bottoms = new Set();
        for (let node = texts.nextNode(); node; node = texts.nextNode()) {
            const range = document.createRange();
            range.selectNodeContents(node);
            for (const { bottom } of range.getClientRects()) {
                bottoms.add(Math.round(bottom));
            }
        }
        return bottoms.size;
    });
}

/**
 * A screenshot of the page as it is on paper.
 *
 * @param {Page} page
 * @param {string} name
 */
export async function print(page, name) {
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 794, height: 1123 });
    for (const screenOnly of [page.getByRole("navigation"), page.getByRole("banner")]) {
        assert.equal(await screenOnly.isVisible(), false);
    }
    await page.screenshot({ path: join(SCREENSHOTS, `${name}-print.png`), fullPage: true });
    await page.emulateMedia({ media: "screen" });
    await page.setViewportSize(DESKTOP);
}
