// A webhook as it is typed, and as the API takes it.
import { FORMAT_NAMES, type FormatName } from "./search";

/** What stands for a secret that is stored: it is never shown. */
export const STARS = "**********";

export interface Side {
    name?: string;
    label?: string;
}

/** A webhook in the Pact Broker's form, with what is ours. Null takes away what is stored; what is left out stays. */
export interface WebhookDocument {
    description?: string | null;
    enabled: boolean;
    consumer?: Side | null;
    provider?: Side | null;
    events: { name: string }[];
    format?: string | null;
    formatOptions?: { environment?: string; context?: string } | null;
    request: {
        method?: string;
        url: string;
        headers?: Record<string, string>;
        body?: unknown;
        username?: string | null;
        password?: string | null;
    };
    signingSecret?: string | null;
}

export const FORMATS: Record<FormatName, string> = {
    standard: "Standard Webhooks",
    template: "A request of your own",
    slack: "Slack: a message",
    "github-status": "GitHub: a commit's status",
    "github-comment": "GitHub: a comment in pull requests",
    "github-dispatch": "GitHub: a repository dispatch",
    "gitlab-status": "GitLab: a commit's status",
};

/** What a format's address looks like. */
export const ADDRESSES: Record<FormatName, string> = {
    template: "https://ci.example.com/build",
    standard: "https://example.com/hooks",
    slack: "https://hooks.slack.com/services/…",
    "github-status": "https://api.github.com/repos/OWNER/NAME",
    "github-comment": "https://api.github.com/repos/OWNER/NAME",
    "github-dispatch": "https://api.github.com/repos/OWNER/NAME",
    "gitlab-status": "https://gitlab.com/api/v4/projects/ID",
};

/** The header that the receiver of a format wants its token in. */
export const TOKEN_HEADERS: Partial<Record<FormatName, [name: string, value: string]>> = {
    "github-status": ["Authorization", "Bearer …"],
    "github-comment": ["Authorization", "Bearer …"],
    "github-dispatch": ["Authorization", "Bearer …"],
    "gitlab-status": ["PRIVATE-TOKEN", "glpat-…"],
};

/** Events and when they happen. */
export const EVENTS: [name: string, when: string][] = [
    ["contract_published", "a pact was published"],
    ["contract_content_changed", "with another content than before"],
    ["contract_requiring_verification_published", "a version of its provider has no result for it"],
    ["provider_verification_published", "a result was stored"],
    ["provider_verification_succeeded", "a result was a success"],
    ["provider_verification_failed", "a result was a failure"],
    ["job_dead", "a verification job was given up"],
    ["verdict_changed", "what runs may be deployed there, or no longer"],
    ["seam_verdict_changed", "the same of a seam in an environment"],
    ["drift_found", "what runs differs from what was recorded"],
    ["drift_ended", "and does so no longer"],
];

/** For templates. */
export const VARIABLES = [
    "eventName",
    "consumerName",
    "consumerVersionNumber",
    "consumerVersionBranch",
    "consumerVersionTags",
    "consumerLabels",
    "providerName",
    "providerVersionNumber",
    "providerVersionBranch",
    "providerVersionTags",
    "providerVersionDescriptions",
    "providerLabels",
    "currentlyDeployedProviderVersionNumber",
    "pactUrl",
    "verificationResultUrl",
    "githubVerificationStatus",
    "gitlabVerificationStatus",
    "bitbucketVerificationStatus",
    "azureDevOpsVerificationStatus",
    "buildUrl",
    "jobUrl",
    "environmentName",
    "eventData",
].map((name) => `\${pactbroker.${name}}`);

export interface DraftSide {
    by: "any" | "name" | "label";
    value: string;
}

export interface DraftHeader {
    /** Tells rows of the form apart. */
    row: number;
    name: string;
    value: string;
    /** A secret of this name is stored, and stays while the value is empty. */
    stored: boolean;
}

/** What stands in the form. Secrets that are stored are not part of it: an empty field keeps them. */
export interface Draft {
    description: string;
    enabled: boolean;
    consumer: DraftSide;
    provider: DraftSide;
    events: string[];
    format: FormatName;
    environment: string;
    context: string;
    method: string;
    url: string;
    /** The address that is stored and, being a secret itself, not shown. */
    storedUrl?: string | undefined;
    body: string;
    headers: DraftHeader[];
    username: string;
    password: string;
    signed: boolean;
    signingSecret: string;
}

export function newDraft(format: FormatName): Draft {
    const token = TOKEN_HEADERS[format];
    return {
        description: "",
        enabled: true,
        consumer: { by: "any", value: "" },
        provider: { by: "any", value: "" },
        events: format === "template" ? ["contract_requiring_verification_published"] : ["verdict_changed"],
        format,
        environment: "",
        context: "",
        method: "POST",
        url: "",
        body: "",
        headers: token ? [{ row: 0, name: token[0], value: "", stored: false }] : [],
        username: "",
        password: "",
        signed: false,
        signingSecret: "",
    };
}

