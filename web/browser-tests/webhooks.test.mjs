import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { startBroker } from "./broker.mjs";
import { look, open, sees, withBrowser } from "./browser.mjs";

withBrowser();

/** @type {Awaited<ReturnType<typeof startBroker>>} a broker of its own, whose webhooks may call this machine */
let broker;
/** Answers whatever a webhook sends with the status of the moment, and keeps it. */
const receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => {
        body += part;
    });
    request.on("end", () => {
        received.push({ headers: request.headers, body });
        response.writeHead(status, { "Content-Type": "text/plain" }).end("what the receiver says");
    });
});
/** @type {{ headers: import("node:http").IncomingHttpHeaders, body: string }[]} */
const received = [];
let status = 200;
let port = 0;

before(async () => {
    receiver.listen(0, "127.0.0.1");
    await once(receiver, "listening");
    const address = receiver.address();
    port = typeof address === "object" && address ? address.port : 0;
    broker = await startBroker("--demo", "--webhook-schemes", "http", "--webhook-hosts", "127.0.0.1");
});
after(async () => {
    receiver.close();
    await broker?.stop();
});

test("a webhook is made, tried, changed and deleted, and its secrets are never shown", async (t) => {
    const page = await open(t, { base: broker.url, expected: /400/ });
    /** @type {string[]} */
    const answers = [];
    page.on("response", async (response) => {
        if (response.request().method() === "GET" && /webhooks|deliveries/.test(response.url())) {
            answers.push(await response.text().catch(() => ""));
        }
    });
    await page.goto("/webhooks");
    await sees(page, "Nobody is told anything yet");
    await look(page, "webhooks-empty");
    for (const action of ["Deliveries", "New webhook"]) {
        const link = page.getByRole("main").getByRole("link", { name: action, exact: true });
        assert.equal(await link.evaluate((element) => getComputedStyle(element).borderStyle), "solid", action);
    }
    await page.getByRole("link", { name: "New webhook" }).click();
    await page.getByLabel("As", { exact: true }).selectOption("github-status");
    await page.waitForURL(/format=github-status/);
    await page.getByLabel("URL", { exact: true }).fill("https://example.com/elsewhere");
    await page.getByRole("button", { name: "Make the webhook" }).click();
    await sees(page, "The webhook was not stored");
    await sees(page, "/request/url");
    await look(page, "webhook-refused");

    await page.getByLabel("As", { exact: true }).selectOption("template");
    await page.getByRole("checkbox", { name: /^verdict_changed/ }).uncheck();
    await page.getByRole("checkbox", { name: /^contract_published/ }).check();
    await page.getByLabel("Provider: whose").selectOption("name");
    await page.getByLabel("Provider: name").fill("orders");
    await page.getByLabel("URL", { exact: true }).fill(`http://127.0.0.1:${port}/hook?of=\${pactbroker.consumerName}`);
    await page.getByLabel("Body").fill(`{"version": "\${pactbroker.consumerVersionNumber}"}`);
    await page.getByRole("button", { name: "Take away header 1" }).click();
    await page.getByRole("button", { name: "Add a header" }).click();
    await page.getByLabel("Header 1", { exact: true }).fill("X-Api-Key");
    await page.getByLabel("Value of header 1").fill("hush-hush");
    await page.getByLabel("User name").fill("ci");
    await page.getByLabel("Password").fill("hush-password");
    await page.getByRole("checkbox", { name: /^Sign each request/ }).check();
    await page.getByRole("button", { name: "Make one" }).click();
    assert.match(await page.getByLabel("Signing secret").inputValue(), /^whsec_/);
    await page.getByLabel("Description").fill("Build orders");
    await look(page, "webhook-new");
    await page.getByRole("button", { name: "Make the webhook" }).click();
    await page.getByRole("heading", { name: "Build orders", level: 1 }).waitFor();
    await page.waitForURL(/\/webhooks\/[\w-]{16,}$/);

    await page.getByRole("button", { name: "Send a trial" }).click();
    await sees(page, "The receiver answered 200.");
    assert.equal(received.at(-1)?.headers["x-api-key"], "hush-hush");
    assert.ok(received.at(-1)?.headers["webhook-signature"]);
    await look(page, "webhook");

    await page.getByLabel("Description").fill("Build the orders");
    await page.getByRole("button", { name: "Store the changes" }).click();
    await page.getByRole("heading", { name: "Build the orders", level: 1 }).waitFor();
    await page.getByRole("button", { name: "Send a trial" }).click();
    await sees(page, "The receiver answered 200.");
    assert.equal(received.at(-1)?.headers["x-api-key"], "hush-hush", "a secret that is not given again stays");
    assert.match(String(received.at(-1)?.headers.authorization), /^Basic /);

    const url = page.getByLabel("URL", { exact: true });
    await url.fill(`http://127.0.0.1:${port}/elsewhere`);
    assert.equal(await page.getByText(/^Stored for/).count(), 0, "another path asks for nothing");
    await url.fill(`http://localhost:${port}/hook`);
    await sees(
        page,
        `Stored for http://127.0.0.1:${port} alone: give the header X-Api-Key, the password, the signing secret again for http://localhost:${port}, or take away what is not to be sent there.`,
    );
    await look(page, "webhook-elsewhere");
    await page.getByLabel("Value of header 1").fill("hush-again");
    await page.getByLabel("Password").fill("hush-again");
    await sees(page, /alone: give the signing secret again for/);
    await page.reload();

    await page.getByRole("button", { name: "Disable" }).click();
    await page.getByRole("button", { name: "Enable" }).click();
    await page.getByRole("button", { name: "Disable" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Build the orders", level: 1 }).waitFor();
    for (const answer of [...answers, await page.content()]) {
        assert.doesNotMatch(answer, /hush|whsec_[A-Za-z0-9]/);
    }
});

test("a delivery that fails shows each attempt, and is sent again", async (t) => {
    const page = await open(t, { base: broker.url });
    status = 500;
    await publish("9.0.0");
    await page.goto("/webhooks");
    await page.getByText("To be tried again").first().waitFor();
    await look(page, "webhooks");
    await page.getByRole("link", { name: "Deliveries" }).click();
    await page
        .getByRole("link", { name: /Delivery of contract_published/ })
        .first()
        .waitFor();
    await look(page, "deliveries");
    await page.getByLabel("State").selectOption("success");
    await sees(page, "No delivery is like that");
    await page.getByLabel("State").selectOption("retrying");
    await page.waitForURL(/state=retrying/);
    await page
        .getByRole("link", { name: /Delivery of contract_published/ })
        .first()
        .click();
    await page.getByRole("heading", { name: "Delivery of contract_published", level: 1 }).waitFor();
    await sees(page, "HTTP 500");
    await sees(page, /"version": "9\.0\.0"/);
    assert.doesNotMatch(await page.content(), /hush/);
    await page.getByText("Request and response").first().click();
    await look(page, "delivery");
    status = 200;
    await page.getByRole("button", { name: "Send it again" }).click();
    await page.getByRole("main").getByText("Delivered", { exact: true }).waitFor();
    await sees(page, "Redelivery 1, attempt 1");
    assert.equal(received.at(-1)?.headers["webhook-id"], received.at(-2)?.headers["webhook-id"]);
});

test("a webhook is deleted after another question, and what it sent stays", async (t) => {
    const page = await open(t, { base: broker.url });
    await page.goto("/webhooks");
    await page.getByRole("link", { name: "Build the orders" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("button", { name: "Delete it now" }).click();
    await sees(page, "Nobody is told anything yet");
    await page.goto("/deliveries");
    await page.getByText("deleted", { exact: true }).first().waitFor();
});

test("what is not there is named", async (t) => {
    const page = await open(t, { base: broker.url, expected: /404/ });
    await page.goto("/webhooks/AAAAAAAAAAAAAAAAAAAAAA");
    await sees(page, "The webhook could not be loaded");
    await page.goto("/deliveries/00000000-0000-0000-0000-000000000000");
    await sees(page, "The delivery could not be loaded");
    await look(page, "delivery-missing");
});

/** @param {string} version of storefront, whose pact with orders is published */
async function publish(version) {
    const published = await fetch(`${broker.url}/api/v1/participants/storefront/versions/${version}/contracts`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
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
                                description: `a ping of ${version}`,
                                request: { method: "GET", path: "/ping" },
                                response: { status: 200 },
                            },
                        ],
                        metadata: { pactSpecification: { version: "3.0.0" } },
                    }),
                },
            ],
        }),
    });
    assert.equal(published.status, 200, await published.text());
}
