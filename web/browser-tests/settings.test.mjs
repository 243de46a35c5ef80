import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBroker } from "./broker.mjs";
import { look, open, sees, withBrowser } from "./browser.mjs";

withBrowser();

const OPERATOR = "an-operator-token-for-these-tests-alone";

/** @type {Awaited<ReturnType<typeof startBroker>>} a broker of its own, that wants tokens */
let broker;
/** @type {string} of the workspace's first administrator */
let secret;

before(async () => {
    broker = await startBroker("--auth", "token", "--operator-token", OPERATOR);
    const made = await fetch(`${broker.url}/api/v1/workspaces`, {
        method: "POST",
        headers: { Authorization: `Bearer ${OPERATOR}`, "Content-Type": "application/json" },
        body: JSON.stringify({ name: "acme" }),
    });
    secret = (await made.json()).secret;
});
after(() => broker?.stop());

test("a broker that wants a token asks for one, keeps it in the tab, and forgets it", async (t) => {
    const page = await open(t, { base: broker.url, expected: /401/ });
    await page.goto("/settings");
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await look(page, "sign-in");
    await page.getByLabel("API token").fill("something else");
    await page.getByRole("button", { name: "Sign in" }).click();
    await sees(page, /That is no API token/);
    await page.getByLabel("API token").fill(`swt_${"a".repeat(42)}`);
    await page.getByRole("button", { name: "Sign in" }).click();
    await sees(page, /The broker refused that token/);
    await page.getByLabel("API token").fill(secret);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "API tokens" }).waitFor();
    await sees(page, "admin: everything, also settings");
    assert.ok(!page.url().includes("swt_"));
    assert.equal(await page.evaluate(() => localStorage.getItem("seamwright.token")), null);
    await page.reload();
    await page.getByRole("heading", { name: "API tokens" }).waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
});

test("the operator makes a workspace and works in it", async (t) => {
    const page = await open(t, { base: broker.url, expected: /401|404/ });
    await page.goto("/settings");
    await page.getByLabel("API token").fill(OPERATOR);
    await page.getByRole("button", { name: "Sign in" }).click();
    const make = page.getByRole("form", { name: "Make a workspace" });
    await make.getByLabel("Name").fill("umbrella");
    await make.getByRole("button", { name: "Make a workspace" }).click();
    await sees(page, "Copy the first token of umbrella now.");
    await page.getByRole("button", { name: "I have it" }).click();
    await look(page, "settings-operator");
    await page.getByRole("button", { name: "Work in umbrella" }).click();
    await page.getByRole("heading", { name: "Your first verdict" }).waitFor();
    await page.getByRole("banner").getByText("umbrella").waitFor();
    await page.goto("/settings");
    await page
        .getByRole("row", { name: /umbrella/ })
        .getByText("this one")
        .waitFor();
    await page.goto("/audit");
    await page.getByText("workspace.create").first().waitFor();
});

test("who may only read sees no form, and no command of an administrator's", async (t) => {
    const made = await fetch(`${broker.url}/api/v1/tokens`, {
        method: "POST",
        headers: { Authorization: `Bearer ${secret}`, "Content-Type": "application/json" },
        body: JSON.stringify({ name: "reader", scope: "read" }),
    });
    const reader = (await made.json()).secret;
    const page = await open(t, { base: broker.url });
    await page.addInitScript((token) => sessionStorage.setItem("seamwright.token", token), reader);
    await page.goto("/webhooks");
    await sees(page, "Webhooks are made by administrators of the workspace.");
    await page.goto("/start");
    await sees(page, "An administrator of the workspace can load it here.");
    await look(page, "first-run-reader");
});

