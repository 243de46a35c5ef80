// What breaks if this changes: asked in the browser, and the same question by every other way.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { SEAMWRIGHT, startBroker } from "./broker.mjs";
import { cutSelects, look, open, sees, withBrowser } from "./browser.mjs";

withBrowser();

const QUESTION = "What breaks if I drop orders.discount?";
/** A PostgreSQL of the broker's own has to start for the first question. */
const ANSWER_MILLIS = 90_000;

/** @type {Awaited<ReturnType<typeof startBroker>>} a broker of its own, with a shop */
let shop;

before(async () => {
    shop = await startBroker();
    await openShop();
});
after(() => shop?.stop());

test("the question about orders.discount has the same answer in the browser, on the command line, over HTTP and for agents", async (t) => {
    const asked = await send("POST", "/api/v1/impact", { question: QUESTION });
    assert.match(asked.text, /^Yes, this breaks consumers: it hits 2 of 3 known consumers\.\n/);

    const page = await open(t, { base: shop.url });
    await page.goto("/impact");
    await sees(page, "A sentence, SQL, a document, a patch or a diff");
    await look(page, "impact-empty");
    await page.getByLabel("Change", { exact: true }).fill(QUESTION);
    await page.getByRole("button", { name: "What breaks?" }).click();
    await page.waitForURL((address) => address.searchParams.get("change") === QUESTION);
    await page.getByRole("heading", { name: asked.text.split("\n")[0] }).waitFor({ timeout: ANSWER_MILLIS });

    // the words
    assert.equal(
        await page.locator("figure", { hasText: "What they answer" }).locator("pre").textContent(),
        asked.text,
    );
    // the parts: whom it hits, in which version, how surely, what shows it
    const hits = await page
        .getByRole("article")
        .evaluateAll((cards) => cards.map((card) => [card.getAttribute("aria-label"), card.dataset.certainty]));
    assert.deepEqual(
        hits,
        asked.hits.map((/** @type {any} */ hit) => [`${hit.consumer} ${hit.version}`, hit.certainty]),
    );
    for (const hit of asked.hits) {
        const card = page.getByRole("article", { name: `${hit.consumer} ${hit.version}`, exact: true });
        for (const environment of hit.environments) {
            await card.getByTitle(environment, { exact: true }).first().waitFor();
        }
        for (const touch of hit.touches) {
            for (const text of [touch.subject, touch.statement, touch.why, touch.witness, ...touch.sources]) {
                if (text) {
                    await card.getByText(text, { exact: true }).first().waitFor();
                }
            }
        }
    }
    for (const step of asked.alternative) {
        await page.getByRole("listitem").filter({ hasText: step.text }).first().waitFor();
    }
    await look(page, "impact-yes");

    // the command that is shown
    await page.getByRole("button", { name: "Copy Command line" }).click();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(command, `seamwright impact '${QUESTION}'`);
    const cli = await run("impact", QUESTION, "--broker", shop.url);
    assert.deepEqual(cli, { code: 1, out: asked.text });

    // an agent
    const agent = await send(
        "POST",
        "/mcp",
        {
            jsonrpc: "2.0",
            id: 1,
            method: "tools/call",
            params: { name: "impact_of_change", arguments: { question: QUESTION } },
        },
        { Accept: "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18" },
    );
    assert.ok(agent.result.content[0].text.includes(asked.text), JSON.stringify(agent));
});

test("the address is the question, and a column of the database leads to it", async (t) => {
    const page = await open(t, { base: shop.url });
    await page.goto("/databases/orders-db?table=public.orders&column=discount");
    await page.getByRole("link", { name: "What breaks if I drop it?" }).click();
    await page.waitForURL((address) => address.searchParams.get("change") === QUESTION);
    await page
        .getByRole("article", { name: "checkout 1", exact: true })
        .getByText("SQLSTATE 42703")
        .waitFor({ timeout: ANSWER_MILLIS });
    await page.reload();
    await page.getByRole("article", { name: "checkout 1", exact: true }).waitFor({ timeout: ANSWER_MILLIS });
    assert.equal(await page.getByLabel("Change", { exact: true }).inputValue(), QUESTION);
    await page.getByRole("link", { name: "Its seam with orders-db" }).first().click();
    await page.waitForURL(/\/seams\/checkout\/orders-db\?version=1/);
});

