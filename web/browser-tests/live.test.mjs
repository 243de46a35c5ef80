// What happens while a page is open: a verdict that becomes known, and a database that is really killed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { startBroker } from "./broker.mjs";
import { look, open, sees, withBrowser } from "./browser.mjs";

withBrowser();

/** It takes three, and longer on a machine that is busy. */
const NOTICE_MILLIS = 20_000;
/** The broker starts its PostgreSQL again after a pause that grows to half a minute. */
const RECOVERY_MILLIS = 120_000;

/** @type {Awaited<ReturnType<typeof startBroker>>} a broker of its own, with the example */
let broker;

before(async () => {
    broker = await startBroker("--demo");
});
after(() => broker?.stop());

test("an unknown verdict becomes known on the open page, as soon as its result is published", async (t) => {
    const page = await open(t, { base: broker.url });
    await page.goto("/verdict?participant=payments&version=1.9.0&environment=production-us");
    await sees(page, "Nobody knows yet whether payments 1.9.0 can go to Production US.");
    const streams = page.waitForRequest(/\/api\/v1\/verdicts\/events/).catch(() => null);
    // what is asked in an interval hears nothing new: only the stream can tell
    const unknown = await page.evaluate(async () => {
        const answer = await fetch("/api/v1/verdicts/can-i-deploy", {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({
                versions: [{ participant: "payments", version: "1.9.0" }],
                target: { type: "environment", environment: "production-us" },
            }),
        });
        return answer.text();
    });
    await page.route("**/api/v1/verdicts/can-i-deploy", (route) =>
        route.fulfill({ contentType: "application/json", body: unknown }),
    );
    await page.reload();
    await sees(page, "Nobody knows yet whether payments 1.9.0 can go to Production US.");
    await page.getByRole("button", { name: "Live: pause" }).waitFor();
    assert.ok(await streams, "no stream was opened");
    await verify("orders", "payments", "1.9.0");
    await sees(page, "payments 1.9.0 can go to Production US.");
    await page.getByRole("button", { name: "Live: pause" }).waitFor({ state: "detached" });
});

test("while the database is killed the open board says so, has no green, and recovers by itself", async (t) => {
    const page = await open(t, { base: broker.url, expected: /503/ });
    await page.goto("/environments");
    const green = page.locator("[data-answer=yes]").first();
    await green.waitFor();
    await watch(page, await green.evaluate((badge) => getComputedStyle(badge).color));

    let killing = true;
    const killed = Date.now();
    let kills = 0;
    const killer = (async () => {
        for (; killing; await pause(100)) {
            kills += kill() ? 1 : 0;
        }
    })();
    try {
        await page.getByText(/Read-only, as of \d\d:\d\d/).waitFor({ timeout: NOTICE_MILLIS });
        t.diagnostic(`said after ${Date.now() - killed} ms`);
        await page.locator("[data-answer=yes]").first().waitFor();
        await look(page, "board-killed");
        // another screen, which has nothing to show yet
        await page.getByRole("navigation").getByRole("link", { name: "Seams" }).click();
        await sees(page, "The seams could not be loaded");
        await look(page, "seams-killed");
        await page.goBack();
        await page.locator("[data-answer=yes]").first().waitFor();
        assert.deepEqual(await falseGreens(page), []);
    } finally {
        killing = false;
        await killer;
    }
    assert.ok(kills > 0, "nothing was killed");

    const ended = Date.now();
    await page.getByText(/Read-only, as of/).waitFor({ state: "detached", timeout: RECOVERY_MILLIS });
    t.diagnostic(`killed ${kills} times; recovered after ${Date.now() - ended} ms`);
    assert.deepEqual(await falseGreens(page), []);
    await page.waitForFunction(() => {
        const badge = document.querySelector("[data-answer=yes]");
        return badge !== null && getComputedStyle(badge).borderStyle !== "dashed";
    });
    assert.equal(await page.evaluate(() => "watched" in window), true, "the page was loaded again");
    await page.getByRole("navigation").getByRole("link", { name: "Seams" }).click();
    await page.getByRole("rowheader").first().waitFor();
});

/**
 * Kills the broker's PostgreSQL as `kill -9` does, if it runs.
 */
function kill() {
    try {
        const pid = Number(readFileSync(join(broker.data, "postgres/cluster/postmaster.pid"), "utf8").split("\n")[0]);
        if (readFileSync(`/proc/${pid}/comm`, "utf8").trim() !== "postgres") {
            return false;
        }
        process.kill(pid, "SIGKILL");
        return true;
    } catch {
        return false; // it is being started again
    }
}

/**
 * Notes from now on whenever the page shows a green while it says that what it shows is old.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} colour of a green
 */
async function watch(page, colour) {
    await page.evaluate((yes) => {
        /** @type {string[]} */
        const seen = [];
        Object.assign(window, { watched: seen });
        const check = () => {
            const old = [...document.querySelectorAll("strong")].some((one) =>
                /^(Read-only|Connection lost), as of/.test(one.textContent ?? ""),
            );
            for (const badge of old ? document.querySelectorAll("[data-answer=yes]") : []) {
                if (getComputedStyle(badge).color === yes) {
                    seen.push(badge.outerHTML);
                }
            }
            requestAnimationFrame(check);
        };
        check();
    }, colour);
}

/** @param {import("playwright-core").Page} page */
function falseGreens(page) {
    return page.evaluate(() => /** @type {string[]} */ (Reflect.get(window, "watched")));
}

/**
 * Publishes a success for the newest pact of the two.
 *
 * @param {string} consumer
 * @param {string} provider
 * @param {string} version
 */
async function verify(consumer, provider, version) {
    const pact = await fetch(`${broker.url}/pacts/provider/${provider}/consumer/${consumer}/latest`, {
        headers: { Accept: "application/hal+json" },
    });
    const { _links: links } = await pact.json();
    const published = await fetch(links["pb:publish-verification-results"].href, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ success: true, providerApplicationVersion: version }),
    });
    assert.equal(published.status, 201, await published.text());
}
