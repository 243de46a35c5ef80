// What is found or hidden in the graph: `orders kind:database, verdict:no` is orders' databases, or whatever is broken.
import type { Party } from "./graph";

type Test = (party: Party) => boolean;

/**
 * Whether a party is meant. Commas separate alternatives; the words of one all have to apply: part of a name, `kind:`, `verdict:`,
 * or `in:` an environment. An empty expression means nobody.
 */
export function meaning(expression: string | undefined): Test {
    const alternatives = (expression ?? "")
        .toLowerCase()
        .split(",")
        .map((part) => part.split(/\s+/).filter(Boolean).map(wordMeaning))
        .filter((tests) => tests.length > 0);
    return (party) => alternatives.some((tests) => tests.every((test) => test(party)));
}

function wordMeaning(word: string): Test {
    const [, field, value = ""] = /^(kind|verdict|in):(.+)$/.exec(word) ?? [];
    switch (field) {
        case "kind":
            return ({ kind }) => kind.startsWith(value);
        case "verdict":
            return ({ answer }) => answer === value || (value === "unknown" && answer === "verifying");
        case "in":
            return ({ places }) => places.some(({ environment }) => environment.toLowerCase() === value);
        default:
            return ({ name }) => name.toLowerCase().includes(word);
    }
}
