package dev.seamwright.schemadiff.postgres.seam;

import dev.seamwright.schemadiff.Rule;
import java.util.List;

/** Rules for what a consumer's role may do, against what the consumer needs. */
final class RoleRules {
    static final Rule GRANT_MISSING = new Rule(
            "role-grant-missing",
            "A role may not do what its consumer does.",
            "The statement fails with insufficient privilege (42501).",
            "Grant it; a grant that was revoked goes back until the consumer no longer needs it.");
    static final Rule GRANT_UNNEEDED = new Rule(
            "role-grant-unneeded",
            "A role may do what its consumer does not do.",
            "Whoever takes over the consumer can do it too.",
            "Revoke it, from PUBLIC or the granted role if that is where it comes from.");

    static final List<Rule> ALL = List.of(GRANT_MISSING, GRANT_UNNEEDED);

    private RoleRules() {}
}