/** A stored webhook as the form begins. */
export function draftOf(webhook: WebhookDocument): Draft {
    const { request } = webhook;
    const format = FORMAT_NAMES.find((name) => name === webhook.format) ?? "template";
    const hidden = format === "slack";
    return {
        description: webhook.description ?? "",
        enabled: webhook.enabled,
        consumer: draftSide(webhook.consumer),
        provider: draftSide(webhook.provider),
        events: webhook.events.map(({ name }) => name),
        format,
        environment: webhook.formatOptions?.environment ?? "",
        context: webhook.formatOptions?.context ?? "",
        method: request.method ?? "POST",
        url: hidden ? "" : request.url,
        storedUrl: hidden ? request.url : undefined,
        body: printBody(request.body),
        headers: Object.entries(request.headers ?? {}).map(([name, value], row) => {
            const stored = isStarred(value);
            return { row, name, value: stored ? "" : value, stored };
        }),
        username: request.username ?? "",
        password: "",
        signed: webhook.signingSecret !== undefined && webhook.signingSecret !== null,
        signingSecret: "",
    };
}

/** What is to be stored. */
export function documentOf(draft: Draft): WebhookDocument {
    const template = draft.format === "template";
    const headers = draft.headers.filter(({ name }) => name.trim());
    return {
        description: draft.description.trim() || null,
        enabled: draft.enabled,
        consumer: side(draft.consumer),
        provider: side(draft.provider),
        events: draft.events.map((name) => ({ name })),
        ...(!template && { format: draft.format, formatOptions: options(draft) }),
        request: {
            ...(template && { method: draft.method }),
            ...(template && draft.body.trim() && { body: readBody(draft.body) }),
            url: addressOf(draft),
            headers: Object.fromEntries(
                headers.map(({ name, value, stored }) => [name.trim(), stored && !value ? STARS : value]),
            ),
            username: draft.username || null,
            ...(draft.username ? draft.password && { password: draft.password } : { password: null }),
        },
        ...(draft.signed
            ? draft.signingSecret && { signingSecret: draft.signingSecret.trim() }
            : { signingSecret: null }),
    };
}

/** Secrets that a webhook keeps while their fields are empty. */
export interface Kept {
    password: boolean;
    signingSecret: boolean;
    /** Of headers, by their rows in the form. */
    headers: number[];
}

const NOTHING: Kept = { password: false, signingSecret: false, headers: [] };

/**
 * The secrets that have to be given again: they are stored for one scheme, host and port, and follow the request to no other.
 *
 * @param initial as it is stored
 * @param stored which of the secrets that are no headers are stored
 */
export function toGiveAgain(initial: Draft, draft: Draft, stored: Omit<Kept, "headers">): Kept {
    const before = originOf(addressOf(initial));
    const now = originOf(addressOf(draft));
    if (before === null || now === null || before === now) {
        return NOTHING;
    }
    return {
        password: stored.password && draft.username !== "" && draft.password === "",
        signingSecret: stored.signingSecret && draft.signed && draft.signingSecret.trim() === "",
        headers: draft.headers.filter((header) => header.stored && header.value === "").map(({ row }) => row),
    };
}

/** Where the request goes; empty: nobody has told yet. */
export function addressOf({ url, storedUrl = "" }: Draft): string {
    return url.trim() || storedUrl;
}

const PORTS: Record<string, number> = { http: 80, https: 443 };

/** Scheme, host and port, as the broker reads them; what follows may be a template. Null: there is no valid host. */
export function originOf(address: string): string | null {
    const [, scheme = "", host = "", port = ""] =
        /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#@\\]*@)?([a-z0-9.-]+|\[[^\]/?#@]+\])(?::(\d{0,5}))?(?=[/?#]|$)/.exec(
            address.toLowerCase(),
        ) ?? [];
    if (!scheme) {
        return null;
    }
    return port && Number(port) !== PORTS[scheme] ? `${scheme}://${host}:${Number(port)}` : `${scheme}://${host}`;
}

function options({ environment, context }: Draft) {
    return {
        ...(environment.trim() && { environment: environment.trim() }),
        ...(context.trim() && { context: context.trim() }),
    };
}

/** JSON where it is JSON, else the text itself. */
export function readBody(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

function printBody(body: unknown): string {
    return body === undefined || body === null
        ? ""
        : typeof body === "string"
          ? body
          : JSON.stringify(body, undefined, 2);
}

export function isStarred(value: string): boolean {
    return /^\*+$/.test(value);
}

function draftSide(side: Side | null | undefined): DraftSide {
    if (side?.name) {
        return { by: "name", value: side.name };
    }
    return side?.label ? { by: "label", value: side.label } : { by: "any", value: "" };
}

function side({ by, value }: DraftSide): Side | null {
    return by === "any" ? null : { [by]: value.trim() };
}

/** Whose events, in a word. */
export function sideOf(side: Side | null | undefined): string {
    return side?.name ?? (side?.label ? `label ${side.label}` : "any");
}

/** A new secret of Standard Webhooks: 32 random bytes. */
export function makeSigningSecret(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}
