// A hundred hostile texts in every field of contracts: what the API takes is shown as text, and the layout holds.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { SEAMWRIGHT, startBroker } from "./broker.mjs";
import { open, withBrowser } from "./browser.mjs";
import { HOSTILE } from "./hostile.mjs";

withBrowser();

const LONGEST_NAME = 255;
const WIDTHS = [1440, 390];
const AT_ONCE = 5;

/** @type {Awaited<ReturnType<typeof startBroker>>} */
let broker;
/** @type {{ participant: string, version: string }[]} those that the API took */
const taken = [];
const refused = new Map();

before(async () => {
    assert.equal(new Set(HOSTILE).size, 100);
    broker = await startBroker();
    await put("/api/v1/environments/production", { production: true, displayName: HOSTILE[0] });
    for (const one of ["hub", "hub-provider", "hub-db"]) {
        await put(`/api/v1/participants/${one}`, { kind: one === "hub-db" ? "database" : "application" });
    }
    for (let from = 0; from < HOSTILE.length; from += AT_ONCE) {
        await Promise.all(HOSTILE.slice(from, from + AT_ONCE).map((text, index) => publish(text, from + index)));
    }
    await publishAll();
});
after(() => broker?.stop());

test("the API takes what can be a name, and says of the rest what is wrong with it", () => {
    assert.ok(taken.length >= 90, `${taken.length} taken; refused: ${[...refused.keys()].join(" | ")}`);
    for (const [text, answer] of refused) {
        const { status, detail, errors = [] } = JSON.parse(answer);
        assert.equal(status, 400);
        const said = [detail, ...errors.map((/** @type {any} */ error) => error.detail)].join(" ");
        assert.match(said, /control|line break|longer|blank|character/i, `${JSON.stringify(text)}: ${answer}`);
    }
});

test("on every screen they are text: nothing runs, nothing is wider than the window", async (t) => {
    const began = Date.now();
    // there is no table that could be dropped
    const page = await open(t, { base: broker.url, expected: /422/ });
    page.on("dialog", (dialog) => assert.fail(dialog.message()));
    const hub = { participant: "hub", version: "1" };
    const paths = [
        "/",
        "/?since=day",
        "/start",
        "/participants",
        "/seams",
        "/seams?name=script",
        "/environments",
        "/jobs",
        "/webhooks",
        "/deliveries",
        "/audit",
        "/settings",
        "/participants/hub",
        "/participants/hub/versions/1",
        "/participants/hub-db",
        "/seams/hub/hub-provider",
        "/seams/hub/hub-db?kind=db-usage",
        verdictOf(hub),
        `/impact?${new URLSearchParams({ participant: "hub-db", change: "drop table orders" })}`,
        ...sample().flatMap(({ participant, version }) => [
            `/participants/${encodeURIComponent(participant)}`,
            `/participants/${encodeURIComponent(participant)}/versions/${encodeURIComponent(version)}`,
            `/seams/${encodeURIComponent(participant)}/hub-provider`,
            verdictOf({ participant, version }),
        ]),
    ];
    let seen = 0;
    for (const path of paths) {
        await page.setViewportSize({ width: WIDTHS[0] ?? 0, height: 900 });
        await page.goto(path);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.waitForFunction(() => !document.querySelector("[role=status] [class*=bar]"));
        for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: 900 });
            const found = await page.evaluate(() => ({
                over: document.documentElement.scrollWidth - innerWidth,
                pwned: "pwned" in window,
                planted: document.querySelectorAll(
                    "script:not([type=module]), iframe, object, embed, base, meta[http-equiv=refresh], main form[action], [onerror], [onload], a[href^='javascript:' i], a[href^='data:' i]",
                ).length,
                wide: [...document.querySelectorAll("main *")]
                    .filter((element) => element.getBoundingClientRect().right > innerWidth)
                    .map((element) => `${element.tagName}.${element.className}`)
                    .slice(-3),
                texts: document.body.textContent?.length ?? 0,
            }));
            assert.ok(
                found.over <= 0,
                `${path} is ${found.over} pixels wider than a window of ${width}: ${found.wide}`,
            );
            assert.equal(found.pwned, false, `${path}: something ran`);
            assert.equal(found.planted, 0, `${path}: something was planted`);
            assert.ok(found.texts > 50, `${path} shows nothing`);
        }
        seen++;
    }
    t.diagnostic(`${seen} pages in ${Date.now() - began} ms`);
});

