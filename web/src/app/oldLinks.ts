// Where deep links of the Pact Broker's own UI lead. Kept apart from the routes, so that each can be tested.
import { type Search, text, texts } from "../lib/search";

/** A path of this UI. */
const path = (...segments: string[]) => `/${segments.map(encodeURIComponent).join("/")}`;

/** `/matrix?q[][pacticipant]=A&q[][version]=1&…`: the verdict where it asks one, else the seam or the participant. */
export function ofMatrix(search: Search): string {
    const names = texts(search, "q[][pacticipant]");
    const versions = texts(search, "q[][version]");
    const [first, second] = names;
    if (!first) {
        return "/seams";
    }
    if (second) {
        return path("seams", first, second);
    }
    const environment = text(search, "environment");
    const version = versions[0];
    const branch = text(search, "q[][branch]");
    const tag = text(search, "q[][tag]");
    const toTag = text(search, "tag");
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
    if (!which || !where) {
        return path("participants", first);
    }
    return `/verdict?${new URLSearchParams({ participant: first, ...which, ...where })}`;
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