test("a token is shown once and revoked, an environment is added, and the trail has all of it", async (t) => {
    const page = await open(t, { base: broker.url });
    await page.addInitScript((token) => sessionStorage.setItem("seamwright.token", token), secret);
    await page.goto("/settings");
    const make = page.getByRole("form", { name: "Make a token" });
    await make.getByLabel("Name").fill("ci");
    await make.getByRole("button", { name: "Make a token" }).click();
    await sees(page, "Copy the token ci now.");
    await page.getByRole("button", { name: "Copy Token ci" }).click();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^swt_[0-9A-Za-z]{42}$/);
    const add = page.getByRole("form", { name: "Add an environment" });
    await add.getByLabel("Name").fill("production");
    await add.getByLabel("Production: customers depend on it").check();
    await add.getByRole("button", { name: "Add or change" }).click();
    await page
        .getByRole("row", { name: /^production/ })
        .getByText("yes", { exact: true })
        .waitFor();
    await look(page, "settings");
    await page.getByRole("button", { name: "I have it" }).click();
    await page.getByRole("button", { name: "Revoke ci" }).click();
    await page.getByRole("button", { name: "Revoke ci now" }).click();
    await page.getByRole("row", { name: /^ci/ }).getByText("revoked").waitFor();

    await page.keyboard.press("g");
    await page.keyboard.press("a");
    await page.getByRole("heading", { name: "Audit trail" }).waitFor();
    await page.getByRole("cell", { name: /token.revoke/ }).waitFor();
    await page.getByRole("button", { name: "Verify the chain" }).click();
    await sees(page, /Whole: \d+ entries/);
    await look(page, "audit");
    await page.getByLabel("What").fill("environment.create");
    await page.getByRole("button", { name: "Filter" }).click();
    await page.waitForURL(/action=environment\.create/);
});

test("what contracts say is text, however hostile, and the layout holds", async (t) => {
    const consumer = "<img src=x onerror=alert(1)>\"'&lt; \u05e9\u05dc\u05d5\u05dd \u{1f9f5}/../{{7*7}}";
    const provider = "p".repeat(255);
    const version = `1/2?#<script>alert(2)</script>${"9".repeat(150)}`;
    const interaction = {
        description: `<script>alert(3)</script>${"long ".repeat(2000)}`,
        providerStates: [{ name: "<svg onload=alert(4)>", params: { "\u05d0": "\u{1f4a5}".repeat(200) } }],
        request: {
            method: "GET",
            path: `/${"x".repeat(3000)}`,
            headers: { "X-<b>": "</pre><script>alert(5)</script>" },
        },
        response: { status: 200, body: { "<i>": `</pre>${"y".repeat(5000)}` } },
    };
    const path = [consumer, "versions", version, "contracts"].map(encodeURIComponent).join("/");
    const published = await fetch(`${broker.url}/api/v1/participants/${path}`, {
        method: "POST",
        headers: { Authorization: `Bearer ${secret}`, "Content-Type": "application/json" },
        body: JSON.stringify({
            branch: `feat/${"<b>".repeat(80)}`,
            contracts: [
                {
                    kind: "pact",
                    provider,
                    content: JSON.stringify({
                        consumer: { name: consumer },
                        provider: { name: provider },
                        interactions: [interaction],
                        metadata: { pactSpecification: { version: "3.0.0" } },
                    }),
                },
            ],
        }),
    });
    assert.equal(published.status, 200, await published.text());

    const page = await open(t, { base: broker.url });
    page.on("dialog", (dialog) => assert.fail(dialog.message()));
    await page.addInitScript((token) => sessionStorage.setItem("seamwright.token", token), secret);
    await page.goto("/participants");
    await page.getByRole("link", { name: consumer }).click();
    await page.getByRole("heading", { level: 1 }).getByText(consumer).waitFor();
    await look(page, "hostile-participant");
    await page.getByRole("link", { name: version }).first().click();
    await page.getByRole("heading", { level: 1 }).getByText(version).waitFor();
    await look(page, "hostile-version");
    await page.getByRole("link", { name: provider }).click();
    await page.getByText("alert(3)").first().waitFor();
    await look(page, "hostile-seam");
    await page.goto(`/verdict?${new URLSearchParams({ participant: consumer, version, environment: "production" })}`);
    await page.getByRole("article").first().waitFor();
    await look(page, "hostile-verdict");
    await page.goto("/audit");
    await page.getByRole("row").nth(1).waitFor();
    await look(page, "hostile-audit");
});