test("each name stands as it is in the list of participants", async (t) => {
    const page = await open(t, { base: broker.url });
    await page.goto("/participants");
    await page.getByRole("rowheader").first().waitFor();
    const more = page.getByRole("button", { name: "Show more" });
    if (await more.isVisible()) {
        await more.click();
        await more.waitFor({ state: "detached" });
    }
    const links = await page
        .getByRole("rowheader")
        .getByRole("link")
        .evaluateAll((all) =>
            all.map((link) => ({ text: link.textContent, name: decodeURIComponent(link.getAttribute("href") ?? "") })),
        );
    for (const { participant } of taken) {
        assert.ok(
            links.some(({ text, name }) => text === participant && name === `/participants/${participant}`),
            JSON.stringify(participant),
        );
    }
});

test("the search finds them as text", async (t) => {
    const page = await open(t, { base: broker.url });
    await page.goto("/participants");
    await page.getByRole("rowheader").first().waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("<script>");
    await page.getByRole("menuitem", { name: "<script>" }).first().waitFor();
    assert.equal(await page.evaluate(() => "pwned" in window), false);
});

/** One of each kind, and the longest. */
function sample() {
    return taken.filter((_, index) => index % 12 === 0);
}

/** @param {{ participant: string, version: string }} one */
function verdictOf({ participant, version }) {
    return `/verdict?${new URLSearchParams({ participant, version, environment: "production" })}`;
}

/** @param {string} text */
function start(text) {
    return [...text].slice(0, 100).join("");
}

/** @param {string} text */
function name(text) {
    return [...text].slice(0, LONGEST_NAME).join("");
}

/**
 * A participant, its version, branch and tag, and all of its pact, are the text.
 *
 * @param {string} text
 * @param {number} index
 */
async function publish(text, index) {
    const short = name(text);
    const address = `/api/v1/participants/${encodeURIComponent(short)}`;
    const created = await send("PUT", address, {
        displayName: short,
        mainBranch: short,
        repositoryName: short,
        repositoryNamespace: short,
    });
    const said = await created.text();
    if (created.status !== 201) {
        assert.equal(created.status, 400, said);
        refused.set(short, said);
        return;
    }
    const published = await post(`${address}/versions/${encodeURIComponent(short)}/contracts`, {
        branch: short,
        tags: [short],
        buildUrl: index % 2 ? `https://example.com/${encodeURIComponent(start(short))}` : undefined,
        contracts: [{ kind: "pact", provider: "hub-provider", content: pact(short, "hub-provider", [text]) }],
    });
    assert.equal(published.status, 200, `${JSON.stringify(short)}: ${await published.text()}`);
    const deployed = await post("/api/v1/deployments", {
        participant: short,
        version: short,
        environment: "production",
    });
    assert.equal(deployed.status, 201, await deployed.text());
    taken.push({ participant: short, version: short });
}

