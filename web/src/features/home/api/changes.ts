// What has changed in the workspace, from its audit log.
import { queryOptions } from "@tanstack/react-query";
import { api, body, type Schemas } from "../../../lib/api";
import { lastVisit } from "./visit";

const HOURS: Record<string, number> = { hour: 1, day: 24, week: 7 * 24 };

/** The time that a choice means. */
export function sinceOf(choice: string | undefined, now: Date): Date {
    if (choice === undefined) {
        return new Date(lastVisit());
    }
    const hours = HOURS[choice];
    return hours === undefined ? new Date(choice) : new Date(now.getTime() - hours * 3600_000);
}

/** The newest entries of the audit log since then, 200 at most. */
export function changesQuery(choice: string | undefined) {
    return queryOptions({
        queryKey: ["changes", choice],
        queryFn: async ({ signal }) => {
            const since = sinceOf(choice, new Date());
            const page = await body(
                api.GET("/api/v1/audit/entries", {
                    params: { query: { since: since.toISOString(), limit: 200 } },
                    signal,
                }),
            );
            return { since, entries: page.items, more: page.next !== undefined };
        },
        refetchInterval: 30_000,
    });
}

/** Something that people want to know of, in words. */
export interface Told {
    at: string;
    by: string;
    text: string;
    /** The version that it is about. */
    participant?: string | undefined;
    version?: string | undefined;
}

/**
 * What the entries tell, newest first; what only follows from something else is left out.
 *
 * @param titleOf how an environment is called
 */
export function eventsOf(entries: Schemas["AuditEntry"][], titleOf: (environment: string) => string): Told[] {
    return entries.flatMap(({ at, principal, changes }) =>
        changes.toReversed().flatMap((change) => {
            const told = tell(change, titleOf);
            return told ? [{ at, by: principal, ...told }] : [];
        }),
    );
}

function tell(
    change: Schemas["AuditChange"],
    titleOf: (environment: string) => string,
): Omit<Told, "at" | "by"> | null {
    const word = (name: string) => {
        const value = change[name];
        return typeof value === "string" || typeof value === "number" ? String(value) : "";
    };
    const environment = () => titleOf(word("environment"));
    const participant = word("participant") || word("consumer");
    const version = word("version");
    const about = { participant: participant || undefined, version: version || undefined };
    switch (change.action) {
        case "contract.publish": {
            const provider = word("provider");
            const itself = !provider || provider === participant;
            return {
                ...about,
                text: `published ${itself ? `its ${word("kind")}` : `a ${word("kind")} with ${provider}`}`,
            };
        }
        case "verification.record":
            return {
                participant: word("provider"),
                version: word("providerVersion"),
                text: `was verified for ${word("consumer")}${change.success === undefined ? "" : change.success ? ": it keeps the contract" : ": it fails"}`,
            };
        case "deployment.record":
            return { ...about, text: `was deployed to ${environment()}` };
        case "deployment.end":
            return { ...about, text: "was undeployed" };
        case "release.record":
            return { ...about, text: `was released to ${environment()}` };
        case "release.end-support":
            return { ...about, text: "is no longer supported where it was released" };
        case "version.observe":
            return { ...about, text: `was seen in ${environment()}` };
        case "participant.create":
            return { ...about, text: "is new" };
        case "participant.delete":
            return { text: `${participant} was deleted` };
        case "version.delete":
            return { text: `${participant} ${version} was deleted` };
        case "contract.delete":
            return { text: `pacts of ${participant} with ${word("provider")} were deleted` };
        case "environment.create":
            return { text: `the environment ${environment()} is new` };
        case "environment.update":
            return { text: `the environment ${environment()} was changed` };
        case "environment.delete":
            return { text: `the environment ${environment()} was deleted` };
        case "token.create":
            return { text: `the token ${word("name")} was made` };
        case "token.revoke":
            return { text: `the token ${word("name")} was revoked` };
        case "webhook.create":
            return { text: "a webhook was made" };
        case "webhook.update":
            return { text: "a webhook was changed" };
        case "webhook.disable":
            return { text: "a webhook was disabled" };
        case "webhook.delete":
            return { text: "a webhook was deleted" };
        case "setup.record": {
            const members = word("members");
            const belong = members === "1" ? "1 thing belongs" : `${members} things belong`;
            return { text: `${belong} to the set-up ${word("setup")}` };
        }
        case "example.load":
            return { text: "the example was loaded" };
        default:
            return null;
    }
}
