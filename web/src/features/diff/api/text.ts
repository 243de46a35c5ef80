// Contracts as text that people compare line by line.
type Json = unknown;

export interface Printed {
    text: string;
    /** The line, counted from 1, of each value by its JSON pointer. */
    lines: Map<string, number>;
}

/** A document with one value a line, its keys in the order of the document. */
export function printed(document: Json): Printed {
    const out: string[] = [];
    const lines = new Map<string, number>();
    print(document, "", "", "", "");
    return { text: `${out.join("\n")}\n`, lines };

    function print(value: Json, pointer: string, indent: string, before: string, after: string) {
        lines.set(pointer, out.length + 1);
        const entries = entriesOf(value);
        if (!entries || entries.length === 0) {
            out.push(`${indent}${before}${JSON.stringify(value)}${after}`);
            return;
        }
        const isList = Array.isArray(value);
        out.push(`${indent}${before}${isList ? "[" : "{"}`);
        entries.forEach(([key, member], index) => {
            const comma = index === entries.length - 1 ? "" : ",";
            const child = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
            print(member, child, `${indent}  `, isList ? "" : `${JSON.stringify(key)}: `, comma);
        });
        out.push(`${indent}${isList ? "]" : "}"}${after}`);
    }
}

function entriesOf(value: Json): [string, Json][] | null {
    return typeof value === "object" && value !== null ? Object.entries(value) : null;
}

interface Fact {
    kind?: unknown;
    identity?: unknown;
    payload?: unknown;
}

/** A captured schema, an object a paragraph: `table public.orders`, then what is known of it. Lines are found by the object's name. */
export function printedSchema(document: Json): Printed {
    const facts = (document as { facts?: Fact[] } | null)?.facts;
    if (!Array.isArray(facts)) {
        return printed(document);
    }
    const out: string[] = [];
    const lines = new Map<string, number>();
    for (const { kind, identity, payload } of facts) {
        const name = Array.isArray(identity) ? identity.map(String).join(".") : String(identity);
        if (!lines.has(name)) {
            lines.set(name, out.length + 1);
        }
        out.push(`${String(kind)} ${name}`);
        for (const [member, value] of entriesOf(payload) ?? []) {
            const text = typeof value === "string" ? value : JSON.stringify(value);
            out.push(`    ${member}: ${text.replaceAll("\n", "\n        ")}`);
        }
    }
    return { text: `${out.join("\n")}\n`, lines };
}

/** The line of a pointer, or of the nearest value around it. */
export function lineOf({ lines }: Printed, pointer: string | undefined): number | undefined {
    for (let place = pointer; place !== undefined; place = place.slice(0, place.lastIndexOf("/"))) {
        const line = lines.get(place);
        if (line !== undefined || !place.includes("/")) {
            return line;
        }
    }
    return undefined;
}
