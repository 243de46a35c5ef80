package dev.seamwright.schemadiff.postgres.rules;

import static dev.seamwright.contracts.dbschema.Kind.SEQUENCE;
import static dev.seamwright.schemadiff.postgres.rules.Effect.MAYBE;
import static dev.seamwright.schemadiff.postgres.rules.Effect.NO;
import static dev.seamwright.schemadiff.postgres.rules.Effect.YES;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.added;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.changed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.removed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.when;

import java.util.List;

/** Sequences that are no identity. */
final class SequenceRules {
    static final List<SchemaRule> ALL = List.of(
            when(added(SEQUENCE))
                    .safe()
                    .axes(axes -> axes.rollback(NO, YES))
                    .rule("sequence-added", "sequence-removed", "A sequence was added", "Nobody used it before.", """
                            -- expand; for those who call nextval
                            GRANT USAGE ON SEQUENCE {relation} TO /* its consumers */;
                            """),
            when(removed(SEQUENCE))
                    .breaking(situation ->
                            List.of(Probe.of("SELECT nextval(%s)".formatted(Sql.text(situation.relation())), "42P01")))
                    .axes(axes -> axes.writers(Writer.ALL).dataLost(YES).rollback(YES, NO))
                    .rule(
                            "sequence-removed",
                            "sequence-added",
                            "A sequence was removed",
                            "Consumers that take numbers from it themselves fail with SQLSTATE 42P01; its position is lost.",
                            """
                            -- contract, when no deployed consumer calls nextval on it
                            DROP SEQUENCE {relation};
                            """),
            when(changed(SEQUENCE, "increment"))
                    .risky()
                    .axes(axes -> axes.meaning(YES).rollback(MAYBE, MAYBE))
                    .rule(
                            "sequence-increment-changed",
                            "the same rule judges both directions",
                            "A sequence counts in other steps",
                            "No statement fails: consumers that allocate a range for each number (an ORM's allocation size) use "
                                    + "numbers twice.",
                            """
                            -- the allocation size of every consumer and the increment change together
                            ALTER SEQUENCE {relation} INCREMENT BY {new.increment};
                            """),
            when(changed(SEQUENCE, "minimum", "maximum", "type", "cycle", "start"))
                    .risky()
                    .axes(axes -> axes.meaning(MAYBE).writers(Writer.VALUES).rollback(MAYBE, MAYBE))
                    .rule(
                            "sequence-range-changed",
                            "the same rule judges both directions",
                            "A sequence has another range, start or end",
                            "It ends earlier (SQLSTATE 2200H) or later than consumers and columns can take; one that cycles gives "
                                    + "numbers again.",
                            "-- the columns and the consumers of {relation} take every number up to {new.maximum}"),
            when(changed(SEQUENCE, "cache"))
                    .risky()
                    .axes(axes -> axes.meaning(MAYBE))
                    .rule(
                            "sequence-cache-changed",
                            "the same rule judges both directions",
                            "Sessions take numbers of a sequence in other portions",
                            "Numbers of several sessions are further out of order, and more are skipped.",
                            "-- nobody may rely on the order of {relation}"),
            when(changed(SEQUENCE, "ownedBy", "persistence"))
                    .risky()
                    .axes(axes -> axes.dataLost(MAYBE))
                    .rule(
                            "sequence-ownership-changed",
                            "the same rule judges both directions",
                            "A sequence belongs to another column, or to none",
                            "It is dropped with the column that it belongs to, and stays behind otherwise. An unlogged one starts "
                                    + "again after a crash.",
                            "ALTER SEQUENCE {relation} OWNED BY /* the column that it numbers */;"));

    private SequenceRules() {}
}
