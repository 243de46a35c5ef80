import assert from "node:assert/strict";
import { test } from "node:test";
import { linesOf, look, open, sees, withBrowser } from "./browser.mjs";

withBrowser();

test("a participant shows where it runs, whom it meets, and its versions", async (t) => {
    const page = await open(t);
    await page.goto("/participants/orders");
    await page.getByRole("heading", { name: /^orders/, level: 1 }).waitFor();
    const versions = page.locator("section", { has: page.getByRole("heading", { name: "Versions" }) });
    await versions.getByRole("link", { name: "2.5.0" }).waitFor();
    await page.getByRole("link", { name: "storefront → orders" }).waitFor();
    await look(page, "participant");
    await versions.getByRole("link", { name: "2.5.0" }).click();
    await page.getByRole("heading", { name: "orders 2.5.0", level: 1 }).waitFor();
});

test("a version shows where it may go", async (t) => {
    const page = await open(t);
    await page.goto("/participants/storefront/versions/3.2.0");
    const goes = page.locator("section", { has: page.getByRole("heading", { name: "Can it be deployed?" }) });
    await goes.locator("[data-answer=no]").first().waitFor();
    await goes.locator("[data-answer=yes]").first().waitFor();
    await look(page, "version");
});

test("a participant that is not there is named", async (t) => {
    const page = await open(t, { expected: /404/ });
    await page.goto("/participants/nobody");
    await sees(page, "nobody could not be loaded");
    await look(page, "participant-missing");
});

test("seams are filtered, and the filter is the address", async (t) => {
    const page = await open(t);
    await page.goto("/seams");
    await page.getByRole("heading", { name: "Seams", level: 1 }).waitFor();
    await page.getByRole("rowheader").first().waitFor();
    assert.equal(await page.getByRole("rowheader").count(), 6);
    await look(page, "seams");
    await page.getByLabel("Name").fill("pay");
    await page.waitForURL(/name=pay/);
    await page.getByRole("link", { name: "storefront → orders" }).waitFor({ state: "detached" });
    assert.equal(await page.getByRole("rowheader").count(), 4);
});

test("seams are filtered by the broker, also those that are on no page yet", async (t) => {
    const page = await open(t);
    await page.goto("/seams?result=success");
    await page.getByRole("rowheader").first().waitFor();
    assert.deepEqual(await page.getByRole("rowheader").allTextContents(), [
        "orders → orders-db",
        "orders → payments",
        "payments → orders-db",
        "payments → payments-db",
        "storefront → orders",
    ]);
    const asked = page.waitForRequest((request) => /\/api\/v1\/seams\?.*name=front/.test(request.url()));
    await page.getByLabel("Name").fill("front");
    await asked;
    await page.getByRole("link", { name: "orders → payments" }).waitFor({ state: "detached" });
    assert.deepEqual(await page.getByRole("rowheader").allTextContents(), ["storefront → orders"]);
    await page.getByLabel("Result").selectOption("failed");
    await sees(page, "No seam is like that");
});

test("a seam shows where both meet, and its contract in words", async (t) => {
    const page = await open(t);
    await page.goto("/seams/storefront/orders?version=3.2.0");
    const meet = page.locator("section", { has: page.getByRole("heading", { name: "Where they meet" }) });
    await meet.locator("[data-answer=yes]").first().waitFor();
    await sees(page, "an order by its number");
    await sees(page, /deliveryDate/);
    await look(page, "seam");
});

test("a seam that is not there says so", async (t) => {
    const page = await open(t);
    await page.goto("/seams/orders/storefront");
    await sees(page, "orders does not need storefront");
});

