package dev.seamwright.schemadiff.postgres.rules;

import static dev.seamwright.contracts.dbschema.Kind.MATERIALIZED_VIEW;
import static dev.seamwright.contracts.dbschema.Kind.VIEW;
import static dev.seamwright.schemadiff.postgres.rules.Effect.MAYBE;
import static dev.seamwright.schemadiff.postgres.rules.Effect.YES;
import static dev.seamwright.schemadiff.postgres.rules.Lock.ACCESS_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.changed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.when;

import java.util.List;

/** Views and what they show. */
final class ViewRules {
    static final List<SchemaRule> ALL = List.of(
            when(changed(VIEW, "definition"))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .prepared(MAYBE)
                            .meaning(YES)
                            .access(Access.DIFFERENT)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "view-definition-changed",
                            "the same rule judges both directions",
                            "A view selects something else",
                            "No statement fails as long as the columns stay: readers get other rows or values.",
                            """
                            -- a second view under a new name; move the readers; then drop the old one
                            CREATE VIEW {schema}.new_name AS
                            {new.definition}
                            """),
            when(changed(MATERIALIZED_VIEW, "definition"))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .work(Work.REWRITE)
                            .prepared(MAYBE)
                            .meaning(YES)
                            .access(Access.DIFFERENT)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "materialized-view-definition-changed",
                            "the same rule judges both directions",
                            "A materialized view selects something else",
                            "It is dropped and made anew: readers wait for its query, its indexes and grants are to be made again, and "
                                    + "rows differ.",
                            """
                            -- a second one under a new name, filled and indexed; move the readers; then drop the old one
                            CREATE MATERIALIZED VIEW {schema}.new_name AS
                            {new.definition}
                            """),
            when(changed(VIEW, "options"))
                    .and(situation -> differs(situation, "security_invoker"))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .readers(MAYBE)
                            .access(Access.DIFFERENT)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "view-security-invoker-changed",
                            "the same rule judges both directions",
                            "A view asks for the rights of its reader, or no longer",
                            "With security_invoker the reader needs rights on the tables below and their policies hold for it; without "
                                    + "it, those of the owner do. Readers fail with SQLSTATE 42501, or see rows that they should not.",
                            """
                            -- was: {old.options}
                            -- is: {new.options}
                            -- try it as each consumer's role first: SET ROLE …; SELECT * FROM {relation};
                            """),
            when(changed(VIEW, "options"))
                    .and(situation -> differs(situation, "security_barrier"))
                    .risky()
                    .axes(axes ->
                            axes.lock(ACCESS_EXCLUSIVE).access(Access.DIFFERENT).rollback(MAYBE, MAYBE))
                    .rule(
                            "view-security-barrier-changed",
                            "the same rule judges both directions",
                            "A view keeps leaky functions from the rows it hides, or no longer",
                            "Without the barrier a cheap function in a reader's WHERE sees rows that the view filters out. With it "
                                    + "some queries are slower.",
                            """
                            -- was: {old.options}
                            -- is: {new.options}
                            -- try it as each consumer's role first: SET ROLE …; SELECT * FROM {relation};
                            """),
            when(changed(VIEW, "options"))
                    .and(situation -> differs(situation, "check_option"))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .writers(Writer.VALUES)
                            .access(Access.SAME)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "view-check-option-changed",
                            "the same rule judges both directions",
                            "A view checks what is written through it, or no longer",
                            "With CHECK OPTION writers of rows that the view does not show fail with SQLSTATE 44000; without it such "
                                    + "rows are stored and vanish from the view.",
                            """
                            -- was: {old.options}
                            -- is: {new.options}
                            -- try it as each consumer's role first: SET ROLE …; SELECT * FROM {relation};
                            """));

    private ViewRules() {}

    private static boolean differs(Situation situation, String option) {
        return !situation.oldMember().path(option).equals(situation.nowMember().path(option));
    }
}
