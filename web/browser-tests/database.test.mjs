// The database screens, on the example.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cutSelects, look, open, sees, withBrowser } from "./browser.mjs";

withBrowser();

/** @param {import("playwright-core").Page} page */
const diagram = (page) => page.getByRole("region", { name: "Diagram of the tables" });

test("databases are listed with their newest schema and who queries them", async (t) => {
    const page = await open(t);
    await page.goto("/databases");
    const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: "orders-db" }) });
    await row.getByRole("link", { name: "payments" }).waitFor();
    await row.getByRole("link", { name: "18" }).waitFor();
    await look(page, "databases");
    await row.getByRole("link", { name: "orders-db" }).click();
    await page.getByRole("heading", { name: /orders-db/, level: 1 }).waitFor();
});

test("the diagram is collapsed, opens a table, and a column tells whose queries use it", async (t) => {
    const page = await open(t);
    await page.goto("/databases/orders-db");
    const customer = diagram(page).getByRole("button", { name: "customer", exact: true });
    await customer.waitFor();
    await diagram(page).getByText("used by 2 services").first().waitFor();
    await look(page, "database-diagram");
    await diagram(page).getByRole("button", { name: "Columns of customer" }).click();
    await page.waitForURL(/open=public\.customer/);
    await diagram(page).getByRole("button", { name: /email/ }).click();
    await page.waitForURL(/table=public\.customer&column=email/);
    await page.getByRole("heading", { name: "Queries that use customer.email" }).waitFor();
    const queries = page.locator("section", { has: page.getByRole("heading", { name: /^Queries that use/ }) });
    await queries.getByText("SELECT o.id, o.total, c.email").waitFor();
    await queries.getByText("Production EU").first().waitFor();
    await look(page, "database-column");
    await page.reload();
    await queries.getByText("SELECT o.id, o.total, c.email").waitFor();
});

test("the table tells the same as the diagram, and what is found is the address", async (t) => {
    const page = await open(t);
    await page.goto("/databases/orders-db");
    await page.getByRole("button", { name: "Table", exact: true }).click();
    await page.waitForURL(/as=table/);
    await page.getByRole("rowheader", { name: /^order_line/ }).waitFor();
    assert.equal(await page.getByRole("rowheader").count(), 6);
    await look(page, "database-table");
    await page.getByLabel("Find").fill("expected_on");
    await page.waitForURL(/find=expected_on/);
    await sees(page, "2 of 6 tables and views");
    await page.getByLabel("Find").fill("nothing of the kind");
    await sees(page, "No table is called like that");
});

test("a phone shows the table, and the diagram when it is asked for", async (t) => {
    const page = await open(t);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto("/databases/orders-db");
    await page.getByRole("rowheader", { name: /^order_line/ }).waitFor();
    assert.equal(await diagram(page).count(), 0);
    await page.getByRole("button", { name: "Diagram", exact: true }).click();
    await page.waitForURL(/as=diagram/);
    await diagram(page).getByRole("button", { name: "customer", exact: true }).waitFor();
    await page.getByRole("button", { name: "Table", exact: true }).click();
    await page.getByRole("rowheader", { name: /^order_line/ }).waitFor();
});

test("with the keyboard alone a column is chosen in the diagram", async (t) => {
    const page = await open(t);
    await page.goto("/databases/payments-db");
    const name = diagram(page).getByRole("button", { name: "payment", exact: true });
    await name.waitFor();
    await name.focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await diagram(page)
        .getByRole("button", { name: /captured_on/ })
        .first()
        .waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(/table=public\.payment&column=id/);
});

test("a migration that breaks a query is a no, with the query, PostgreSQL's error and the command", async (t) => {
    const page = await open(t);
    await page.goto("/databases/orders-db?tab=migrate");
    await sees(page, "Try a migration before it runs");
    await sees(page, "seamwright can-i-migrate --database orders-db --migrations db/migration --to production-eu");
    await look(page, "database-migrate-empty");
    await page.getByRole("button", { name: "Can I migrate?" }).click();
    await sees(page, "Paste the statements of the migration, or choose its files.");
    await page
        .getByLabel("Migration", { exact: true })
        .fill("CREATE INDEX shipment_of_day ON shipment (expected_on);\nALTER TABLE customer DROP COLUMN email;");
    await page.getByLabel("Environment").selectOption("production-eu");
    await page.getByRole("button", { name: "Can I migrate?" }).click();
    await page.waitForURL(/environment=production-eu&sql=/);
    const broken = page.getByRole("article", { name: /It breaks payments 1\.8\.0/ });
    await broken.waitFor({ timeout: 90_000 });
    await broken.getByText("SQLSTATE 42703").first().waitFor();
    await broken.getByText(/column c\.email does not exist/).waitFor();
    await page.getByRole("heading", { name: "Now", exact: true }).waitFor();
    await sees(page, "index-created");
    await page.getByRole("button", { name: "Copy Command line" }).click();
    assert.equal(
        await page.evaluate(() => navigator.clipboard.readText()),
        "seamwright can-i-migrate --database orders-db --migrations migration.sql --to production-eu",
    );
    await look(page, "database-migrate-no");
});

