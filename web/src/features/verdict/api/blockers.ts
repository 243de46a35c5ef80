import type { Schemas } from "../../../lib/api";

type Row = Schemas["VerdictRow"];
type Reason = Schemas["Reason"];

/** What stands in the way, in the words that the command line, reports and this page share. */
export type BlockerClass =
    | "BROKEN"
    | "NO_COUNTERPART"
    | "RECORD_MISMATCH"
    | "VERIFYING"
    | "UNVERIFIED"
    | "VERSION_MISSING"
    | "BREAKING_CHANGE";

export interface Blocker {
    /** Stable while the verdict changes: what it is about. */
    key: string;
    class: BlockerClass;
    /** `no`: it fails. `unknown`: it may. */
    verdict: "no" | "unknown";
    text: string;
    row?: Row;
    reason?: Reason;
}

const ORDER: BlockerClass[] = [
    "BROKEN",
    "BREAKING_CHANGE",
    "NO_COUNTERPART",
    "VERSION_MISSING",
    "RECORD_MISMATCH",
    "UNVERIFIED",
    "VERIFYING",
];

/** All that stands in the way, what fails before what is not known. */
export function blockersOf(verdict: Schemas["Verdict"]): Blocker[] {
    const rows = verdict.rows
        .filter((row) => !row.ignored && row.result !== "success")
        .map((row) => ofRow(row, verdict.reasons));
    const others = verdict.reasons.flatMap((reason) => ofReason(reason) ?? []);
    const known = new Set(rows.map((blocker) => blocker.reason));
    return [...rows, ...others.filter(({ reason }) => !known.has(reason))].sort(
        (a, b) => ORDER.indexOf(a.class) - ORDER.indexOf(b.class),
    );
}

function ofRow(row: Row, reasons: Reason[]): Blocker {
    const reason = reasons.find((one) => isAbout(one, row));
    const type = classOf(row);
    return {
        key: rowKey(row),
        class: type,
        verdict: type === "BROKEN" || type === "NO_COUNTERPART" ? "no" : "unknown",
        text: reason?.text ?? textOf(row),
        row,
        ...(reason && { reason }),
    };
}

/** Of what a reason alone tells: no row of the matrix stands for it. */
function ofReason(reason: Reason): Blocker | null {
    switch (reason.type) {
        case "version-missing":
            return { key: reason.text, class: "VERSION_MISSING", verdict: "no", text: reason.text, reason };
        case "record-mismatch":
            return { key: reason.text, class: "RECORD_MISMATCH", verdict: "unknown", text: reason.text, reason };
        case "breaks-anyone":
            return { key: reason.text, class: "BREAKING_CHANGE", verdict: "no", text: reason.text, reason };
        default:
            return null;
    }
}

function classOf(row: Row): BlockerClass {
    if (row.result === "failure") {
        return "BROKEN";
    }
    if (row.providerVersion === undefined) {
        return "NO_COUNTERPART";
    }
    return row.job?.state === "running" ? "VERIFYING" : "UNVERIFIED";
}

function textOf(row: Row): string {
    const both = `${row.consumer} (${row.consumerVersion}) and ${row.provider}${row.providerVersion ? ` (${row.providerVersion})` : ""}`;
    return row.result === "failure" ? `The verification between ${both} failed` : `There is no result between ${both}`;
}

/** What tells a row apart from all others of a verdict. */
export function rowKey(row: Row): string {
    return JSON.stringify([row.target, row.kind, row.consumer, row.consumerVersion, row.provider, row.providerVersion]);
}

function isAbout(reason: Reason, row: Row): boolean {
    if (!("subject" in reason) || reason.level !== "error") {
        return false;
    }
    const { consumer, consumerVersion, provider, providerVersion } = reason.subject;
    return (
        consumer === row.consumer &&
        provider === row.provider &&
        (consumerVersion === undefined || consumerVersion === row.consumerVersion) &&
        (providerVersion === undefined || providerVersion === row.providerVersion)
    );
}

/** What can be told beside the answer: warnings, and why it is yes. */
export function remarksOf(verdict: Schemas["Verdict"]): Reason[] {
    return verdict.reasons.filter((reason) => reason.level !== "error");
}

/**
 * The blockers in an order that does not change under the pointer: those that were there stay where they were, new ones come after.
 *
 * @param before keys in the order of last time
 */
export function keepOrder<T extends { key: string }>(items: T[], before: string[]): T[] {
    const place = new Map(before.map((key, index) => [key, index]));
    return items
        .map((item, index) => ({ item, at: place.get(item.key) ?? before.length + index }))
        .sort((a, b) => a.at - b.at)
        .map(({ item }) => item);
}
