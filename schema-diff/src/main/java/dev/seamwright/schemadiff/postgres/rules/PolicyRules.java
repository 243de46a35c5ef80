package dev.seamwright.schemadiff.postgres.rules;

import static dev.seamwright.contracts.dbschema.Kind.POLICY;
import static dev.seamwright.schemadiff.postgres.rules.Effect.MAYBE;
import static dev.seamwright.schemadiff.postgres.rules.Effect.NO;
import static dev.seamwright.schemadiff.postgres.rules.Effect.YES;
import static dev.seamwright.schemadiff.postgres.rules.Lock.ACCESS_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.added;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.changed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.changedMember;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.removed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.when;

import java.util.List;

/** Row-level security. */
final class PolicyRules {
    static final List<SchemaRule> ALL = List.of(
            when(changedMember("rowSecurity"))
                    .and(situation -> situation.nowMember().asBoolean())
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .meaning(YES)
                            .access(Access.NARROWED)
                            .rollback(MAYBE, NO))
                    .rule(
                            "row-security-enabled",
                            "row-security-disabled",
                            "Row-level security was switched on",
                            "No reader fails: everybody but the owner sees the rows that the policies allow, none without a policy. "
                                    + "Writers of other rows fail with SQLSTATE 42501.",
                            """
                            -- policies first, tried as each consumer's role; then
                            ALTER TABLE {relation} ENABLE ROW LEVEL SECURITY;
                            """),
            when(changedMember("rowSecurity"))
                    .and(situation -> !situation.nowMember().asBoolean())
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).meaning(YES).access(Access.WIDENED))
                    .rule(
                            "row-security-disabled",
                            "row-security-enabled",
                            "Row-level security was switched off",
                            "Nobody fails: everybody with a grant sees and writes every row, also those of other tenants. The policies "
                                    + "are still there, and do nothing.",
                            "ALTER TABLE {relation} ENABLE ROW LEVEL SECURITY;"),
            when(changedMember("forceRowSecurity"))
                    .and(situation -> situation.nowMember().asBoolean())
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .meaning(YES)
                            .access(Access.NARROWED)
                            .rollback(MAYBE, NO))
                    .rule(
                            "row-security-forced",
                            "row-security-unforced",
                            "The policies hold for the owner too",
                            "Consumers and jobs that log in as the owner see fewer rows, without an error.",
                            """
                            -- jobs that need all rows get a role with BYPASSRLS, or a policy; then
                            ALTER TABLE {relation} FORCE ROW LEVEL SECURITY;
                            """),
            when(changedMember("forceRowSecurity"))
                    .and(situation -> !situation.nowMember().asBoolean())
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).meaning(YES).access(Access.WIDENED))
                    .rule(
                            "row-security-unforced",
                            "row-security-forced",
                            "The policies no longer hold for the owner",
                            "Whoever logs in as the owner, or inherits it, sees every row; so do views that it owns.",
                            "ALTER TABLE {relation} FORCE ROW LEVEL SECURITY;"),
            when(added(POLICY))
                    .and(situation -> situation.any().path("permissive").asBoolean() == true)
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .meaning(YES)
                            .access(Access.WIDENED)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "policy-permissive-added",
                            "policy-permissive-removed",
                            "A permissive policy was added",
                            "Roles that it names see or write rows that they could not: permissive policies are alternatives, one is "
                                    + "enough.",
                            """
                            -- as two tenants, each with the consumer's role: the same query before and after shows the rows that crossed
                            SET ROLE …; SELECT * FROM {relation};
                            """),
            when(removed(POLICY))
                    .and(situation -> situation.any().path("permissive").asBoolean() == true)
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .meaning(YES)
                            .access(Access.NARROWED)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "policy-permissive-removed",
                            "policy-permissive-added",
                            "A permissive policy was removed",
                            "No reader fails: roles that it names see fewer rows; writers of other rows fail with SQLSTATE 42501.",
                            """
                            -- as two tenants, each with the consumer's role: the same query before and after shows the rows that crossed
                            SET ROLE …; SELECT * FROM {relation};
                            """),
            when(added(POLICY))
                    .and(situation -> situation.any().path("permissive").asBoolean() == false)
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .meaning(YES)
                            .access(Access.NARROWED)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "policy-restrictive-added",
                            "policy-restrictive-removed",
                            "A restrictive policy was added",
                            "No reader fails: roles that it names see the rows only that it allows as well; writers of other rows fail "
                                    + "with SQLSTATE 42501.",
                            """
                            -- as two tenants, each with the consumer's role: the same query before and after shows the rows that crossed
                            SET ROLE …; SELECT * FROM {relation};
                            """),
            when(removed(POLICY))
                    .and(situation -> situation.any().path("permissive").asBoolean() == false)
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .meaning(YES)
                            .access(Access.WIDENED)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "policy-restrictive-removed",
                            "policy-restrictive-added",
                            "A restrictive policy was removed",
                            "Roles that it names see or write rows that it held back.",
                            """
                            -- as two tenants, each with the consumer's role: the same query before and after shows the rows that crossed
                            SET ROLE …; SELECT * FROM {relation};
                            """),
            when(changed(POLICY, "permissive", "command", "roles", "using", "check"))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .meaning(YES)
                            .access(Access.DIFFERENT)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "policy-changed",
                            "the same rule judges both directions",
                            "A policy lets other rows pass",
                            "No reader fails: other rows are seen. Writers of rows that it refuses now fail with SQLSTATE 42501.",
                            """
                            -- was: USING {old.using} CHECK {old.check} FOR {old.command} TO {old.roles}
                            -- is: USING {new.using} CHECK {new.check} FOR {new.command} TO {new.roles}
                            -- show the rows as two tenants, before and after
                            """));

    private PolicyRules() {}
}