test("whoever types the question into the palette gets there", async (t) => {
    const page = await open(t, { base: shop.url });
    await page.goto("/participants");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("/");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("drop invoice.amount");
    await page.getByRole("menuitem", { name: /drop invoice\.amount/ }).click();
    await page.getByRole("heading", { name: /^No, / }).waitFor({ timeout: ANSWER_MILLIS });
    await page.locator("[data-answer=yes]").getByText("Breaks nobody").waitFor();
    await look(page, "impact-no");
});

test("an operation is chosen, and removing it is a merge patch whose answer names who fails", async (t) => {
    const page = await open(t, { base: shop.url });
    await page.goto("/participants/orders-api");
    await page.getByRole("link", { name: "What breaks if I change it?" }).click();
    await page.getByLabel("Remove an operation").selectOption("GET /orders/{id}");
    for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 844 });
        assert.deepEqual(await cutSelects(page), [], `${width} wide`);
    }
    await page.getByRole("button", { name: "What breaks?" }).click();
    await page.waitForURL((address) => address.searchParams.get("participant") === "orders-api");
    const web = page.getByRole("article", { name: "web 1", exact: true });
    await web.waitFor({ timeout: ANSWER_MILLIS });
    await sees(page, "seamwright impact --participant orders-api --merge-patch patch.json");
    await look(page, "impact-operation");
});

test("a diff of the document, and SQL in a file that is too long for the address, are taken as they are", async (t) => {
    const page = await open(t, { base: shop.url });
    await page.goto("/impact?participant=orders-api");
    await page.getByLabel("Change", { exact: true }).fill(DIFF);
    await page.getByLabel("Taken as").getByText("git diff (detected)").waitFor({ state: "attached" });
    await page.getByRole("button", { name: "What breaks?" }).click();
    await page
        .locator("section", { has: page.getByRole("heading", { name: /^What changes of/ }) })
        .waitFor({ timeout: ANSWER_MILLIS });
    await page.goto("/impact?participant=orders-db");
    await page.getByLabel("A file instead").setInputFiles({
        name: "V9__drop.sql",
        mimeType: "text/plain",
        buffer: Buffer.from(`-- ${"why ".repeat(1200)}\nALTER TABLE orders DROP COLUMN total CASCADE;\n`),
    });
    await page.getByRole("button", { name: "What breaks?" }).click();
    await page.getByRole("article", { name: "checkout 2", exact: true }).waitFor({ timeout: ANSWER_MILLIS });
    await sees(page, /too long for the address/);
    await sees(page, "seamwright impact --participant orders-db --ddl change.sql");
});

test("what is not understood, what PostgreSQL refuses and what is not complete is told with what to do", async (t) => {
    const page = await open(t, { base: shop.url, expected: /4\d\d/ });
    await page.goto("/impact?change=make+it+better");
    await sees(page, "The question could not be answered");
    await sees(page, /It understands 'drop orders\.discount'/);
    await look(page, "impact-refused");
    await page.getByLabel("Change", { exact: true }).fill("ALTER TABLE nobody DROP COLUMN x;");
    await page.getByLabel("Of whom").fill("orders-db");
    await page.getByRole("button", { name: "What breaks?" }).click();
    await page.getByText(/relation "nobody" does not exist/).waitFor({ timeout: ANSWER_MILLIS });
    await page.goto("/impact");
    await page.getByRole("button", { name: "What breaks?" }).click();
    await sees(page, "Write what changes, or paste it.");
    await page.getByLabel("Change", { exact: true }).fill('{"paths": {}');
    await page.getByRole("button", { name: "What breaks?" }).click();
    await sees(page, "Name of whom: whose OpenAPI document changes.");
    await page.getByLabel("Of whom").fill("orders-api");
    await page.getByRole("button", { name: "What breaks?" }).click();
    await sees(page, /The patch is no JSON/);
});

