import type { Schemas } from "../../../lib/api";
import { oneOf, printSearch, type Search, text, texts } from "../../../lib/search";
import { quote } from "../../../lib/shell";

/** Which version: by its number, as the head of a branch, or as the newest one with a tag. */
export type Which = "version" | "branch" | "tag";
/** Where to: an environment, the main branches, the newest versions, the heads of a branch, or the newest with a tag. */
export type Where = "environment" | "main-branch" | "latest" | "branch" | "tag";

/** What is asked, as the URL has it. */
export interface Question {
    participant: string;
    which: Which;
    /** Number of the version, name of the branch or of the tag. */
    name: string;
    where: Where;
    /** Name of the environment, the branch or the tag; empty for the others. */
    target: string;
    ignore: string[];
}

/** The search parameters of the page. */
export interface VerdictSearch {
    participant?: string | undefined;
    version?: string | undefined;
    branch?: string | undefined;
    tag?: string | undefined;
    environment?: string | undefined;
    toBranch?: string | undefined;
    toTag?: string | undefined;
    to?: "main-branch" | "latest" | undefined;
    ignore?: string[] | undefined;
}

export function validateVerdictSearch(search: Search): VerdictSearch {
    const ignore = texts(search, "ignore");
    return {
        participant: text(search, "participant"),
        version: text(search, "version"),
        branch: text(search, "branch"),
        tag: text(search, "tag"),
        environment: text(search, "environment"),
        toBranch: text(search, "toBranch"),
        toTag: text(search, "toTag"),
        to: oneOf(search, "to", ["main-branch", "latest"] as const),
        ignore: ignore.length > 0 ? ignore : undefined,
    };
}

/** The question of a URL; null when it is not whole. */
export function questionOf(search: VerdictSearch): Question | null {
    const which = (["version", "branch", "tag"] as const).find((one) => search[one]);
    if (!search.participant || !which) {
        return null;
    }
    const target = targetOf(search);
    if (!target) {
        return null;
    }
    return {
        participant: search.participant,
        which,
        name: search[which] ?? "",
        ...target,
        ignore: search.ignore ?? [],
    };
}

function targetOf(search: VerdictSearch): Pick<Question, "where" | "target"> | null {
    if (search.environment) {
        return { where: "environment", target: search.environment };
    }
    if (search.toBranch) {
        return { where: "branch", target: search.toBranch };
    }
    if (search.toTag) {
        return { where: "tag", target: search.toTag };
    }
    return search.to ? { where: search.to, target: "" } : null;
}

export function searchOf(question: Question): VerdictSearch {
    const { where, target, ignore } = question;
    return {
        participant: question.participant,
        [question.which]: question.name,
        environment: where === "environment" ? target : undefined,
        toBranch: where === "branch" ? target : undefined,
        toTag: where === "tag" ? target : undefined,
        to: where === "main-branch" || where === "latest" ? where : undefined,
        ignore: ignore.length > 0 ? ignore : undefined,
    };
}

/** As `POST /api/v1/verdicts/can-i-deploy` takes it. */
export function requestOf(question: Question): Schemas["CanIDeployQuestion"] {
    return {
        versions: [{ participant: question.participant, [question.which]: question.name }],
        target: targetRequest(question),
        ...(question.ignore.length > 0 && { ignore: question.ignore.map((participant) => ({ participant })) }),
    };
}

function targetRequest({ where, target }: Question): Schemas["Target"] {
    switch (where) {
        case "environment":
            return { type: "environment", environment: target };
        case "branch":
            return { type: "branch", branch: target };
        case "tag":
            return { type: "tag", tag: target };
        default:
            return { type: where };
    }
}

/** As `GET /api/v1/verdicts/events` takes it, which is how `GET /matrix` does. */
export function eventsPath(question: Question): string {
    const { which, where, target } = question;
    return `/api/v1/verdicts/events${printSearch({
        "q[][pacticipant]": question.participant,
        [`q[][${which}]`]: question.name,
        "q[][latest]": which === "version" ? undefined : "true",
        latestby: "cvp",
        environment: where === "environment" ? target : undefined,
        mainBranch: where === "main-branch" ? "true" : undefined,
        branch: where === "branch" ? target : undefined,
        tag: where === "tag" ? target : undefined,
        latest: where === "environment" ? undefined : "true",
        "ignore[][pacticipant]": question.ignore,
    })}`;
}

/** The same question on the command line; null where it has no flag for it. */
export function commandOf(question: Question): string | null {
    const which = { version: "--version", branch: "--branch", tag: "--latest" }[question.which];
    const where = {
        environment: ["--to-environment", question.target],
        tag: ["--to", question.target],
        "main-branch": ["--to-main-branch"],
        latest: [],
        branch: null,
    }[question.where];
    if (!where) {
        return null;
    }
    const selector = question.which === "tag" ? [`${which}=${quote(question.name)}`] : [which, quote(question.name)];
    return [
        "seamwright can-i-deploy --participant",
        quote(question.participant),
        ...selector,
        ...where.map(quote),
        ...question.ignore.flatMap((name) => ["--ignore", quote(name)]),
    ].join(" ");
}

/** The same question over HTTP. */
export function curlOf(question: Question, origin: string): string {
    return [
        `curl -sS ${origin}/api/v1/verdicts/can-i-deploy`,
        `  -H 'Content-Type: application/json'`,
        `  -d ${quote(JSON.stringify(requestOf(question)))}`,
    ].join(" \\\n");
}

/**
 * Where to, for people.
 *
 * @param titleOf how an environment is called
 */
export function targetText(
    { where, target }: Pick<Question, "where" | "target">,
    titleOf: (environment: string) => string,
): string {
    switch (where) {
        case "environment":
            return titleOf(target);
        case "branch":
            return `the heads of ${target}`;
        case "tag":
            return `the newest versions tagged ${target}`;
        case "main-branch":
            return "the main branches";
        case "latest":
            return "the newest versions";
    }
}