/** One participant whose pact, queries and documents have all of the texts. */
async function publishAll() {
    const usage = {
        format: "db-usage/1",
        identity: { role: name(HOSTILE[0] ?? "") },
        statements: HOSTILE.map((text, index) => ({
            id: `s${index}`,
            sql: `SELECT $1 /* ${text.replaceAll("*/", "* /")} */`,
        })),
    };
    const openapi = {
        openapi: "3.1.0",
        info: { title: HOSTILE[0], version: HOSTILE[2], description: HOSTILE.join("\n") },
        paths: Object.fromEntries(
            HOSTILE.map((text, index) => [
                `/${index}/${encodeURIComponent(start(text))}`,
                {
                    get: {
                        operationId: `${index}${text}`,
                        summary: text,
                        tags: [text],
                        responses: { 200: { description: text } },
                    },
                },
            ]),
        ),
        components: {
            schemas: Object.fromEntries(
                HOSTILE.map((text, index) => [`s${index}`, { title: text, description: text, enum: [text] }]),
            ),
        },
    };
    const published = await post("/api/v1/participants/hub/versions/1/contracts", {
        branch: "main",
        contracts: [
            { kind: "pact", provider: "hub-provider", content: pact("hub", "hub-provider", HOSTILE) },
            { kind: "db-usage", provider: "hub-db", content: JSON.stringify(usage) },
            { kind: "openapi", content: JSON.stringify(openapi) },
        ],
    });
    assert.equal(published.status, 200, await published.text());
    await publishSchema();
    const failed = await fetch(`${broker.url}/pacts/provider/hub-provider/consumer/hub/latest`, {
        headers: { Accept: "application/hal+json" },
    });
    const { _links: links } = await failed.json();
    const results = {
        success: false,
        providerApplicationVersion: "1",
        testResults: {
            tests: HOSTILE.map((text) => ({
                testDescription: text,
                success: false,
                mismatches: [{ attribute: "body", identifier: text, description: text }],
            })),
        },
    };
    const href = links["pb:publish-verification-results"].href.slice(broker.url.length);
    for (const buildUrl of HOSTILE.filter((text) => /^\s*(javascript|data|vbscript):/i.test(text))) {
        const answer = await post(href, { ...results, buildUrl });
        assert.ok(answer.status === 201 || answer.status === 400, await answer.text());
    }
    const result = await post(href, results);
    assert.equal(result.status, 201, await result.text());
    await post("/api/v1/deployments", { participant: "hub-provider", version: "1", environment: "production" });
    for (const text of HOSTILE.slice(0, 20)) {
        const made = await post("/webhooks", {
            description: text,
            events: [{ name: "contract_published" }],
            request: { method: "POST", url: "https://example.com/", headers: { "X-A": "b" }, body: text },
        });
        assert.equal(made.status, 201, await made.text());
    }
}

/** Tables, columns and comments of a database are the texts. */
async function publishSchema() {
    const directory = mkdtempSync(join(tmpdir(), "seamwright-hostile-"));
    try {
        const quote = (/** @type {string} */ text) => `"${text.replaceAll('"', '""')}"`;
        const tables = HOSTILE.map((text, index) => {
            const short = `${index} ${[...text].slice(0, 12).join("").replaceAll("\0", "")}`;
            return [
                `CREATE TABLE ${quote(short)} (${quote(short)} text);`,
                `COMMENT ON TABLE ${quote(short)} IS '${text.replaceAll("'", "''")}';`,
            ].join("\n");
        });
        writeFileSync(join(directory, "V1__hostile.sql"), tables.join("\n"));
        await promisify(execFile)(SEAMWRIGHT, [
            "schema",
            "publish",
            "--database",
            "hub-db",
            "--version",
            "1",
            "--migrations",
            directory,
            "--broker",
            broker.url,
        ]);
    } finally {
        rmSync(directory, { recursive: true, force: true });
    }
}

/**
 * @param {string} consumer
 * @param {string} provider
 * @param {string[]} texts an interaction for each
 */
function pact(consumer, provider, texts) {
    return JSON.stringify({
        consumer: { name: consumer },
        provider: { name: provider },
        interactions: texts.map((text, index) => ({
            description: `${index} ${text}`,
            providerStates: [{ name: text, params: { [start(text)]: text } }],
            request: {
                method: "GET",
                path: `/${text}`,
                query: { [start(text)]: [text] },
                headers: { [start(text)]: text },
            },
            response: {
                status: 200,
                headers: { "X-Text": text },
                body: { [text]: text, list: [text] },
                matchingRules: {
                    body: {
                        "$.list": { matchers: [{ match: "regex", regex: ".*" }, { match: "type" }] },
                        [`$['${start(text.replaceAll("'", ""))}']`]: { matchers: [{ match: "type" }] },
                    },
                },
            },
        })),
        metadata: { pactSpecification: { version: "3.0.0" } },
    });
}

/**
 * @param {string} path
 * @param {unknown} body
 */
function post(path, body) {
    return send("POST", path, body);
}

/**
 * @param {string} path
 * @param {unknown} body
 */
async function put(path, body) {
    const answer = await send("PUT", path, body);
    assert.ok(answer.status < 300, `${path}: ${await answer.text()}`);
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} body
 */
function send(method, path, body) {
    return fetch(`${broker.url}${path}`, {
        method,
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
    });
}
