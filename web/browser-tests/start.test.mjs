// The first five minutes: an empty broker, and a first verdict.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { SEAMWRIGHT, startBroker } from "./broker.mjs";
import { look, open, sees, url, withBrowser } from "./browser.mjs";

withBrowser();

const FIVE_MINUTES = 300_000;

/** @type {Awaited<ReturnType<typeof startBroker>>} */
let forExample;
/** @type {Awaited<ReturnType<typeof startBroker>>} */
let forImport;

before(async () => {
    forExample = await startBroker();
    forImport = await startBroker();
});
after(async () => {
    await forExample?.stop();
    await forImport?.stop();
});

test("an empty broker loads the example with one click, and shows a verdict with its reason", async (t) => {
    const began = Date.now();
    const page = await open(t, { base: forExample.url });
    await page.goto("/");
    await page.getByRole("heading", { name: "Your first verdict" }).waitFor();
    await sees(page, "Nothing is here yet.");
    await sees(page, "seamwright environment create production --production");
    await sees(page, /--to-environment production$/);
    await look(page, "first-run");
    await page.getByRole("button", { name: "Load the example" }).click();
    await sees(page, "storefront 3.2.0 cannot go to Production EU.");
    await sees(page, "missing the following keys: deliveryDate");
    t.diagnostic(`first verdict after ${Date.now() - began} ms`);
    assert.ok(Date.now() - began < FIVE_MINUTES);
    await page.goto("/start");
    await sees(page, "It is for an empty workspace, and this one is not.");
    await sees(page, /--to-environment production-eu$/);
    assert.equal(await page.getByText("seamwright environment create").count(), 0);
    assert.equal(await page.getByRole("button", { name: "Load the example" }).isDisabled(), true);
    await page.goto("/audit?action=example.load");
    await page.getByText("example.load").first().waitFor();
});

test("what a Pact Broker has is imported by the command that is shown, is seen to arrive, and gives a verdict", async (t) => {
    const began = Date.now();
    const page = await open(t, { base: forImport.url });
    await page.goto("/");
    await page.getByLabel("It knows you by").selectOption("user");
    await page.waitForURL(/\/start\?by=user/);
    await page.getByLabel("User name").fill("me");
    await page.getByLabel("Its address").fill(url);
    await page.getByRole("heading", { name: "Your first verdict" }).click();
    await page.waitForURL(/user=me/);
    await sees(page, /read -rs SEAMWRIGHT_FROM_PASSWORD/);
    await look(page, "first-run-import");
    await page.getByLabel("It knows you by").selectOption("");
    await page.waitForURL(/\/start\?from=[^&]*$/);
    await page.getByRole("button", { name: "Copy Run this where both are reached" }).click();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(command, `seamwright import --from ${url} --broker ${forImport.url}`);
    // the other broker of the tests is a Pact Broker to it
    await promisify(execFile)(SEAMWRIGHT, command.split(" ").slice(1));
    const here = page.getByRole("status").filter({ hasText: "Here by now" });
    await here.getByText("5 participants").waitFor();
    await here.getByText("4 environments").waitFor();
    await look(page, "first-run-arrived");
    await page.getByRole("link", { name: "ask for a verdict" }).click();
    await page.getByLabel("Participant", { exact: true }).fill("storefront");
    await page.getByRole("combobox", { name: "Version", exact: true }).fill("3.2.0");
    await page.getByRole("combobox", { name: "Environment" }).fill("production-eu");
    await page.getByRole("button", { name: "Can I deploy?" }).click();
    await sees(page, "storefront 3.2.0 cannot go to Production EU.");
    t.diagnostic(`first verdict after ${Date.now() - began} ms`);
    assert.ok(Date.now() - began < FIVE_MINUTES);
});
