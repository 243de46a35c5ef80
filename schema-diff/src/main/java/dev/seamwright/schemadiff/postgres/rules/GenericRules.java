package dev.seamwright.schemadiff.postgres.rules;

import static dev.seamwright.schemadiff.postgres.rules.Effect.MAYBE;
import static dev.seamwright.schemadiff.postgres.rules.Effect.NO;
import static dev.seamwright.schemadiff.postgres.rules.Effect.YES;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.when;

import dev.seamwright.schemadiff.postgres.diff.SchemaChange;
import java.util.List;

/** What every change has that no rule of its kind knows: never nothing. */
final class GenericRules {
    static final List<SchemaRule> ALL = List.of(
            when(situation -> situation.change() instanceof SchemaChange.Added)
                    .risky()
                    .axes(axes -> axes.meaning(MAYBE).rollback(NO, YES))
                    .rule(
                            "object-added",
                            "object-removed",
                            "Something was added that no other rule knows",
                            "Operators, casts, collations, languages and the like can change how statements of others are resolved.",
                            "-- run the consumers' statements on both: {relation}"),
            when(situation -> situation.change() instanceof SchemaChange.Removed)
                    .risky()
                    .axes(axes -> axes.readers(MAYBE).meaning(MAYBE).rollback(MAYBE, NO))
                    .rule(
                            "object-removed",
                            "object-added",
                            "Something was removed that no other rule knows",
                            "Statements that use it fail, or are resolved otherwise.",
                            "-- run the consumers' statements on both: {relation}"),
            when(situation -> situation.change() instanceof SchemaChange.Changed)
                    .risky()
                    .axes(axes -> axes.readers(MAYBE).meaning(MAYBE).rollback(MAYBE, MAYBE))
                    .rule(
                            "object-changed",
                            "the same rule judges both directions",
                            "Something changed that no other rule knows",
                            "Statements that use it may fail, or mean something else.",
                            "-- run the consumers' statements on both: {relation}"));

    private GenericRules() {}
}
