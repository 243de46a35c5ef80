import assert from "node:assert/strict";
import { test } from "node:test";
import { look, open, print, sees, withBrowser } from "./browser.mjs";

withBrowser();

test("without a question the page says how to ask", async (t) => {
    const page = await open(t);
    await page.goto("/verdict");
    await sees(page, "Ask about a version");
    await sees(page, "seamwright can-i-deploy --participant NAME --version VERSION --to-environment production-eu");
    await look(page, "verdict-empty");
});

test("a no shows what fails, and with which version it would pass", async (t) => {
    const page = await open(t);
    await page.goto("/verdict?participant=storefront&version=3.2.0&environment=production-eu");
    await sees(page, "storefront 3.2.0 cannot go to Production EU.");
    const blocker = page.getByRole("article", { name: /^Broken/ });
    await blocker.getByText("missing the following keys: deliveryDate").waitFor();
    await blocker.getByText("It passes with orders").waitFor();
    assert.equal(await page.getByRole("article").count(), 1);
    await look(page, "verdict-no");
    await print(page, "verdict-no");
    await blocker.getByRole("link", { name: "ask whether it can be" }).click();
    await page.getByRole("heading", { name: /orders 2.5.0 .* Production EU/ }).waitFor();
    assert.match(page.url(), /participant=orders&version=2\.5\.0&environment=production-eu/);
});

test("a blocker says whose code the other side is", async (t) => {
    const page = await open(t);
    await page.route("**/api/v1/participants?*", async (route) => {
        const answer = await route.fetch();
        const { items, ...rest } = await answer.json();
        const told = {
            repositoryUrl: "https://git.example.com/shop/orders",
            repositoryNamespace: "shop",
            repositoryName: "orders",
        };
        const json = {
            ...rest,
            items: items.map((/** @type {any} */ one) => (one.name === "orders" ? { ...one, ...told } : one)),
        };
        await route.fulfill({ response: answer, json });
    });
    await page.goto("/verdict?participant=storefront&version=3.2.0&environment=production-eu");
    await page
        .getByRole("article", { name: /^Broken/ })
        .getByText("orders belongs to")
        .waitFor();
    assert.equal(
        await page.getByRole("link", { name: "shop/orders" }).getAttribute("href"),
        "https://git.example.com/shop/orders",
    );
});

test("a yes says what it rests on", async (t) => {
    const page = await open(t);
    await page.goto("/verdict?participant=storefront&version=3.2.0&environment=staging");
    await sees(page, "storefront 3.2.0 can go to Staging.");
    assert.equal(await page.getByRole("article").count(), 0);
    await page.getByRole("table").getByText("Fits").first().waitFor();
    await look(page, "verdict-yes");
});

test("an unknown follows what happens until it is known", async (t) => {
    const page = await open(t);
    await page.goto("/verdict?participant=payments&version=1.9.0&environment=production-us");
    await sees(page, "Nobody knows yet whether payments 1.9.0 can go to Production US.");
    await page.getByRole("button", { name: "Live: pause" }).waitFor();
    await look(page, "verdict-unknown");
});

test("the question is asked in the form, and kept in the address", async (t) => {
    const page = await open(t);
    await page.goto("/verdict");
    await page.getByLabel("Participant", { exact: true }).fill("storefront");
    await page.getByRole("combobox", { name: "Version", exact: true }).fill("3.1.0");
    await page.getByRole("combobox", { name: "Environment" }).fill("staging");
    await page.getByRole("button", { name: "Can I deploy?" }).click();
    await sees(page, /storefront 3.1.0 can go to Staging/);
    assert.match(page.url(), /\/verdict\?participant=storefront&version=3\.1\.0&environment=staging$/);
    await page.getByRole("button", { name: "Copy Command line" }).click();
    assert.equal(
        await page.evaluate(() => navigator.clipboard.readText()),
        "seamwright can-i-deploy --participant storefront --version 3.1.0 --to-environment staging",
    );
});

test("a version that does not exist is a no with its reason", async (t) => {
    const page = await open(t);
    await page.goto("/verdict?participant=storefront&version=99&environment=staging");
    await page.getByRole("article", { name: /^No such version/ }).waitFor();
    await look(page, "verdict-no-version");
});

test("an environment that does not exist is a failure that names it", async (t) => {
    const page = await open(t, { expected: /404|400|422/ });
    await page.goto("/verdict?participant=storefront&version=3.2.0&environment=moon");
    await sees(page, "The question could not be answered");
    await sees(page, /moon/);
    await look(page, "verdict-failed");
});
