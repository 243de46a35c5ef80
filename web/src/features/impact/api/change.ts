import type { Schemas } from "../../../lib/api";
import { quote } from "../../../lib/shell";

export type Question = Schemas["ImpactQuestion"];

/** What a change can be, as the API names it. */
export const FORMS = ["question", "ddl", "openapi", "jsonPatch", "mergePatch", "diff"] as const;
export type Form = (typeof FORMS)[number];

/** The forms, for people: short, since a field has room for little more. */
export const FORM_WORDS: Record<Form, string> = {
    question: "sentence",
    ddl: "SQL",
    openapi: "OpenAPI",
    jsonPatch: "JSON patch",
    mergePatch: "merge patch",
    diff: "git diff",
};

/** A change that somebody has in mind, as text. */
export interface Change {
    participant: string | undefined;
    form: Form;
    text: string;
}

/** Longer ones are too long for the addresses of browsers, proxies and chats. */
export const MOST_IN_ADDRESS = 4_000;

// what the command line takes for SQL where it is given no file
const SQL =
    /^\s*(?:alter|create|comment|grant|revoke|truncate|do|set|drop\s+(?:table|view|materialized|index|type|domain|sequence|trigger|policy|function|schema|extension))\b/i;
const ENDS_AS_SQL = /;\s*$/;
const DIFF = /^(?:diff --git |--- .+\n\+\+\+ )/m;
const YAML_DOCUMENT = /^(?:openapi|swagger)\s*:/m;

/** What a text looks like. */
export function formOf(text: string): Form {
    if (DIFF.test(text)) {
        return "diff";
    }
    const start = text.trimStart();
    if (start.startsWith("[")) {
        return "jsonPatch";
    }
    if (start.startsWith("{")) {
        return /"(?:openapi|swagger)"\s*:/.test(start) ? "openapi" : "mergePatch";
    }
    if (YAML_DOCUMENT.test(text)) {
        return "openapi";
    }
    return SQL.test(text) || ENDS_AS_SQL.test(text) || start.startsWith("--") ? "ddl" : "question";
}

/**
 * The question as the API takes it.
 *
 * @throws SyntaxError when a patch is no JSON
 */
export function requestOf({ participant, form, text }: Change): Question {
    const content = form === "jsonPatch" || form === "mergePatch" ? JSON.parse(text) : text;
    return { ...(participant && { participant }), [form]: content };
}

const FILES: Record<Exclude<Form, "question">, [string, string]> = {
    ddl: ["--ddl", "change.sql"],
    openapi: ["--openapi", "openapi.yaml"],
    jsonPatch: ["--json-patch", "patch.json"],
    mergePatch: ["--merge-patch", "patch.json"],
    diff: ["--diff", "change.diff"],
};

/** The same question on the command line, with a file where the change is one; `needsFile`: what it has to hold is the change. */
export function commandOf({ participant, form, text }: Change): { command: string; needsFile?: string } {
    const asked = ["seamwright impact", ...(participant ? [`--participant ${quote(participant)}`] : [])].join(" ");
    // one that begins with a dash would be taken for an option
    if ((form === "question" || (form === "ddl" && SQL.test(text))) && !text.startsWith("-")) {
        return { command: `${asked} ${quote(text)}` };
    }
    const [flag, file] = FILES[form === "question" ? "ddl" : form];
    return { command: `${asked} ${flag} ${file}`, needsFile: file };
}

/** The same question over HTTP. */
export function curlOf(change: Change, origin: string): string {
    return [
        `curl -sS ${origin}/api/v1/impact`,
        `  -H 'Content-Type: application/json'`,
        `  -d ${quote(JSON.stringify(requestOf(change)))}`,
    ].join(" \\\n");
}
