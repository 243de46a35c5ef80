package dev.seamwright.schemadiff.postgres.rules;

import static dev.seamwright.contracts.dbschema.Kind.EVENT_TRIGGER;
import static dev.seamwright.contracts.dbschema.Kind.RULE;
import static dev.seamwright.contracts.dbschema.Kind.TRIGGER;
import static dev.seamwright.schemadiff.postgres.rules.Effect.MAYBE;
import static dev.seamwright.schemadiff.postgres.rules.Effect.YES;
import static dev.seamwright.schemadiff.postgres.rules.Lock.ACCESS_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.Lock.SHARE_ROW_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.added;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.changed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.removed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.when;

import java.util.List;
import java.util.Set;

/** Triggers and rewrite rules. */
final class TriggerRules {
    static final List<SchemaRule> ALL = List.of(
            when(added(TRIGGER))
                    .risky()
                    .axes(axes -> axes.lock(SHARE_ROW_EXCLUSIVE)
                            .writers(Writer.VALUES)
                            .meaning(YES)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "trigger-added",
                            "trigger-removed",
                            "A trigger was added",
                            "Writes do more, slower, and may be changed, skipped or refused by its function.",
                            """
                            -- {new.definition}
                            -- writers of {relation} test with it
                            """),
            when(removed(TRIGGER))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).meaning(YES).rollback(MAYBE, MAYBE))
                    .rule(
                            "trigger-removed",
                            "trigger-added",
                            "A trigger was removed",
                            "No statement fails: what it filled, copied or refused is missing, left out or taken.",
                            """
                            -- was: {old.definition}
                            -- writers are deployed that do what it did
                            """),
            when(changed(TRIGGER, "definition", "function", "enabled", "inherited"))
                    .risky()
                    .axes(axes -> axes.lock(SHARE_ROW_EXCLUSIVE)
                            .writers(Writer.VALUES)
                            .meaning(YES)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "trigger-changed",
                            "the same rule judges both directions",
                            "A trigger does something else, or fires otherwise",
                            "Writes have other effects.",
                            """
                            -- was: {old.definition}
                            -- is: {new.definition}
                            """),
            when(added(RULE).or(removed(RULE)).or(changed(RULE, "definition", "enabled")))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .readers(MAYBE)
                            .writers(Writer.VALUES)
                            .meaning(YES)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "rewrite-rule-changed",
                            "the same rule judges both directions",
                            "A rewrite rule was added, removed or changed",
                            "Statements on {relation} are executed as other statements, or not at all.",
                            "-- a trigger says the same more clearly: {relation}"),
            when(added(EVENT_TRIGGER)
                            .or(removed(EVENT_TRIGGER))
                            .or(situation -> situation.kind() == EVENT_TRIGGER
                                    && !Set.of("owner", "comment").contains(situation.member())))
                    .risky()
                    .axes(axes -> axes.meaning(MAYBE))
                    .rule(
                            "event-trigger-changed",
                            "the same rule judges both directions",
                            "An event trigger was added, removed or changed",
                            "Migrations may be refused, or do more than they say.",
                            "-- run the migrations against a database with {name}"));

    private TriggerRules() {}
}
