import type { Policy, Relation } from "./schema";

export const COMMANDS = ["SELECT", "INSERT", "UPDATE", "DELETE"] as const;
export type Command = (typeof COMMANDS)[number];

/**
 * What keeps a role's command to some rows of a table.
 *
 * `denied`: it lacks the privilege. `open`: nothing, it reaches all rows. `policies`: the rows that these admit. `nothing`: row security is
 * on and no policy admits any row.
 */
export type Reach =
    | { kind: "denied" }
    | { kind: "open"; because: string }
    | { kind: "policies"; permissive: Policy[]; restrictive: Policy[] }
    | { kind: "nothing" };

export interface Cell {
    reach: Reach;
    /** The privilege is on these columns alone. */
    columns: string[];
}

/** The roles of which the schema says something, by name; the owner and everybody are among them where they are named. */
export function rolesOf(relations: Relation[]): string[] {
    const roles = new Set<string>();
    for (const { grants, policies } of relations) {
        for (const { grantee } of grants) {
            roles.add(grantee);
        }
        for (const policy of policies) {
            for (const role of policy.roles) {
                roles.add(role);
            }
        }
    }
    roles.delete("(owner)");
    return [...roles].sort();
}

/** What a role may do with a table by what the schema says; memberships of roles are not in a schema. */
export function cellOf(relation: Relation, role: string, command: Command): Cell {
    const granted = relation.grants.filter(
        ({ grantee, privilege }) => (grantee === role || grantee === "public") && privilege === command,
    );
    if (granted.length === 0) {
        return { reach: { kind: "denied" }, columns: [] };
    }
    const whole = granted.some(({ column }) => column === undefined);
    const columns = whole ? [] : granted.map(({ column }) => column ?? "");
    return { reach: reachOf(relation, role, command), columns };
}

function reachOf(relation: Relation, role: string, command: Command): Reach {
    if (relation.kind === "view") {
        return {
            kind: "open",
            because: relation.invoker
                ? "what the view reads is read as who asks"
                : "the view reads as its owner: policies of the tables bind the owner, not who asks",
        };
    }
    if (!relation.rowSecurity) {
        return { kind: "open", because: "row security is off" };
    }
    const applying = relation.policies.filter(
        (policy) =>
            (policy.command === "all" || policy.command.toUpperCase() === command) &&
            policy.roles.some((one) => one === role || one === "public"),
    );
    const permissive = applying.filter((policy) => policy.permissive);
    return permissive.length === 0
        ? { kind: "nothing" }
        : { kind: "policies", permissive, restrictive: applying.filter((policy) => !policy.permissive) };
}

/** The condition of a policy for a command, in SQL. */
export function conditionOf(policy: Policy, command: Command): string {
    const using = policy.using ?? "true";
    const check = policy.check ?? using;
    switch (command) {
        case "SELECT":
        case "DELETE":
            return using;
        case "INSERT":
            return policy.check ?? policy.using ?? "true";
        case "UPDATE":
            return using === check ? using : `${using}, and then ${check}`;
    }
}
