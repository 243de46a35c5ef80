// Journeys through data set S of the benchmarks: 21 participants with 60 versions each, in two environments, where a few results are bad.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startWithDataSet } from "./broker.mjs";
import { open as openAt, sees, withBrowser } from "./browser.mjs";

withBrowser();

/** @type {Awaited<ReturnType<typeof startWithDataSet>>} */
let broker;

before(async () => {
    broker = await startWithDataSet("S");
});
after(() => broker?.stop());

/** @param {import("node:test").TestContext} t */
const open = (t) => openAt(t, { base: broker.url });

/**
 * @param {import("./browser.mjs").Page} page
 * @param {string | RegExp} title
 */
const panel = (page, title) => page.locator("section", { has: page.getByRole("heading", { name: title, level: 2 }) });

test("from home it is two clicks to the field that fails, what to do, and what changed in the contract", async (t) => {
    const page = await open(t);
    await page.goto("/");
    const production = page.getByRole("link", { name: /^Production production/ });
    await production.getByText("No", { exact: true }).waitFor();
    await production.getByText(/^\d+ broken$/).waitFor();
    await production.getByText("21 participants").waitFor();
    const fire = panel(page, "Production")
        .getByRole("article", { name: /^Broken/ })
        .first();
    const reason = (await fire.getByRole("paragraph").first().textContent()) ?? "";
    const [, provider = "", consumer = ""] = /^(\S+ \S+) does not keep what (\S+ \S+) relies on/.exec(reason) ?? [];
    assert.ok(provider && consumer, reason);
    await fire.getByRole("link", { name: "Why, and what to do" }).click();

    await sees(page, `${consumer} cannot go to Production.`);
    const blocker = page.getByRole("article", { name: /^Broken/ }).first();
    await blocker.getByText(/^a request for order 0, revision \d+$/).waitFor();
    await blocker.getByText("body $.lines[0].quantity").waitFor();
    await blocker.getByText("Expected a quantity (like 2), but it was missing").waitFor();
    await blocker.getByRole("heading", { name: "What to do" }).waitFor();
    await blocker.getByText(/^Change \S+ so that it keeps the contract/).waitFor();
    await blocker.getByText(/It passes with/).waitFor();
    await page
        .getByText(`seamwright can-i-deploy --participant ${consumer.split(" ")[0]}`)
        .first()
        .waitFor();

    await blocker.getByRole("link", { name: "What changed in the contract" }).click();
    await page.waitForURL(/\/diff\?/);
    await sees(page, /revision \d+/);
});

test("everything that is in the way in an environment is listed, and the address holds it", async (t) => {
    const page = await open(t);
    // as if there were more than home lists at once
    await page.route(
        (address) => address.pathname === "/api/v1/status",
        async (route) => {
            const response = await route.fetch();
            const { environments, ...rest } = await response.json();
            const worst = environments.map((/** @type {{ blockers: unknown[] }} */ one) => ({
                ...one,
                blockers: one.blockers.slice(0, 1),
            }));
            await route.fulfill({ response, json: { ...rest, environments: worst } });
        },
    );
    await page.goto("/");
    const production = panel(page, "Production");
    await production.getByRole("article").first().waitFor();
    assert.equal(await production.getByRole("article").count(), 1);
    const all = production.getByRole("link", { name: /^All \d+$/ });
    const count = Number((await all.textContent())?.slice("All ".length));
    assert.ok(count > 1, `${count} in the way`);
    await all.click();
    await page.waitForURL(/environment=production/);
    await production
        .getByRole("article")
        .nth(count - 1)
        .waitFor();
    assert.equal(await production.getByRole("article").count(), count);
    await page.reload();
    await production
        .getByRole("article")
        .nth(count - 1)
        .waitFor();
});

