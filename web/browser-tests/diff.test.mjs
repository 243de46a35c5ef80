// What changed between two contracts: on answers that hold every case, and on the example.
import assert from "node:assert/strict";
import { test } from "node:test";
import { look, open, sees, withBrowser } from "./browser.mjs";

withBrowser();

const AT = "2026-11-20T08:00:00Z";
const [BEFORE, AFTER] = ["ab".repeat(32), "cd".repeat(32)];

/** @param {number} version */
const documentOf = (version) => ({
    openapi: "3.1.0",
    info: { title: "Orders", version: String(version) },
    paths: Object.fromEntries(
        Array.from({ length: 300 }, (_, index) => [
            `/orders/${index}`,
            {
                get: {
                    summary: `Order ${index}`,
                    parameters: [{ name: "expand", in: "query", required: version === 2 && index === 150 }],
                    responses: { 200: { description: "An order" } },
                },
            },
        ]),
    ),
});

const DIFF = {
    kind: "openapi",
    before: BEFORE,
    after: AFTER,
    verdict: "breaking",
    findings: [
        {
            rule: "parameter-required",
            level: "breaking",
            subject: "/paths/~1orders~1150/get/parameters/0",
            message: "The query parameter expand has to be sent now.",
            rationale: "A consumer that does not send it is rejected.",
            remedy: "Keep it optional until every consumer that runs sends it.",
            witness: ["GET /orders/150", "before: 200", "after: 400, expand is missing"],
            before: "/paths/~1orders~1150/get/parameters/0",
            after: "/paths/~1orders~1150/get/parameters/0/required",
            consumers: [
                {
                    participant: "storefront",
                    version: "3.2.0",
                    environments: ["production", "staging"],
                    certainty: "fails",
                    why: "'an order by its number' does not send expand",
                },
            ],
        },
        {
            rule: "response-property-nullable",
            level: "risky",
            subject: "/components/schemas/Order/properties/deliveryDate",
            message: "deliveryDate may be null now.",
            rationale: "A consumer that does not expect null may fail.",
            remedy: "",
            witness: [],
            consumers: [],
        },
        {
            rule: "description-changed",
            level: "safe",
            subject: "/info",
            message: "The version is another one.",
            rationale: "Nobody reads it.",
            remedy: "",
            witness: [],
            consumers: [],
        },
    ],
    others: [
        {
            participant: "storefront",
            version: "3.2.0",
            environments: ["production"],
            before: "success",
            after: "failed",
        },
        { participant: "app", version: "7.0.0", environments: ["staging"], before: "success", after: "unknown" },
    ],
    notes: [],
};

/**
 * @param {import("playwright-core").Page} page
 * @param {unknown} [diff]
 */
async function mock(page, diff = DIFF) {
    const json = (/** @type {unknown} */ body) => ({ contentType: "application/json", body: JSON.stringify(body) });
    const contract = (/** @type {string} */ version, /** @type {string} */ sha256) => ({
        kind: "openapi",
        sha256,
        participant: "orders",
        version,
        revision: 1,
        publishedAt: AT,
    });
    await page.route(
        (url) => url.pathname === "/api/v1/contracts",
        (route) => route.fulfill(json({ items: [contract("2.5.0", AFTER), contract("2.4.0", BEFORE)] })),
    );
    await page.route(
        (url) => url.pathname === "/api/v1/participants",
        (route) =>
            route.fulfill(json({ items: [{ name: "orders", kind: "application", createdAt: AT, updatedAt: AT }] })),
    );
    await page.route(
        (url) => url.pathname === `/api/v1/contracts/openapi/${BEFORE}/diff/${AFTER}`,
        (route) => route.fulfill(json(diff)),
    );
    await page.route(
        (url) => url.pathname === `/api/v1/contracts/openapi/${BEFORE}`,
        (route) => route.fulfill(json(documentOf(1))),
    );
    await page.route(
        (url) => url.pathname === `/api/v1/contracts/openapi/${AFTER}`,
        (route) => route.fulfill(json(documentOf(2))),
    );
}

