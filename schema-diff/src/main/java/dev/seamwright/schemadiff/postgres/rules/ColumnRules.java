package dev.seamwright.schemadiff.postgres.rules;

import static dev.seamwright.contracts.dbschema.Kind.COLUMN;
import static dev.seamwright.contracts.dbschema.Kind.COLUMN_ORDER;
import static dev.seamwright.schemadiff.postgres.rules.Effect.MAYBE;
import static dev.seamwright.schemadiff.postgres.rules.Effect.YES;
import static dev.seamwright.schemadiff.postgres.rules.Lock.ACCESS_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.Lock.SHARE_UPDATE_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.added;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.changed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.removed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.when;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.dbschema.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Columns, of tables and of views. */
final class ColumnRules {
    static final List<SchemaRule> ALL = List.of(
            when(added(COLUMN))
                    .and(situation -> !isRequired(situation))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).prepared(MAYBE).rollback(MAYBE, YES))
                    .axesOf((axes, situation) -> axes.work(workOfAdding(situation)))
                    .rule(
                            "column-added",
                            "column-removed",
                            "A column was added that writers may leave out",
                            "Statements that name their columns go on. A live prepared SELECT * fails once with 'cached plan must not"
                                    + " change result type', and readers by position see one more.",
                            """
                            -- expand; consumers that read SELECT * inside of a transaction reconnect, or prepare nothing
                            ALTER TABLE {relation} ADD COLUMN {name} {new.type};
                            -- a volatile default, a serial or a stored expression rewrites the table: add the column without it, set the
                            -- default for new rows, fill the old ones in batches
                            """),
            when(added(COLUMN))
                    .and(ColumnRules::isRequired)
                    .breaking(situation -> Consumers.before(situation)
                            .inserts(situation.part(0), situation.part(1), Map.of(), "23502"))
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .prepared(MAYBE)
                            .writers(Writer.ALL)
                            .rollback(YES, YES))
                    .axesOf((axes, situation) -> axes.work(workOfAdding(situation)))
                    .rule(
                            "column-added-required",
                            "column-removed",
                            "A column was added that every writer must fill",
                            "Inserts of consumers that do not know the column fail with SQLSTATE 23502; on a table with rows the "
                                    + "change itself"
                                    + " does.",
                            """
                            -- expand
                            ALTER TABLE {relation} ADD COLUMN {name} {new.type};
                            -- every writer is deployed with the column; then fill old rows in batches
                            ALTER TABLE {relation} ADD CHECK ({name} IS NOT NULL) NOT VALID;
                            ALTER TABLE {relation} VALIDATE CONSTRAINT /* its name */;
                            -- contract
                            ALTER TABLE {relation} ALTER COLUMN {name} SET NOT NULL;
                            """),
            when(removed(COLUMN))
                    .breaking(situation -> List.of(Probe.of(
                            Consumers.before(situation)
                                    .read(situation.part(0), situation.part(1), Sql.name(situation.lastName())),
                            "42703")))
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .readers(YES)
                            .writers(Writer.ALL)
                            .dataLost(YES)
                            .rollback(YES, MAYBE))
                    .rule(
                            "column-removed",
                            "column-added",
                            "A column was removed",
                            "Every statement that names the column fails with SQLSTATE 42703, so does a live prepared SELECT *; "
                                    + "inserts without"
                                    + " a list of columns put values into the wrong ones. The values are lost.",
                            """
                            -- expand: nothing; every consumer stops to use the column, then
                            ALTER TABLE {relation} ALTER COLUMN {name} DROP NOT NULL;
                            -- contract, when no deployed consumer uses it
                            ALTER TABLE {relation} DROP COLUMN {name};
                            """),
            when(changed(COLUMN, "type"))
                    .and(situation -> TypeChange.of(situation).widens())
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).prepared(YES).rollback(MAYBE, MAYBE))
                    .axesOf(ColumnRules::workOfType)
                    .rule(
                            "column-type-widened",
                            "column-type-narrowed",
                            "A column takes more values",
                            "Live prepared statements that return the column fail with 'cached plan must not change result type'. "
                                    + "Readers must be"
                                    + " ready for values that did not fit before, and back on the old schema they fit no more.",
                            """
                            -- rewrites nothing where this says catalog; else expand with a second column
                            ALTER TABLE {relation} ALTER COLUMN {name} TYPE {new.type};
                            """),
            when(changed(COLUMN, "type"))
                    .and(situation -> TypeChange.of(situation).narrows())
                    .breaking(ColumnRules::tooWide)
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .prepared(YES)
                            .writers(Writer.VALUES)
                            .meaning(MAYBE)
                            .dataLost(MAYBE)
                            .rollback(YES, MAYBE))
                    .axesOf(ColumnRules::workOfType)
                    .rule(
                            "column-type-narrowed",
                            "column-type-widened",
                            "A column takes fewer values",
                            "Writers of values that no longer fit fail (SQLSTATE 22001 or 22003), or are rounded; so does the change "
                                    + "where rows hold"
                                    + " such values. Live prepared statements that return the column fail.",
                            """
                            -- expand: refuse new values first, without reading the table
                            ALTER TABLE {relation} ADD CHECK (/* {name} fits {new.type} */) NOT VALID;
                            -- repair old rows, validate, then contract
                            ALTER TABLE {relation} ALTER COLUMN {name} TYPE {new.type};
                            """),
            when(changed(COLUMN, "type"))
                    .and(situation -> TypeChange.of(situation).changesTimeZone())
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .work(Work.REWRITE)
                            .prepared(YES)
                            .meaning(YES)
                            .dataLost(MAYBE)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "column-time-zone-changed",
                            "the same rule judges both directions",
                            "A column turned from instants to clock times, or back",
                            "Nothing fails when a statement is executed anew: every value means something else, shifted by the time "
                                    + "zone of whoever"
                                    + " reads it. The change takes the session's time zone; it rewrites nothing only when that is UTC.",
                            """
                            -- expand: a second column, filled with the zone that the old values were meant in
                            ALTER TABLE {relation} ADD COLUMN new_column {new.type};
                            UPDATE {relation} SET new_column = {name} AT TIME ZONE 'UTC';
                            -- move the readers, then the writers, then drop the old one
                            """),
            when(changed(COLUMN, "type"))
                    .and(situation -> !TypeChange.of(situation).widens()
                            && !TypeChange.of(situation).narrows()
                            && !TypeChange.of(situation).changesTimeZone())
                    .breaking(ColumnRules::otherType)
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .readers(MAYBE)
                            .prepared(YES)
                            .writers(Writer.VALUES)
                            .meaning(MAYBE)
                            .dataLost(MAYBE)
                            .rollback(YES, YES))
                    .axesOf(ColumnRules::workOfType)
                    .rule(
                            "column-type-changed",
                            "the same rule judges both directions",
                            "A column has another type",
                            "Statements that compare the column with, or give it, a value of the old type fail (SQLSTATE 42883, 42804, "
                                    + "22P02); live"
                                    + " prepared statements that return it fail.",
                            """
                            -- expand
                            ALTER TABLE {relation} ADD COLUMN new_column {new.type};
                            -- write both (a trigger, or the writers), fill old rows in batches, move the readers, then the writers
                            -- contract
                            ALTER TABLE {relation} DROP COLUMN {name};
                            """),
            when(changed(COLUMN, "collation"))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .work(Work.SCAN)
                            .meaning(YES)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "column-collation-changed",
                            "the same rule judges both directions",
                            "A column sorts and compares by other rules",
                            "No statement fails: rows come in another order, ranges and, for nondeterministic collations, equality and "
                                    + "unique keys hold"
                                    + " other values. Indexes on the column are built anew.",
                            """
                            -- consumers that need one order say it: ORDER BY {name} COLLATE "…"
                            ALTER TABLE {relation} ALTER COLUMN {name} TYPE {new.type} COLLATE {new.collation};
                            """),
            when(changed(COLUMN, "notNull"))
                    .and(situation -> situation.nowMember().asBoolean())
                    .breaking(situation -> Consumers.before(situation)
                            .inserts(
                                    situation.part(0),
                                    situation.part(1),
                                    Map.of(situation.lastName(), "NULL"),
                                    "23502"))
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .writers(Writer.NULLS, Writer.MINIMAL)
                            .rollback(YES, MAYBE))
                    .axesOf((axes, situation) -> axes.work(isKnownNotNull(situation) ? Work.CATALOG : Work.SCAN))
                    .rule(
                            "column-not-null-added",
                            "column-not-null-removed",
                            "A column takes NULL no longer",
                            "Writers of NULL fail with SQLSTATE 23502, also those that leave the column out when it has no default; "
                                    + "the change itself"
                                    + " fails where rows hold NULL. It reads the whole table unless a valid CHECK says the same.",
                            """
                            -- every writer gives a value, and old rows are filled; then
                            ALTER TABLE {relation} ADD CONSTRAINT not_null_first CHECK ({name} IS NOT NULL) NOT VALID;
                            ALTER TABLE {relation} VALIDATE CONSTRAINT not_null_first;
                            ALTER TABLE {relation} ALTER COLUMN {name} SET NOT NULL;
                            ALTER TABLE {relation} DROP CONSTRAINT not_null_first;
                            """),
            when(changed(COLUMN, "notNull"))
                    .and(situation -> !situation.nowMember().asBoolean())
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).meaning(MAYBE).rollback(MAYBE, YES))
                    .rule(
                            "column-not-null-removed",
                            "column-not-null-added",
                            "A column may be NULL",
                            "PostgreSQL reports no error: readers that cannot take NULL fail in their own code, comparisons with it "
                                    + "are unknown, and"
                                    + " rows with NULL stand in the way back.",
                            """
                            -- readers are deployed that take NULL, then
                            ALTER TABLE {relation} ALTER COLUMN {name} DROP NOT NULL;
                            """),
            when(changed(COLUMN, "default"))
                    .and(situation -> situation.nowMember().isMissingNode())
                    .and(situation -> situation.now().path("notNull").asBoolean()
                            && !situation.now().has("identity")
                            && !situation.now().has("generated"))
                    .breaking(situation -> Consumers.before(situation)
                            .inserts(situation.part(0), situation.part(1), Map.of(), "23502"))
                    .axes(axes ->
                            axes.lock(ACCESS_EXCLUSIVE).writers(Writer.MINIMAL).rollback(YES, MAYBE))
                    .rule(
                            "column-default-removed-required",
                            "column-default-added",
                            "A column that must have a value lost its default",
                            "Writers that leave it out fail with SQLSTATE 23502.",
                            """
                            -- every writer gives a value; then
                            ALTER TABLE {relation} ALTER COLUMN {name} DROP DEFAULT;
                            """),
            when(changed(COLUMN, "default"))
                    .and(situation -> situation.nowMember().isMissingNode())
                    .and(situation -> !situation.now().path("notNull").asBoolean()
                            && !situation.now().has("identity")
                            && !situation.now().has("generated"))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).meaning(YES).rollback(MAYBE, MAYBE))
                    .rule(
                            "column-default-removed",
                            "column-default-added",
                            "A column lost its default",
                            "Writers that leave it out store NULL without an error, and readers meet it.",
                            """
                            -- every writer gives a value; then
                            ALTER TABLE {relation} ALTER COLUMN {name} DROP DEFAULT;
                            """),
            when(changed(COLUMN, "default"))
                    .and(situation -> situation.oldMember().isMissingNode()
                            && situation.nowMember().isTextual()
                            && !situation.old().has("identity")
                            && !situation.old().has("generated"))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).meaning(MAYBE).rollback(MAYBE, MAYBE))
                    .rule(
                            "column-default-added",
                            "column-default-removed",
                            "A column got a default",
                            "Writers that leave it out store the default instead of NULL; those who rely on NULL there see other rows. "
                                    + "New writers that"
                                    + " rely on the default fail or store NULL on the schema before.",
                            """
                            ALTER TABLE {relation} ALTER COLUMN {name} SET DEFAULT {new.default};
                            """),
            when(changed(COLUMN, "default"))
                    .and(situation -> situation.oldMember().isTextual()
                            && situation.nowMember().isTextual())
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).meaning(YES))
                    .rule(
                            "column-default-changed",
                            "the same rule judges both directions",
                            "A column has another default",
                            "No statement fails: rows of writers that leave the column out get another value than before.",
                            """
                            -- writers that mean the old value write it: {old.default}
                            ALTER TABLE {relation} ALTER COLUMN {name} SET DEFAULT {new.default};
                            """),
            when(changed(COLUMN, "generated"))
                    .and(situation -> situation.oldMember().isMissingNode())
                    .breaking(ColumnRules::explicit)
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .work(Work.REWRITE)
                            .writers(Writer.EXPLICIT)
                            .meaning(MAYBE)
                            .dataLost(MAYBE)
                            .rollback(YES, MAYBE))
                    .rule(
                            "column-generated-added",
                            "column-generated-removed",
                            "A column is computed now",
                            "Writers that give it a value fail with SQLSTATE 428C9. PostgreSQL cannot turn a column into a computed "
                                    + "one: it is dropped and"
                                    + " added, so its values are lost and the table is rewritten when it is stored.",
                            """
                            -- expand: a second column
                            ALTER TABLE {relation} ADD COLUMN new_column {new.type} GENERATED ALWAYS AS ({new.generated.expression}) STORED;
                            -- move readers, stop writing {name}, then drop it
                            """),
            when(changed(COLUMN, "generated"))
                    .and(situation -> situation.nowMember().isMissingNode())
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).meaning(YES).rollback(MAYBE, YES))
                    .rule(
                            "column-generated-removed",
                            "column-generated-added",
                            "A column is computed no longer",
                            "Writers that rely on the expression store NULL or the default, without an error.",
                            """
                            -- writers are deployed that compute the value: {old.generated.expression}
                            ALTER TABLE {relation} ALTER COLUMN {name} DROP EXPRESSION;
                            """),
            when(changed(COLUMN, "generated"))
                    .and(situation -> !situation.oldMember().isMissingNode()
                            && !situation.nowMember().isMissingNode())
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .work(Work.REWRITE)
                            .meaning(YES)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "column-generated-changed",
                            "the same rule judges both directions",
                            "A column is computed another way",
                            "No statement fails: readers get other values. A stored column is written anew in every row.",
                            """
                            -- expand: a second column with the new expression; move the readers, then drop {name}
                            ALTER TABLE {relation} ADD COLUMN new_column {new.type} GENERATED ALWAYS AS ({new.generated.expression}) STORED;
                            """),
            when(changed(COLUMN, "identity"))
                    .and(situation -> generation(situation.nowMember()).equals("always")
                            && !generation(situation.oldMember()).equals("always"))
                    .breaking(ColumnRules::explicit)
                    .axes(axes ->
                            axes.lock(ACCESS_EXCLUSIVE).writers(Writer.EXPLICIT).rollback(YES, MAYBE))
                    .rule(
                            "column-identity-always",
                            "column-identity-relaxed",
                            "A column is numbered by the database only",
                            "Writers that give the number fail with SQLSTATE 428C9, unless they say OVERRIDING SYSTEM VALUE.",
                            """
                            -- GENERATED BY DEFAULT numbers rows as well and takes explicit numbers
                            ALTER TABLE {relation} ALTER COLUMN {name} SET GENERATED BY DEFAULT;
                            """),
            when(changed(COLUMN, "identity"))
                    .and(situation -> situation.oldMember().isMissingNode()
                            && generation(situation.nowMember()).equals("by default"))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).meaning(MAYBE).rollback(MAYBE, YES))
                    .rule(
                            "column-identity-added",
                            "column-identity-removed",
                            "A column is numbered by the database",
                            "Explicit numbers are still taken, and may collide with those that the sequence gives.",
                            """
                            ALTER TABLE {relation} ALTER COLUMN {name} ADD GENERATED BY DEFAULT AS IDENTITY;
                            SELECT setval(pg_get_serial_sequence('{relation}', '{2}'), (SELECT max({name}) FROM {relation}));
                            """),
            when(changed(COLUMN, "identity"))
                    .and(situation -> situation.nowMember().isMissingNode())
                    .breaking(situation -> Consumers.before(situation)
                            .inserts(situation.part(0), situation.part(1), Map.of(), "23502"))
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .writers(Writer.MINIMAL)
                            .dataLost(MAYBE)
                            .rollback(YES, MAYBE))
                    .rule(
                            "column-identity-removed",
                            "column-identity-added",
                            "A column is numbered by the database no longer",
                            "Writers that leave it out fail with SQLSTATE 23502. The sequence and its position are dropped.",
                            """
                            -- keep numbering by a default
                            ALTER TABLE {relation} ALTER COLUMN {name} SET DEFAULT nextval('…');
                            """),
            when(changed(COLUMN, "identity"))
                    .and(situation -> generation(situation.oldMember()).equals("always")
                            && generation(situation.nowMember()).equals("by default"))
                    .safe()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).rollback(Effect.NO, YES))
                    .rule(
                            "column-identity-relaxed",
                            "column-identity-always",
                            "A numbered column takes explicit numbers",
                            "What worked goes on working. Writers that give numbers of their own must keep clear of those of the sequence.",
                            "ALTER TABLE {relation} ALTER COLUMN {name} SET GENERATED BY DEFAULT;"),
            when(changed(COLUMN, "identity"))
                    .and(situation -> generation(situation.oldMember()).equals(generation(situation.nowMember())))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE).meaning(YES).rollback(MAYBE, MAYBE))
                    .rule(
                            "column-identity-sequence-changed",
                            "the same rule judges both directions",
                            "A column is numbered another way",
                            "No statement fails: consumers that allocate ranges of numbers by the increment give the same number twice.",
                            """
                            -- change the allocation size of every consumer together with the increment
                            ALTER TABLE {relation} ALTER COLUMN {name} SET INCREMENT BY {new.identity.increment};
                            """),
            when(changed(COLUMN, "notNullConstraint", "notNullValidated", "notNullNoInherit", "inherited"))
                    .safe()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE))
                    .axesOf((axes, situation) ->
                            axes.work(situation.member().equals("notNullValidated") ? Work.SCAN : Work.CATALOG))
                    .rule(
                            "column-not-null-constraint-changed",
                            "the same rule judges both directions",
                            "The NOT NULL of a column has another name, or is validated or inherited otherwise",
                            "What the column takes is as before.",
                            "-- nothing to do for consumers of {relation}"),
            when(changed(COLUMN, "storage", "compression", "statistics", "options"))
                    .safe()
                    .axes(axes -> axes.lock(SHARE_UPDATE_EXCLUSIVE))
                    .axesOf((axes, situation) -> situation.member().equals("storage")
                                    || situation.member().equals("compression")
                            ? axes.lock(ACCESS_EXCLUSIVE)
                            : axes)
                    .rule(
                            "column-storage-changed",
                            "the same rule judges both directions",
                            "A column is stored, compressed or sampled another way",
                            "Values are as before; new rows take another size, and plans may change.",
                            "-- nothing to do for consumers of {relation}"),
            when(changed(COLUMN, "foreignOptions"))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .readers(MAYBE)
                            .meaning(MAYBE)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "column-foreign-options-changed",
                            "the same rule judges both directions",
                            "A column of a foreign table is read from elsewhere",
                            "The name or type on the other server decides whether it still fits; that is seen when rows are read.",
                            "-- check the remote table's column against {relation}, column {name}"),
            when(changed(COLUMN_ORDER, "columns"))
                    .risky()
                    .axes(axes -> axes.lock(ACCESS_EXCLUSIVE)
                            .work(Work.REWRITE)
                            .prepared(YES)
                            .writers(Writer.POSITIONAL)
                            .meaning(MAYBE)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "column-order-changed",
                            "the same rule judges both directions",
                            "Columns stand in another order",
                            "Inserts without a list of columns and readers of SELECT * by position take one column for the other, with "
                                    + "an error only"
                                    + " where the types differ.",
                            "-- every consumer of {relation} names its columns; PostgreSQL changes the order only by making the relation anew"));

    private ColumnRules() {}

    private static boolean isRequired(Situation situation) {
        var column = situation.now();
        return situation.isInTable()
                && column.path("notNull").asBoolean()
                && !column.has("default")
                && !column.has("generated")
                && !column.has("identity");
    }

    private static Work workOfAdding(Situation situation) {
        var column = situation.now();
        var constrained = situation
                .after()
                .type(Kind.DOMAIN, column.path("type").asText())
                .filter(TypeChange::isConstrained)
                .isPresent();
        return constrained
                        || column.has("identity")
                        || column.path("generated").path("kind").asText().equals("stored")
                        || Volatile.is(column.path("default").asText(), situation.after())
                ? Work.REWRITE
                : Work.CATALOG;
    }

    private static Axes workOfType(Axes axes, Situation situation) {
        return axes.work(TypeChange.of(situation).work());
    }

    private static String generation(JsonNode identity) {
        return identity.path("generation").asText();
    }

    /** A valid CHECK that is there on both sides says that no row holds NULL. */
    private static boolean isKnownNotNull(Situation situation) {
        var proof = "(" + Sql.name(situation.lastName()) + " IS NOT NULL)";
        return situation.before().facts(Kind.CONSTRAINT, situation.part(0), situation.part(1)).stream()
                .map(situation.before()::members)
                .anyMatch(check -> check.path("expression").asText().equals(proof)
                        && check.path("validated").asBoolean(true)
                        && check.path("enforced").asBoolean(true));
    }

    private static List<Probe> explicit(Situation situation) {
        return Values.literal(situation.before(), situation.old().path("type").asText(), 0)
                .map(value -> Consumers.before(situation)
                        .inserts(situation.part(0), situation.part(1), Map.of(situation.lastName(), value), "428C9"))
                .orElse(List.of());
    }

    private static List<Probe> tooWide(Situation situation) {
        var type = situation.old().path("type").asText();
        var modifiers = Values.modifiers(type);
        var target = Values.modifiers(situation.now().path("type").asText());
        var value = switch (Values.base(type)) {
            case "text" -> "repeat('x', %d)".formatted(target.isEmpty() ? 1 : target.getFirst() + 1);
            case "character varying" ->
                "repeat('x', %d)".formatted(modifiers.isEmpty() ? target.getFirst() + 1 : modifiers.getFirst());
            case "bigint" -> "9223372036854775807";
            case "integer" -> "2147483647";
            case "numeric" ->
                modifiers.isEmpty() ? "1e" + target.getFirst() : "1e" + (modifiers.get(0) - modifiers.get(1) - 1);
            default -> "";
        };
        return value.isEmpty()
                ? List.of()
                : Consumers.before(situation)
                        .inserts(
                                situation.part(0),
                                situation.part(1),
                                Map.of(situation.lastName(), value),
                                "22001",
                                "22003");
    }

    private static List<Probe> otherType(Situation situation) {
        var type = situation.old().path("type").asText();
        var name = Sql.name(situation.lastName());
        var probes = new ArrayList<Probe>();
        probes.add(Probe.of(
                "SELECT %s FROM %s WHERE %s = NULL::%s".formatted(name, situation.relation(), name, type), "42883"));
        if (situation.isInTable() && !situation.old().has("generated")) {
            probes.addAll(Consumers.before(situation)
                    .inserts(
                            situation.part(0),
                            situation.part(1),
                            Map.of(situation.lastName(), "NULL::" + type),
                            "42804"));
            Values.literal(situation.before(), type, 0)
                    .ifPresent(value -> probes.addAll(Consumers.before(situation)
                            .inserts(
                                    situation.part(0),
                                    situation.part(1),
                                    Map.of(situation.lastName(), value),
                                    "42804",
                                    "22P02",
                                    "22007",
                                    "22001",
                                    "22003")));
        }
        return probes;
    }
}
