import assert from "node:assert/strict";
import { test } from "node:test";
import { look, open, sees, withBrowser } from "./browser.mjs";

withBrowser();

test("the participants of the example are listed by name", async (t) => {
    const page = await open(t);
    await page.goto("/participants");
    await page.getByRole("heading", { name: "Participants", level: 1 }).waitFor();
    await page.getByRole("rowheader").first().waitFor();
    const names = await page.getByRole("rowheader").allTextContents();
    assert.deepEqual(
        names.map((name) => name.split(" ")[0]),
        ["orders", "orders-db", "payments", "payments-db", "storefront"],
    );
    assert.equal(await page.title(), "Participants · Seamwright");
    await look(page, "participants");
});

test("a place that does not exist says so and leads back", async (t) => {
    const page = await open(t);
    await page.goto("/nowhere/at/all");
    await sees(page, "Nothing is at this address");
    await look(page, "not-found");
});

test("the header keeps its shape while nobody can say which workspace it is", async (t) => {
    const page = await open(t, { expected: /500/ });
    await page.route("**/api/v1/**", (route) =>
        route.fulfill({
            status: 500,
            contentType: "application/problem+json",
            body: '{"type": "/problems/internal", "title": "Internal error", "status": 500, "detail": "It failed."}',
        }),
    );
    await page.goto("/seams");
    await sees(page, "The seams could not be loaded");
    const banner = page.getByRole("banner");
    await banner.getByText("not known").waitFor();
    await page.unrouteAll();
    await page.reload();
    await banner.getByText("default").waitFor();
});

test("a screen asks for what it shows first while its code is on its way", async (t) => {
    for (const [path, question] of /** @type {const} */ ([
        ["/", "/api/v1/status"],
        ["/environments", "/api/v1/status/board"],
        ["/seams", "/api/v1/seams"],
        ["/seams/storefront/orders", "/api/v1/seams"],
        ["/graph", "/api/v1/status/seams"],
        ["/graph?participant=orders", "/api/v1/status/seams"],
        ["/participants", "/api/v1/participants"],
        ["/participants/orders", "/api/v1/participants/orders"],
    ])) {
        const page = await open(t);
        const asked = page.waitForRequest((request) => new URL(request.url()).pathname === question);
        await page.route(/\/assets\/\w+Page-/, async (route) => {
            await asked;
            await route.continue();
        });
        await page.goto(path);
        await page.getByRole("heading", { level: 1 }).waitFor();
    }
});

test("a link that a pointer passes loads the screen's code, and asks the broker nothing", async (t) => {
    const page = await open(t);
    await page.goto("/nowhere");
    await sees(page, "Nothing is at this address");
    /** @type {string[]} */
    const asked = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    const code = page.waitForResponse(/\/assets\/HomePage-[\w-]+\.js/);
    await page.getByRole("navigation").getByRole("link", { name: "Home" }).hover();
    await (await code).finished();
    assert.deepEqual(
        asked.filter((path) => path.startsWith("/api/v1/status")),
        [],
    );
});

test("the palette opens by key, goes to a screen, and can be left with Escape", async (t) => {
    const page = await open(t);
    await page.goto("/nowhere");
    await sees(page, "Nothing is at this address");
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "Search and commands" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("/");
    await look(page, "palette");
    await page.keyboard.press("Escape");
    await page.keyboard.press("g");
    await page.keyboard.press("p");
    await page.getByRole("heading", { name: "Participants", level: 1 }).waitFor();
});

test("keys are listed, and do nothing once they are turned off", async (t) => {
    const page = await open(t);
    await page.goto("/participants");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    await look(page, "shortcuts");
    await page.getByLabel("Single keys do something").uncheck();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("/");
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "Search and commands" }).waitFor();
    assert.equal(await page.getByRole("combobox").or(page.getByRole("searchbox")).first().inputValue(), "");
});
