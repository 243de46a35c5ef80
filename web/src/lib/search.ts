/** A query string as texts; a name that repeats has a list. */
export type Search = Record<string, string | string[] | undefined>;

/**
 * `?a=1&b=x&b=y` as `{a: "1", b: ["x", "y"]}`: nothing is guessed from a value's looks, since a version may be `1e3`. Lists of maps,
 * which old links have, keep their order: `?q[][a]=1&q[][b]=2` is `{"q[]": ["a=1", "b=2"]}`.
 */
export function parseSearch(text: string): Search {
    const search: Search = {};
    for (const [parameter, given] of new URLSearchParams(text)) {
        const [, list, member] = /^(\w+\[\])\[?(\w+)\]?$/.exec(parameter) ?? [];
        const name = list ?? parameter;
        const value = list ? `${member}=${given}` : given;
        const before = search[name];
        search[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
    }
    return search;
}

export function printSearch(search: Record<string, unknown>): string {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(search)) {
        for (const one of Array.isArray(value) ? value : [value]) {
            if (one !== undefined && one !== null && one !== "") {
                parameters.append(name, String(one));
            }
        }
    }
    const text = parameters.toString();
    return text ? `?${text}` : "";
}

/** One text of a search; the first of several, undefined when there is none. */
export function text(search: Search, name: string): string | undefined {
    const value = search[name];
    return (Array.isArray(value) ? value[0] : value) || undefined;
}

/** All texts of a name. */
export function texts(search: Search, name: string): string[] {
    const value = search[name];
    return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** The maps of a list like `q[]`; a member that is there already begins the next one. */
export function maps(search: Search, name: string): Record<string, string>[] {
    const all: Record<string, string>[] = [];
    for (const entry of texts(search, name)) {
        const member = entry.slice(0, entry.indexOf("="));
        const value = entry.slice(member.length + 1);
        const last = all.at(-1);
        if (last && !(member in last)) {
            last[member] = value;
        } else {
            all.push({ [member]: value });
        }
    }
    return all;
}

/** A text of a search that has to be one of some. */
export function oneOf<T extends string>(search: Search, name: string, allowed: readonly T[]): T | undefined {
    const value = text(search, name);
    return allowed.find((one) => one === value);
}
