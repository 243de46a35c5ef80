// Where deep links of the Pact Broker's own UI lead. Kept apart from the routes, so that each can be tested.
import { maps, type Search, text, texts } from "../lib/search";

/** A path of this UI. */
const path = (...segments: string[]) => `/${segments.map(encodeURIComponent).join("/")}`;

/** A selector of the Pact Broker's matrix: one participant, and which of its versions. */
type Selector = Record<string, string>;

/** `/matrix?q[][pacticipant]=A&q[][version]=1&…`: the verdict where it asks one of a version, else the matrix with its filters. */
export function ofMatrix(search: Search): string {
    const [first, second] = maps(search, "q[]").filter(({ pacticipant }) => pacticipant);
    if (!first?.pacticipant) {
        return "/explore";
    }
    return (second ? null : verdictOf(first, search)) ?? exploreOf(first, second, search);
}

function verdictOf(selector: Selector, search: Search): string | null {
    const environment = text(search, "environment");
    const toTag = text(search, "tag");
    const { pacticipant: participant = "", version, branch, tag } = selector;
    const which: Record<string, string> | null = version ? { version } : branch ? { branch } : tag ? { tag } : null;
    const where: Record<string, string> | null = environment
        ? { environment }
        : text(search, "mainBranch")
          ? { to: "main-branch" }
          : toTag
            ? { toTag }
            : text(search, "latest")
              ? { to: "latest" }
              : null;
    return which && where && `/verdict?${new URLSearchParams({ participant, ...which, ...where })}`;
}

function exploreOf(consumer: Selector, provider: Selector | undefined, search: Search): string {
    const parameters = new URLSearchParams();
    for (const [side, selector] of Object.entries({ consumer, provider: provider ?? {} })) {
        for (const [old, name] of [
            ["pacticipant", side],
            ["version", `${side}Version`],
            ["branch", `${side}Branch`],
            ["tag", `${side}Tag`],
            ["environment", `${side}Environment`],
        ] as const) {
            const value = selector[old];
            if (value) {
                parameters.set(name, value);
            }
        }
    }
    const results = new Set([...texts(search, "success"), ...texts(search, "success[]")]);
    if (results.size === 1) {
        parameters.set("result", { true: "success", false: "failed" }[[...results][0] ?? ""] ?? "unknown");
    }
    return `/explore?${parameters}`;
}

/** `/pacts/provider/P/consumer/C/…`: the seam, with the version that the link names. */
export function ofPact(provider: string, consumer: string, rest: string): string {
    const [kind, version] = rest.split("/").map(decodeURIComponent);
    const seam = path("seams", consumer, provider);
    return kind === "version" && version ? `${seam}?${new URLSearchParams({ version })}` : seam;
}

/** `/pacticipants/NAME/…`: the participant, or its version. */
export function ofPacticipant(name: string, rest: string): string {
    const [kind, version] = rest.split("/").map(decodeURIComponent);
    return kind === "versions" && version
        ? path("participants", name, "versions", version)
        : path("participants", name);
}