const SCHEMA = `
CREATE TABLE customer (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customer, total numeric(10,2) NOT NULL, discount numeric(10,2));
CREATE TABLE invoice (id bigint PRIMARY KEY, amount numeric(10,2) NOT NULL);
CREATE VIEW cheap AS SELECT id, discount FROM orders WHERE total < 10;
`;

const OPENAPI = `openapi: 3.1.0
info: { title: Orders, version: "1" }
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      responses:
        "200":
          description: An order.
          content:
            application/json:
              schema:
                type: object
                required: [total]
                properties:
                  total: { type: number }
`;

const DIFF = `diff --git a/openapi.yaml b/openapi.yaml
--- a/openapi.yaml
+++ b/openapi.yaml
@@ -15,6 +15,6 @@
             application/json:
               schema:
                 type: object
-                required: [total]
+                required: []
                 properties:
                   total: { type: number }
`;

/** Opens a shop in production: checkout 1 reads the discount, checkout 2 does not any more, a report reads a view of it. */
async function openShop() {
    const directory = mkdtempSync(join(tmpdir(), "seamwright-shop-"));
    try {
        mkdirSync(join(directory, "migrations"));
        writeFileSync(join(directory, "migrations/V1__shop.sql"), SCHEMA);
        await send("PUT", "/api/v1/environments/production", { production: true });
        const schema = await run(
            ...["schema", "publish", "--database", "orders-db", "--migrations", join(directory, "migrations")],
            ...["--version", "1", "--branch", "main", "--broker", shop.url],
        );
        assert.equal(schema.code, 0, schema.out);
    } finally {
        rmSync(directory, { recursive: true });
    }
    const total = "SELECT total, discount FROM orders WHERE id = $1";
    await publish("checkout", "1", "db-usage", usage("order-total", total, "orders.sql:12"), "orders-db");
    await publish("mail", "1", "db-usage", usage("names", "SELECT name FROM customer", "mail.sql:1"), "orders-db");
    await publish("report", "1", "db-usage", usage("cheap", "SELECT * FROM cheap", "report.sql:7"), "orders-db");
    const next = "SELECT total FROM orders WHERE id = $1";
    await publish("checkout", "2", "db-usage", usage("order-total", next, "orders.sql:12"), "orders-db");
    await publish("orders-api", "1", "openapi", OPENAPI);
    await publish("web", "1", "pact", PACT, "orders-api");
    for (const participant of ["orders-db", "checkout", "mail", "report", "orders-api", "web"]) {
        await send("POST", "/api/v1/deployments", { participant, version: "1", environment: "production" });
    }
}

const PACT = JSON.stringify({
    consumer: { name: "web" },
    provider: { name: "orders-api" },
    interactions: [
        {
            description: "an order",
            request: { method: "GET", path: "/orders/1" },
            response: { status: 200, headers: { "Content-Type": "application/json" }, body: { total: 10 } },
        },
    ],
    metadata: { pactSpecification: { version: "2.0.0" } },
});

/**
 * @param {string} id
 * @param {string} sql
 * @param {string} source
 */
function usage(id, sql, source) {
    return JSON.stringify({ format: "db-usage/1", statements: [{ id, sql, sources: [source] }] });
}

/**
 * @param {string} participant
 * @param {string} version
 * @param {string} kind
 * @param {string} content
 * @param {string} [provider]
 */
function publish(participant, version, kind, content, provider) {
    return send("POST", `/api/v1/participants/${participant}/versions/${version}/contracts`, {
        branch: "main",
        contracts: [{ kind, content, ...(provider && { provider }) }],
    });
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} body
 * @param {Record<string, string>} [headers]
 */
async function send(method, path, body, headers = {}) {
    const answer = await fetch(shop.url + path, {
        method,
        headers: { "Content-Type": "application/json", ...headers },
        body: JSON.stringify(body),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${text}`);
    return text ? JSON.parse(text) : null;
}

/**
 * Runs the command line.
 *
 * @param {string[]} parameters
 * @returns {Promise<{ code: number, out: string }>}
 */
function run(...parameters) {
    return new Promise((resolve) => {
        execFile(SEAMWRIGHT, parameters, (error, out) => {
            resolve({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, out });
        });
    });
}