test("the board has everybody, how far behind they are, and whether they may go on", async (t) => {
    const page = await open(t);
    await page.goto("/environments");
    await page.getByRole("rowheader").first().waitFor();
    assert.equal(await page.getByRole("rowheader").count(), 21);
    const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: "service-003", exact: true }) });
    const cells = row.getByRole("cell");
    await cells.nth(0).getByRole("link", { name: "1.0.50" }).waitFor();
    await cells
        .nth(0)
        .getByText(/7 behind/)
        .waitFor();
    await cells.nth(1).getByRole("link", { name: "1.0.40" }).waitFor();
    await row.scrollIntoViewIfNeeded();
    await cells.nth(0).getByRole("link", { name: "to Production" }).waitFor();
    await row.locator("a[href*='/verdict'] + [data-answer]").waitFor();
    await page.getByLabel("Participant").fill("hub");
    await page.keyboard.press("Enter");
    await page.waitForURL(/participant=hub/);
    await page.getByRole("link", { name: "service-003", exact: true }).waitFor({ state: "detached" });
    await page.getByRole("link", { name: "1.0.40" }).click();
    await page.getByRole("heading", { name: "hub 1.0.40", level: 1 }).waitFor();
});

test("a participant has its seams and all its versions, and a version tells where it may go", async (t) => {
    const page = await open(t);
    await page.goto("/participants/service-003");
    await panel(page, "Where it runs").getByRole("link", { name: "1.0.40" }).waitFor();
    await panel(page, "Seams").getByRole("link", { name: "service-003 → service-004" }).waitFor();
    const versions = panel(page, "Versions");
    await versions.getByRole("link", { name: "1.0.59", exact: true }).waitFor();
    assert.equal(await versions.getByRole("rowheader").count(), 50);
    await page.getByRole("button", { name: "Show more" }).click();
    await versions.getByRole("link", { name: "1.0.0", exact: true }).waitFor();
    assert.equal(await versions.getByRole("rowheader").count(), 60);
    await versions.getByRole("link", { name: "1.0.59", exact: true }).click();
    await page.getByRole("heading", { name: "service-003 1.0.59", level: 1 }).waitFor();
    const goes = panel(page, "Can it be deployed?");
    await goes.getByRole("link", { name: "Production", exact: true }).waitFor();
    await goes.locator("[data-answer]").nth(1).waitFor();
});

test("the matrix of a pair is found by its seams, scrolls to the oldest version, and leads to what failed", async (t) => {
    const page = await open(t);
    await page.goto("/explore?consumer=service-015");
    await page.getByRole("link", { name: "service-015 → service-016" }).click();
    const grid = page.getByRole("grid");
    await grid.waitFor();
    await page.waitForFunction(() => document.querySelector("[role=grid]")?.getAttribute("aria-colcount") === "61");
    await grid.focus();
    for (let pages = 0; pages < 7; pages++) {
        await page.keyboard.press("PageDown");
    }
    await page.waitForFunction(() => document.querySelector("[role=grid]")?.getAttribute("aria-rowcount") === "61");
    await page.keyboard.press("PageDown");
    await grid.getByRole("rowheader", { name: /^1\.0\.0 / }).waitFor();
    await sees(page, /^60 versions of service-015 with 60 of service-016/);
    await page.keyboard.press("Home");
    for (let pages = 0; pages < 8; pages++) {
        await page.keyboard.press("PageUp");
    }
    await grid.locator("[data-result=failed]").first().click();
    const evidence = page.getByRole("region", { name: "Evidence" });
    await evidence.getByText("Expected a quantity (like 2), but it was missing").waitFor();
    await evidence
        .getByText(/^by real requests/)
        .first()
        .waitFor();

    const rows = page.getByRole("group", { name: "Rows: versions of the consumer" });
    await rows.getByLabel("Environment").fill("production");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await sees(page, /^1 versions? of service-015 with 60 of service-016/);
    await grid.getByRole("rowheader", { name: /^1\.0\.40 main, Production/ }).waitFor();
});

