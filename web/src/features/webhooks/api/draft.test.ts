import { describe, expect, it } from "vitest";
import {
    type Draft,
    documentOf,
    draftOf,
    makeSigningSecret,
    newDraft,
    originOf,
    STARS,
    toGiveAgain,
    type WebhookDocument,
} from "./draft";

const stored: WebhookDocument = {
    description: "Build orders",
    enabled: true,
    provider: { name: "orders" },
    events: [{ name: "contract_requiring_verification_published" }],
    request: {
        method: "POST",
        url: "https://ci.example.com/build",
        headers: { "X-Token": STARS, "X-Team": "shop" },
        body: { ref: "main" },
        username: "ci",
        password: STARS,
    },
    signingSecret: STARS,
};

describe("a webhook in the form", () => {
    it("shows no secret, and keeps each that is not given anew", () => {
        const draft = draftOf(stored);
        expect(JSON.stringify(draft)).not.toContain("*");
        const document = documentOf(draft);
        expect(document.request.headers).toEqual({ "X-Token": STARS, "X-Team": "shop" });
        expect(document.request).not.toHaveProperty("password");
        expect(document).not.toHaveProperty("signingSecret");
    });

    it("is stored as it was when nothing is changed", () => {
        const { password: _password, ...request } = stored.request;
        const { signingSecret: _secret, ...rest } = stored;
        expect(documentOf(draftOf(stored))).toEqual({ ...rest, consumer: null, request });
    });

    it("sends a secret that is given anew, and takes away one that is not wanted", () => {
        const draft = { ...draftOf(stored), username: "", signed: false };
        draft.headers = draft.headers.map((header) => ({ ...header, value: header.value || "new" }));
        const document = documentOf(draft);
        expect(document.request.headers).toEqual({ "X-Token": "new", "X-Team": "shop" });
        expect(document.request.password).toBeNull();
        expect(document.signingSecret).toBeNull();
    });

    it("does not show the address of a channel of Slack's, and keeps it", () => {
        const draft = draftOf({
            ...stored,
            format: "slack",
            request: { url: "https://hooks.slack.com/services/T/B/x" },
        });
        expect(draft.url).toBe("");
        expect(documentOf(draft).request.url).toBe("https://hooks.slack.com/services/T/B/x");
        expect(documentOf({ ...draft, url: "https://hooks.slack.com/services/T/B/y" }).request.url).toMatch(/y$/);
    });

    it("has a template's body as JSON where it is JSON, else as text", () => {
        const draft = newDraft("template");
        expect(documentOf({ ...draft, body: '{"a": 1}' }).request.body).toEqual({ a: 1 });
        expect(documentOf({ ...draft, body: "<a/>" }).request.body).toBe("<a/>");
        expect(documentOf(draft).request).not.toHaveProperty("body");
    });

    it("leaves method and body to a format", () => {
        const document = documentOf({ ...newDraft("github-status"), body: "{}", environment: "production" });
        expect(document.request).not.toHaveProperty("method");
        expect(document.request).not.toHaveProperty("body");
        expect(document.formatOptions).toEqual({ environment: "production" });
    });
});

describe("a webhook whose request is to go elsewhere", () => {
    const initial = draftOf(stored);
    const asked = (change: Partial<Draft>) =>
        toGiveAgain(initial, { ...initial, ...change }, { password: true, signingSecret: true });

    it.each([
        ["another scheme", "http://ci.example.com/build"],
        ["another host", "https://ci.example.org/build"],
        ["another port", "https://ci.example.com:8443/build"],
    ])("asks for each secret that is stored: %s", (_, url) => {
        expect(asked({ url })).toEqual({ password: true, signingSecret: true, headers: [0] });
    });

    it.each([
        ["another path", "https://ci.example.com/other"],
        ["its own port by number", "https://CI.example.com:443/build"],
        ["no address yet", ""],
    ])("asks for nothing that stays where it is: %s", (_, url) => {
        expect(asked({ url })).toEqual({ password: false, signingSecret: false, headers: [] });
    });

    it("asks neither for what was given nor for what is not to be sent", () => {
        const url = "https://ci.example.org/";
        const headers = initial.headers.map((header) => ({ ...header, value: header.value || "new" }));
        const nothing = { password: false, signingSecret: false, headers: [] };
        expect(asked({ url, headers, password: "new", signingSecret: "whsec_new" })).toEqual(nothing);
        expect(asked({ url, headers: [], username: "", signed: false })).toEqual(nothing);
    });
});

it.each([
    ["https://ci.example.com/a?b=$" + "{pactbroker.consumerName}", "https://ci.example.com"],
    ["HTTP://me:secret@[::1]:080/", "http://[::1]"],
    ["https://ci.example.com:08443", "https://ci.example.com:8443"],
    ["https://$" + "{pactbroker.consumerName}/", null],
    ["ci.example.com", null],
])("%s leads to %s", (url, origin) => {
    expect(originOf(url)).toBe(origin);
});

it("makes signing secrets of 32 bytes", () => {
    const secret = makeSigningSecret();
    expect(secret).toMatch(/^whsec_/);
    expect(atob(secret.slice("whsec_".length))).toHaveLength(32);
    expect(makeSigningSecret()).not.toBe(secret);
});