test("what changed is told by what it means and whom it hits, the newest version with the one before it", async (t) => {
    const page = await open(t);
    await mock(page);
    await page.goto("/diff?participant=orders&kind=openapi");
    await sees(page, /It breaks somebody; 1 version that runs fails\./);
    await sees(page, "The query parameter expand has to be sent now.");
    await sees(page, /'an order by its number' does not send expand/);
    assert.equal(await page.getByRole("article").count(), 3);
    await look(page, "diff");
});

test("keys go from change to change, and the address holds which", async (t) => {
    const page = await open(t);
    await mock(page);
    await page.goto("/diff?participant=orders&kind=openapi");
    await sees(page, "The query parameter expand has to be sent now.");
    await page.keyboard.press(".");
    await page.waitForURL(/finding=1/);
    await page.keyboard.press(".");
    await page.waitForURL(/finding=2/);
    assert.match(await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? ""), /^Risky: /);
    await page.keyboard.press(",");
    await page.waitForURL(/finding=1/);
    await page.getByRole("button", { name: /^Safe 1/ }).click();
    await page.waitForURL(/level=safe/);
    assert.equal(await page.getByRole("article").count(), 1);
});

test("the texts are beside each other, at the change that is looked at", async (t) => {
    const page = await open(t);
    await mock(page);
    await page.goto("/diff?participant=orders&kind=openapi&view=text&finding=1");
    const texts = page.getByRole("region", { name: "The texts side by side" });
    await texts.getByText('"required": true').waitFor();
    await texts
        .getByText(/unchanged lines/)
        .first()
        .waitFor();
    await look(page, "diff-text");
    const millis = await page.evaluate(() => performance.now());
    t.diagnostic(`4,500 lines each: shown and looked at ${Math.round(millis)} ms after the page was opened`);
});

test("contracts that say the same, and what there is none of, are told", async (t) => {
    const page = await open(t);
    await mock(page, { ...DIFF, verdict: "identical", findings: [], others: [] });
    await page.goto("/diff?participant=orders&kind=openapi");
    await sees(page, "They are the same.");
    await page.goto("/diff");
    await sees(page, "Two versions of a contract");
    await look(page, "diff-empty");
    await page.route(
        (url) => url.pathname === "/api/v1/contracts",
        (route) => route.fulfill({ contentType: "application/json", body: '{"items": []}' }),
    );
    await page.goto("/diff?participant=orders&kind=openapi");
    await sees(page, "orders has published no openapi");
});

test("the changes of the example's pact", async (t) => {
    const page = await open(t);
    await page.goto("/seams/storefront/orders");
    await page.getByRole("link", { name: "What changed in it" }).click();
    await page.waitForURL(/\/diff\?participant=storefront&kind=pact&provider=orders/);
    await sees(page, /Who runs on the other side|Nothing else came before/);
    await look(page, "diff-example");
});

test("what differs in a text is shaded, also where it is an indentation, and nothing is underlined as an error is", async (t) => {
    const page = await open(t);
    for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto("/diff?participant=storefront&kind=pact&provider=orders&before=3.1.0&after=3.2.0&view=text");
        const changed = page.locator(".cm-changedText, .cm-deletedText");
        await changed.first().waitFor();
        const looks = await changed.evaluateAll((all) =>
            all.map((element) => {
                const { textDecorationLine, backgroundColor } = getComputedStyle(element);
                return { textDecorationLine, isShaded: !/, 0\)$|\/ 0\)$/.test(backgroundColor) };
            }),
        );
        assert.deepEqual(
            looks.filter(({ textDecorationLine, isShaded }) => textDecorationLine !== "none" || !isShaded),
            [],
            `${width} wide`,
        );
    }
});
