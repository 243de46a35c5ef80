package dev.seamwright.schemadiff.postgres.rules;

import static dev.seamwright.contracts.dbschema.Kind.CONSTRAINT;
import static dev.seamwright.schemadiff.postgres.rules.Effect.MAYBE;
import static dev.seamwright.schemadiff.postgres.rules.Effect.NO;
import static dev.seamwright.schemadiff.postgres.rules.Effect.YES;
import static dev.seamwright.schemadiff.postgres.rules.Lock.ACCESS_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.Lock.SHARE_ROW_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.Lock.SHARE_UPDATE_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.added;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.changed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.removed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.when;

import dev.seamwright.schemadiff.postgres.diff.SchemaChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Checks, keys, foreign keys and exclusions. */
final class ConstraintRules {
    static final List<SchemaRule> ALL = List.of(
            when(added(CONSTRAINT))
                    .and(ConstraintRules::isRenamed)
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .writers(Writer.ON_CONFLICT)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "constraint-renamed",
                            "the same rule judges both directions",
                            "A constraint has another name",
                            "ON CONFLICT ON CONSTRAINT with the old name fails, and so do consumers that tell errors apart by the name.",
                            "ALTER TABLE {relation} RENAME CONSTRAINT /* the old name */ TO {name};"),
            when(removed(CONSTRAINT))
                    .and(ConstraintRules::isRenamed)
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .writers(Writer.ON_CONFLICT)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "constraint-name-gone",
                            "the same rule judges both directions",
                            "A constraint lost its name to one that says the same",
                            "See constraint-renamed, which tells the new name.",
                            "-- consumers name columns instead: ON CONFLICT (column), not ON CONFLICT ON CONSTRAINT {name}"),
            when(added(CONSTRAINT))
                    .and(situation -> situation.any().path("type").asText().equals("check"))
                    .and(situation -> !isRenamed(situation))
                    .breaking(ConstraintRules::violations)
                    .axes(axes ->
                            axes.lock(ACCESS_EXCLUSIVE).writers(Writer.VALUES).rollback(YES, NO))
                    .axesOf(ConstraintRules::scanIfValid)
                    .rule(
                            "check-added",
                            "check-removed",
                            "A check was added",
                            "Writers of values that it refuses fail with SQLSTATE 23514 from the first moment, NOT VALID or not; "
                                    + "adding it valid reads the whole table and fails on rows that violate it.",
                            """
                            -- find out who writes such values, and stop it; then
                            ALTER TABLE {relation} ADD CONSTRAINT {name} CHECK {new.expression} NOT VALID;
                            -- repair old rows, then without holding back writers
                            ALTER TABLE {relation} VALIDATE CONSTRAINT {name};
                            """),
            when(removed(CONSTRAINT))
                    .and(situation -> situation.any().path("type").asText().equals("check"))
                    .and(situation -> !isRenamed(situation))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).meaning(MAYBE).rollback(MAYBE, YES))
                    .rule(
                            "check-removed",
                            "check-added",
                            "A check was removed",
                            "Readers may meet values that could not be there before; with such rows there is no way back.",
                            """
                            -- readers are deployed that take every value of the columns in {old.expression}; then
                            ALTER TABLE {relation} DROP CONSTRAINT {name};
                            """),
            when(changed(CONSTRAINT, "expression"))
                    .breaking(ConstraintRules::violations)
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .work(Work.SCAN)
                            .writers(Writer.VALUES)
                            .meaning(MAYBE)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "check-changed",
                            "the same rule judges both directions",
                            "A check says something else",
                            "Writers of values that it refuses now fail with SQLSTATE 23514; readers may meet values that it takes now.",
                            """
                            -- add the new one beside the old one, NOT VALID, validate it, then drop the old one
                            ALTER TABLE {relation} ADD CONSTRAINT new_name CHECK {new.expression} NOT VALID;
                            """),
            when(added(CONSTRAINT))
                    .and(situation -> situation.any().path("type").asText().equals("foreign key"))
                    .and(situation -> !isRenamed(situation))
                    .breaking(ConstraintRules::orphan)
                    .axes(axes -> axes.lock(SHARE_ROW_EXCLUSIVE)
                            .writers(Writer.ORPHANS)
                            .rollback(YES, NO))
                    .axesOf(ConstraintRules::scanIfValid)
                    .rule(
                            "foreign-key-added",
                            "foreign-key-removed",
                            "A foreign key was added",
                            "Writers of rows that refer to nothing fail with SQLSTATE 23503, and so do those that delete what is "
                                    + "referred to, NOT VALID or not. The referenced table is locked too; adding it valid reads the whole table.",
                            """
                            -- every writer writes the referenced row first; then
                            ALTER TABLE {relation} ADD CONSTRAINT {name} FOREIGN KEY ({new.columns}) REFERENCES /* {new.references} */ ({new.referencedColumns}) NOT VALID;
                            ALTER TABLE {relation} VALIDATE CONSTRAINT {name};
                            """),
            when(removed(CONSTRAINT))
                    .and(situation -> situation.any().path("type").asText().equals("foreign key"))
                    .and(situation -> !isRenamed(situation))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).meaning(MAYBE).rollback(MAYBE, YES))
                    .rule(
                            "foreign-key-removed",
                            "foreign-key-added",
                            "A foreign key was removed",
                            "Rows may refer to nothing, and a delete no longer cascades or fails; readers that join lose rows without "
                                    + "an error.",
                            """
                            -- consumers clean up themselves; then
                            ALTER TABLE {relation} DROP CONSTRAINT {name};
                            """),
            when(changed(
                            CONSTRAINT,
                            "references",
                            "referencedColumns",
                            "columns",
                            "match",
                            "onUpdate",
                            "onDelete",
                            "onDeleteColumns",
                            "period"))
                    .and(situation -> situation.any().path("type").asText().equals("foreign key"))
                    .risky()
                    .axes(axes -> axes.lock(SHARE_ROW_EXCLUSIVE)
                            .work(Work.SCAN)
                            .writers(Writer.ORPHANS)
                            .meaning(YES)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "foreign-key-changed",
                            "the same rule judges both directions",
                            "A foreign key refers or acts otherwise",
                            "Deletes and updates of the referenced rows do something else: fail, cascade, or set NULL.",
                            "-- add the new key NOT VALID beside {name}, validate it, then drop {name}"),
            when(added(CONSTRAINT))
                    .and(situation -> situation.any().path("type").asText().equals("unique"))
                    .and(situation -> !isRenamed(situation))
                    .breaking(ConstraintRules::duplicates)
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .work(Work.SCAN)
                            .writers(Writer.DUPLICATES)
                            .rollback(YES, YES))
                    .rule(
                            "unique-added",
                            "unique-removed",
                            "A unique constraint was added",
                            "Writers of a second row with the same values fail with SQLSTATE 23505; the change itself fails where "
                                    + "there are some. Building the index holds back readers and writers.",
                            """
                            -- no writer writes duplicates, old ones are gone; then without holding back anybody
                            CREATE UNIQUE INDEX CONCURRENTLY {name} ON {relation} ({new.columns});
                            ALTER TABLE {relation} ADD CONSTRAINT {name} UNIQUE USING INDEX {name};
                            """),
            when(removed(CONSTRAINT))
                    .and(situation -> situation.any().path("type").asText().equals("unique"))
                    .and(situation -> !isRenamed(situation))
                    .breaking(ConstraintRules::onConflict)
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .writers(Writer.ON_CONFLICT)
                            .meaning(MAYBE)
                            .rollback(YES, YES))
                    .rule(
                            "unique-removed",
                            "unique-added",
                            "A unique constraint was removed",
                            "INSERT … ON CONFLICT on its columns fails with SQLSTATE 42P10. Readers may meet two rows where there was "
                                    + "one, and searches by the columns may read the whole table.",
                            """
                            -- consumers stop to say ON CONFLICT ({old.columns}) and expect duplicates; keep searches fast
                            CREATE INDEX CONCURRENTLY ON {relation} ({old.columns});
                            ALTER TABLE {relation} DROP CONSTRAINT {name};
                            """),
            when(added(CONSTRAINT))
                    .and(situation -> situation.any().path("type").asText().equals("primary key"))
                    .and(situation -> !isRenamed(situation))
                    .breaking(ConstraintRules::duplicates)
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .work(Work.SCAN)
                            .writers(Writer.DUPLICATES, Writer.NULLS)
                            .rollback(YES, YES))
                    .rule(
                            "primary-key-added",
                            "primary-key-removed",
                            "A primary key was added",
                            "Writers of a second row with the same values fail with SQLSTATE 23505; the change itself fails where "
                                    + "there are some. Building the index holds back readers and writers.",
                            """
                            -- no writer writes duplicates, old ones are gone; then without holding back anybody
                            CREATE UNIQUE INDEX CONCURRENTLY {name} ON {relation} ({new.columns});
                            ALTER TABLE {relation} ADD CONSTRAINT {name} PRIMARY KEY USING INDEX {name};
                            """),
            when(removed(CONSTRAINT))
                    .and(situation -> situation.any().path("type").asText().equals("primary key"))
                    .and(situation -> !isRenamed(situation))
                    .breaking(ConstraintRules::onConflict)
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .writers(Writer.ON_CONFLICT)
                            .meaning(MAYBE)
                            .rollback(YES, YES))
                    .rule(
                            "primary-key-removed",
                            "primary-key-added",
                            "A primary key was removed",
                            "INSERT … ON CONFLICT on its columns fails with SQLSTATE 42P10. Readers may meet two rows where there was "
                                    + "one, and searches by the columns may read the whole table. Logical replication and GROUP BY by the key "
                                    + "alone need it.",
                            """
                            -- consumers stop to say ON CONFLICT ({old.columns}) and expect duplicates; keep searches fast
                            CREATE INDEX CONCURRENTLY ON {relation} ({old.columns});
                            ALTER TABLE {relation} DROP CONSTRAINT {name};
                            """),
            when(changed(CONSTRAINT, "columns", "period"))
                    .and(situation -> !situation.any().path("type").asText().equals("foreign key"))
                    .breaking(situation -> both(duplicates(situation), onConflict(situation)))
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .work(Work.SCAN)
                            .writers(Writer.DUPLICATES, Writer.ON_CONFLICT)
                            .meaning(MAYBE)
                            .rollback(YES, YES))
                    .rule(
                            "unique-key-changed",
                            "the same rule judges both directions",
                            "A key is of other columns",
                            "INSERT … ON CONFLICT on the old columns fails with SQLSTATE 42P10; rows that were different are "
                                    + "duplicates now, or the reverse.",
                            """
                            -- the new key beside the old one; move ON CONFLICT; then drop the old one
                            CREATE UNIQUE INDEX CONCURRENTLY new_key ON {relation} ({new.columns});
                            """),
            when(added(CONSTRAINT))
                    .and(situation -> situation.any().path("type").asText().equals("exclusion"))
                    .and(situation -> !isRenamed(situation))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .work(Work.SCAN)
                            .writers(Writer.DUPLICATES)
                            .rollback(YES, NO))
                    .rule(
                            "exclusion-added",
                            "exclusion-removed",
                            "An exclusion constraint was added",
                            "Writers of rows that conflict by its operators fail with SQLSTATE 23P01. The index cannot be built "
                                    + "concurrently.",
                            """
                            -- no writer writes conflicting rows; at a quiet time
                            ALTER TABLE {relation} ADD CONSTRAINT {name} {new.definition};
                            """),
            when(removed(CONSTRAINT))
                    .and(situation -> situation.any().path("type").asText().equals("exclusion"))
                    .and(situation -> !isRenamed(situation))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .writers(Writer.ON_CONFLICT)
                            .meaning(MAYBE)
                            .rollback(MAYBE, YES))
                    .rule(
                            "exclusion-removed",
                            "exclusion-added",
                            "An exclusion constraint was removed",
                            "Rows that excluded one another may both be there; searches that used its index read the whole table.",
                            "ALTER TABLE {relation} DROP CONSTRAINT {name};"),
            when(changed(CONSTRAINT, "definition"))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .work(Work.SCAN)
                            .writers(Writer.DUPLICATES)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "exclusion-changed",
                            "the same rule judges both directions",
                            "An exclusion constraint excludes otherwise",
                            "Writers of rows that conflict now fail with SQLSTATE 23P01.",
                            """
                            -- was: {old.definition}
                            -- is: {new.definition}
                            """),
            when(changed(CONSTRAINT, "validated"))
                    .and(situation -> situation.nowMember().asBoolean(true))
                    .safe()
                    .axes(axes -> axes.lock(SHARE_UPDATE_EXCLUSIVE).work(Work.SCAN))
                    .rule(
                            "constraint-validated",
                            "constraint-unvalidated",
                            "Old rows are known to satisfy a constraint",
                            "Writers had to before. The table is read, without holding anybody back.",
                            "ALTER TABLE {relation} VALIDATE CONSTRAINT {name};"),
            when(changed(CONSTRAINT, "validated"))
                    .and(situation -> !situation.nowMember().asBoolean(true))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).meaning(MAYBE))
                    .rule(
                            "constraint-unvalidated",
                            "constraint-validated",
                            "Old rows are no longer known to satisfy a constraint",
                            "Readers may meet old rows that violate it; the planner no longer relies on it.",
                            "ALTER TABLE {relation} VALIDATE CONSTRAINT {name};"),
            when(changed(CONSTRAINT, "enforced"))
                    .and(situation -> situation.nowMember().asBoolean(true))
                    .breaking(situation -> both(violations(situation), orphan(situation)))
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .work(Work.SCAN)
                            .writers(Writer.VALUES, Writer.ORPHANS)
                            .rollback(YES, NO))
                    .rule(
                            "constraint-enforced",
                            "constraint-unenforced",
                            "A constraint is enforced now",
                            "Writers that it refuses fail from now on.",
                            """
                            -- every writer keeps to it first; then
                            ALTER TABLE {relation} ALTER CONSTRAINT {name} ENFORCED;
                            """),
            when(changed(CONSTRAINT, "enforced"))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).meaning(MAYBE).rollback(MAYBE, YES))
                    .rule(
                            "constraint-unenforced",
                            "constraint-enforced",
                            "A constraint is enforced no longer",
                            "Readers may meet rows that violate it.",
                            "-- readers of {relation} check for themselves first"),
            when(changed(CONSTRAINT, "deferrable", "initiallyDeferred"))
                    .breaking(ConstraintRules::deferredConflict)
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .writers(Writer.ON_CONFLICT)
                            .meaning(MAYBE)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "constraint-timing-changed",
                            "the same rule judges both directions",
                            "A constraint is checked at another time",
                            "A deferrable key cannot arbitrate ON CONFLICT (SQLSTATE 55000); a deferred one reports its failure at "
                                    + "COMMIT, where few consumers expect it. What relied on SET CONSTRAINTS … DEFERRED fails when it is not "
                                    + "deferrable.",
                            "-- keep {name} as it is for ON CONFLICT; a second, deferrable key for those who need it"),
            when(changed(CONSTRAINT, "index", "noInherit", "inherited"))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).work(Work.SCAN).meaning(MAYBE))
                    .rule(
                            "constraint-index-changed",
                            "the same rule judges both directions",
                            "The index of a key, or how the constraint is inherited, changed",
                            "The same rows are refused, unless NULLS NOT DISTINCT or NO INHERIT changed; searches that used an "
                                    + "included column read more.",
                            "-- the new index concurrently, then ALTER TABLE {relation} … USING INDEX"));

    private ConstraintRules() {}

    /** One that says the same under another name is on the other side. */
    private static boolean isRenamed(Situation situation) {
        var added = situation.change() instanceof SchemaChange.Added;
        var here = added ? situation.after() : situation.before();
        var there = added ? situation.before() : situation.after();
        return there.facts(CONSTRAINT, situation.part(0), situation.part(1)).stream()
                .anyMatch(other -> there.members(other).equals(situation.any())
                        && here.schema().fact(other.key()).isEmpty()
                        && there.schema().fact(situation.key()).isEmpty());
    }

    private static Axes scanIfValid(Axes axes, Situation situation) {
        return axes.work(situation.now().path("validated").asBoolean(true) ? Work.SCAN : Work.CATALOG);
    }

    private static List<Probe> violations(Situation situation) {
        return Consumers.before(situation)
                .oddValues(
                        situation.part(0),
                        situation.part(1),
                        situation.now().path("expression").asText(),
                        "23514");
    }

    private static List<Probe> orphan(Situation situation) {
        var values = new HashMap<String, String>();
        var columns = situation.before().columns(situation.part(0), situation.part(1));
        for (var column : Consumers.strings(situation.now().path("columns"))) {
            var known = columns.get(column);
            var literal = known == null
                    ? Optional.<String>empty()
                    : Values.literal(situation.before(), known.path("type").asText(), 0);
            if (literal.isEmpty()) {
                return List.of();
            }
            values.put(column, literal.get());
        }
        var insert = Consumers.before(situation).insert(situation.part(0), situation.part(1), values, 0);
        if (insert.isEmpty()) {
            return List.of();
        }
        var statements = new ArrayList<>(insert);
        // a deferred key speaks at the end of the transaction
        var last = statements.removeLast();
        statements.add(last + "; SET CONSTRAINTS ALL IMMEDIATE");
        return List.of(new Probe(statements, List.of("23503")));
    }

    private static List<Probe> duplicates(Situation situation) {
        return Consumers.before(situation)
                .duplicates(
                        situation.part(0),
                        situation.part(1),
                        Consumers.strings(situation.now().path("columns")),
                        "23505");
    }

    private static List<Probe> onConflict(Situation situation) {
        return onConflict(situation, "42P10");
    }

    private static List<Probe> deferredConflict(Situation situation) {
        return situation.any().has("index")
                        || !situation.any().path("type").asText().equals("foreign key")
                ? onConflict(situation, "55000", "42P10")
                : List.of();
    }

    private static List<Probe> onConflict(Situation situation, String... failures) {
        var columns = Consumers.strings(situation.old().path("columns"));
        var insert = new ArrayList<>(Consumers.before(situation).insert(situation.part(0), situation.part(1)));
        if (insert.isEmpty() || columns.isEmpty()) {
            return List.of();
        }
        insert.add(insert.removeLast() + " ON CONFLICT (%s) DO NOTHING".formatted(Sql.names(columns)));
        return Consumers.probe(insert, failures);
    }

    private static List<Probe> both(List<Probe> some, List<Probe> others) {
        var all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