test("a job tells why it is not done, is cancelled and run again", async (t) => {
    const page = await open(t);
    await page.goto("/jobs");
    await page.getByRole("heading", { name: "Jobs", level: 1 }).waitFor();
    const job = page.getByRole("link", { name: /Job for/ }).first();
    await job.waitFor();
    await look(page, "jobs");
    const done = page.getByRole("row").filter({ has: page.getByText("Done", { exact: true }) });
    await done
        .filter({ has: page.locator("[data-answer=yes]", { hasText: "Verified" }) })
        .first()
        .waitFor();
    await done
        .filter({ has: page.locator("[data-answer=no]", { hasText: "Failed" }) })
        .first()
        .waitFor();
    await page.getByLabel("State").selectOption("waiting");
    await page.waitForURL(/state=waiting/);
    await page.getByText("Done", { exact: true }).filter({ visible: true }).first().waitFor({ state: "detached" });
    await job.click();
    await page.getByRole("heading", { name: /^Verify/, level: 1 }).waitFor();
    await look(page, "job");
    await page.getByRole("button", { name: "Cancel the job" }).click();
    await page.getByRole("main").getByText("Cancelled", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Run again" }).click();
    await page.getByRole("main").getByText("Waiting", { exact: true }).waitFor();
});

test("a job that waits looks like no verdict", async (t) => {
    const page = await open(t);
    const look = (/** @type {import("playwright-core").Locator} */ badge) =>
        badge.evaluate((element) => [element.querySelector("svg")?.innerHTML, getComputedStyle(element).color]);
    await page.goto("/jobs?state=waiting");
    const waiting = await look(page.locator("td [class*=chip]", { hasText: "Waiting" }).first());
    await page.goto("/seams");
    const unknown = await look(page.locator("[data-answer=unknown]").first());
    assert.notEqual(waiting[0], unknown[0]);
    assert.notEqual(waiting[1], unknown[1]);
});

test("long names with hyphens stay whole in tables while there is room, and push nothing out of the window", async (t) => {
    const page = await open(t);
    const name = "checkout-gateways-eu";
    const longer = "checkout-and-payment-gateways-of-all-the-shops-in-the-world-and-beyond";
    const json = (/** @type {unknown} */ body) => ({ contentType: "application/json", body: JSON.stringify(body) });
    await page.route("**/api/v1/jobs?*", async (route) => {
        const { items } = await (await route.fetch()).json();
        const [job] = items;
        const named = (/** @type {string} */ one) => ({
            ...job,
            id: `00000000-0000-0000-0000-${String(one.length).padStart(12, "0")}`,
            provider: one,
            providerVersion: "2026.11.26-release-candidate-1",
            consumer: one,
            consumerVersions: ["2026.11.26-release-candidate-1"],
        });
        await route.fulfill(json({ items: [named(name), named(longer)] }));
    });
    for (const width of [1280, 390, 320]) {
        await page.setViewportSize({ width, height: 844 });
        await page.goto("/jobs");
        const links = page.getByRole("link", { name, exact: true });
        await links.first().waitFor();
        const found = await page
            .getByRole("table")
            .first()
            .evaluate((table) => ({
                over: document.documentElement.scrollWidth - innerWidth,
                cut: [...table.querySelectorAll("td *")].filter(
                    (element) => element.getBoundingClientRect().right > table.getBoundingClientRect().right + 1,
                ).length,
            }));
        assert.deepEqual(found, { over: 0, cut: 0 }, `${width} wide`);
        if (width > 320) {
            assert.equal(await linesOf(links.first()), 1, `${width} wide`);
        }
    }
});

test("who did it stands whole in the audit trail, and the ends of a span beside each other", async (t) => {
    const page = await open(t);
    await page.goto("/audit");
    const actor = page.getByRole("cell", { name: "job:cross-check" }).first();
    await actor.waitFor();
    const place = (/** @type {string} */ label) =>
        page.getByLabel(label, { exact: true }).evaluate((field) => field.getBoundingClientRect().top);
    for (const width of [1280, 1440]) {
        await page.setViewportSize({ width, height: 844 });
        assert.equal(await place("From"), await place("Until"), `${width} wide`);
        assert.equal(await linesOf(actor), 1, `${width} wide`);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    assert.equal(await linesOf(actor.locator("span").first()), 1);
});
