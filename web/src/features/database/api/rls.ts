import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../../../lib/api";
import { quote } from "../../../lib/shell";
import type { Consumer, UsageDocument } from "./usage";

/** As whom the review comes to the database. */
export interface As {
    role: string;
    /** The parameter that names the tenant; absent: none does. */
    setting?: string | undefined;
    /** It stays for the session; absent: for a transaction. */
    scope?: "session" | undefined;
}

/** What tenants get to see of one another; it takes a PostgreSQL of the broker's some seconds, so it is asked once. */
export function reviewQuery(sha256: string, as: As | undefined) {
    return queryOptions({
        queryKey: ["rls-review", sha256, as],
        queryFn: ({ signal }) => {
            if (!as) {
                throw new Error("there is no question");
            }
            const { role, setting, scope = "transaction" } = as;
            return body(
                api.POST("/api/v1/analysis/rls-review/{sha256}", {
                    params: { path: { sha256 } },
                    body: {
                        roles: "",
                        identity: setting ? { role, tenant: { by: "setting", name: setting, scope } } : { role },
                    },
                    signal,
                }),
            );
        },
        enabled: as !== undefined,
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
    });
}

/** Those as whom consumers come, as their usages say; each once, with who they are. */
export function identitiesOf(
    consumers: Consumer[],
    documents: Map<string, UsageDocument>,
): (As & { consumers: string[] })[] {
    const found = new Map<string, As & { consumers: string[] }>();
    for (const { consumer, sha256 } of consumers) {
        const identity = documents.get(sha256)?.identity;
        if (!identity?.role) {
            continue;
        }
        const { tenant } = identity;
        const as: As = {
            role: identity.role,
            setting: tenant?.by === "setting" ? tenant.name : undefined,
            scope: tenant?.by === "setting" && tenant.scope === "session" ? "session" : undefined,
        };
        const key = JSON.stringify(as);
        const known = found.get(key) ?? { ...as, consumers: [] };
        if (!known.consumers.includes(consumer)) {
            known.consumers.push(consumer);
        }
        found.set(key, known);
    }
    return [...found.values()];
}

/** The same question on the command line. */
export function commandOf(database: string, version: string, { role, setting, scope }: As): string {
    return [
        "seamwright review rls",
        `--participant ${quote(database)}`,
        `--version ${quote(version)}`,
        `--role ${quote(role)}`,
        setting && `--tenant-setting ${quote(setting)}`,
        scope && `--tenant-scope ${scope}`,
    ]
        .filter(Boolean)
        .join(" ");
}