test("a migration that PostgreSQL refuses is told with its line", async (t) => {
    const page = await open(t, { expected: /422/ });
    await page.goto(
        `/databases/orders-db?${new URLSearchParams({ tab: "migrate", environment: "staging", sql: "ALTER TABLE nobody DROP COLUMN x;" })}`,
    );
    await page.getByText("The migration could not be tried").waitFor({ timeout: 90_000 });
    await sees(page, /relation "nobody" does not exist/);
    await look(page, "database-migrate-refused");
});

test("files of a migration are tried in their order", async (t) => {
    const page = await open(t);
    await page.goto("/databases/orders-db?tab=migrate");
    await page.getByLabel("Environment").selectOption("staging");
    await page.getByLabel("Files instead").setInputFiles([
        {
            name: "V20__b.sql",
            mimeType: "text/plain",
            buffer: Buffer.from("ALTER TABLE orders ADD COLUMN later_note text;"),
        },
        { name: "V19__a.sql", mimeType: "text/plain", buffer: Buffer.from("ALTER TABLE orders ADD COLUMN note text;") },
    ]);
    await page.getByRole("button", { name: "Can I migrate?" }).click();
    await page.getByText("orders-db can be migrated in Staging").waitFor({ timeout: 90_000 });
    await sees(page, /too long for the address/);
    await sees(page, "--migrations V19__a.sql --migrations V20__b.sql");
});

test("row security shows who reaches what, and the review finds the view that leaks", async (t) => {
    const page = await open(t);
    await page.goto("/databases/payments-db?tab=access");
    await sees(page, "Try whether one tenant gets at another one's rows");
    const grid = page.getByRole("region", { name: "Who reaches which rows" });
    await grid.getByText("of_merchant").first().waitFor();
    await look(page, "database-access");
    await page.setViewportSize({ width: 390, height: 844 });
    assert.deepEqual(await cutSelects(page), []);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole("button", { name: "As payments" }).click();
    await page.waitForURL(/role=payments_app&setting=app\.merchant/);
    const finding = page.getByRole("article", { name: /^breaking/ });
    await finding.first().waitFor({ timeout: 120_000 });
    await finding.getByText("public.takings").first().waitFor();
    await finding.getByText("rls-definer-view").first().waitFor();
    await finding.getByText("What shows it").first().click();
    await look(page, "database-leak");
});

test("drift says that nobody looks, and skew what is recorded", async (t) => {
    const page = await open(t);
    await page.goto("/databases/orders-db?tab=drift");
    await sees(page, "2 schemas, as recorded");
    await sees(page, /Nobody looks\./);
    await look(page, "database-drift-empty");
});

test("drift shows what differs, who can mend it and since when", async (t) => {
    const page = await open(t);
    const body = readFileSync(new URL("fixtures/drift.json", import.meta.url), "utf8");
    await page.route(
        (url) => url.pathname === "/api/v1/drift",
        (route) => route.fulfill({ contentType: "application/json", body }),
    );
    await page.goto("/databases/orders-db?tab=drift");
    const target = page.getByRole("article", { name: "orders-db in Production EU" });
    await target.getByText("index public.orders.made_by_hand").waitFor();
    await target.getByText("Drifted", { exact: true }).waitFor();
    await look(page, "database-drift");
});

test("a database without a schema, one that is not there, and a version without one say so", async (t) => {
    const page = await open(t, { expected: /404/ });
    await page.route(
        (url) => url.pathname === "/api/v1/contracts" && url.searchParams.get("kind") === "db-schema",
        (route) => route.fulfill({ contentType: "application/json", body: '{"items": []}' }),
    );
    await page.goto("/databases/orders-db");
    await sees(page, "orders-db has published no schema");
    await look(page, "database-empty");
    await page.unrouteAll();
    await page.goto("/databases/orders-db?version=99");
    await sees(page, "orders-db 99 has published no schema");
    await page.goto("/databases/nobody");
    await sees(page, "The database could not be loaded");
    await look(page, "database-missing");
});

test("what of the users of a database cannot be loaded is told, beside what can", async (t) => {
    const page = await open(t, { expected: /500/ });
    await page.route(
        (url) => url.pathname === "/api/v1/contracts" && url.searchParams.get("consumer") === "payments",
        (route) =>
            route.fulfill({
                status: 500,
                contentType: "application/problem+json",
                body: '{"type": "/problems/internal", "title": "Internal error", "status": 500, "detail": "It failed."}',
            }),
    );
    await page.goto("/databases/orders-db");
    await sees(page, "Not everybody who uses it is told: payments could not be loaded.");
    await diagram(page).getByText("used by orders").first().waitFor();
    await look(page, "database-partial");
});