test("the graph has the hub's neighbours, finds one of them, and goes on around it", async (t) => {
    const page = await open(t);
    await page.goto("/graph");
    await panel(page, "Around whom?").getByText("21 participants").waitFor();
    await panel(page, "Around whom?").getByRole("link", { name: "hub" }).click();
    await sees(page, /^21 parties, 20 links/);
    await page.locator("[data-party=hub]").waitFor();
    assert.equal(await page.locator("[data-party]").count(), 21);
    await page.getByLabel("Find").fill("service-017");
    await sees(page, /1 found/);
    await page.getByRole("button", { name: /service-017/ }).click();
    const about = page.getByRole("region", { name: "About service-017" });
    await about.getByText("1.0.40").first().waitFor();
    await about.getByRole("link", { name: "Put it in the middle" }).click();
    await page.getByRole("heading", { name: "Seams around service-017" }).waitFor();
    await sees(page, /^6 parties, 5 links/);
    await page.getByRole("button", { name: "As a table" }).click();
    // four seams with services and one with the hub, in two environments
    await page.getByRole("rowheader").first().waitFor();
    assert.equal(await page.getByRole("rowheader").count(), 10);
});

test("a version is found by its number, and everything by its name, from the keyboard", async (t) => {
    const page = await open(t);
    await page.goto("/seams");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("/");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("service-01");
    await page.getByRole("menuitem", { name: /service-010/ }).waitFor();
    await page.keyboard.type("3");
    await page.getByRole("menuitem", { name: /service-010/ }).waitFor({ state: "detached" });
    await page
        .getByRole("menuitem", { name: /service-013/ })
        .first()
        .waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: /^service-013/, level: 1 }).waitFor();
});

test("participants are filtered by a part of their name", async (t) => {
    const page = await open(t);
    await page.goto("/participants");
    await page.getByRole("rowheader").first().waitFor();
    assert.equal(await page.getByRole("rowheader").count(), 21);
    await page.getByLabel("Name").fill("E-01");
    await page.getByRole("rowheader", { name: "hub" }).waitFor({ state: "detached" });
    assert.equal(await page.getByRole("rowheader").count(), 10);
    await page.getByLabel("Name").fill("nobody");
    await sees(page, "Nobody has nobody in their name");
});

test("seams are filtered among all of them", async (t) => {
    const page = await open(t);
    await page.goto("/seams");
    await page.getByRole("rowheader").first().waitFor();
    assert.equal(await page.getByRole("rowheader").count(), 60);
    await page.getByLabel("Name").fill("hub");
    await page.getByRole("link", { name: "service-001 → service-002" }).waitFor({ state: "detached" });
    assert.equal(await page.getByRole("rowheader").count(), 20);
    await page.getByRole("link", { name: "hub → service-001" }).click();
    await page.getByRole("heading", { name: /hub.*service-001/, level: 1 }).waitFor();
    await sees(page, "a request for order 0, revision 19");
});

test("the same address in another browser shows the same", async (t) => {
    const addresses = [
        "/environments?participant=service-007",
        "/seams?name=service-01&result=success",
        "/graph?participant=service-005&environment=production&view=table",
        "/explore?consumer=service-003&provider=service-004&consumerEnvironment=production&view=rows&result=failed",
        "/verdict?participant=service-003&version=1.0.59&environment=production",
    ];
    const [one, other] = [await open(t), await open(t)];
    for (const address of addresses) {
        await Promise.all([one, other].map((page) => page.goto(address, { waitUntil: "networkidle" })));
        const deadline = Date.now() + 15_000;
        let [first, second] = ["", "nothing"];
        // verdicts of what is in sight are asked one by one
        while (first !== second && Date.now() < deadline) {
            [first = "", second = ""] = await Promise.all([one, other].map(shown));
        }
        assert.ok(first.length > 200, first);
        assert.equal(first, second, address);
    }
});

/**
 * What a screen shows, but for the time of its answer.
 *
 * @param {import("./browser.mjs").Page} page
 */
async function shown(page) {
    return ((await page.getByRole("main").textContent()) ?? "").replaceAll(/\d\d:\d\d:\d\d/g, "");
}
