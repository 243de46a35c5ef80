package dev.seamwright.schemadiff.postgres.lint;

import static dev.seamwright.schemadiff.Level.BREAKING;
import static dev.seamwright.schemadiff.Level.RISKY;
import static dev.seamwright.schemadiff.Level.SAFE;
import static dev.seamwright.schemadiff.postgres.lint.Name.quoted;
import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.MEANING;
import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.OLD_CODE;
import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.PREPARED;
import static dev.seamwright.schemadiff.postgres.rules.Lock.ACCESS_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.Lock.NONE;
import static dev.seamwright.schemadiff.postgres.rules.Work.CATALOG;

import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.postgres.lint.LintRule.Hit;
import dev.seamwright.schemadiff.postgres.rules.Hazard;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Other names: the code that runs now knows the old ones, the code that comes the new ones, and never both. */
final class RenameLint {
    private static final Set<Kind> RELATIONS =
            Set.of(Kind.TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW, Kind.FOREIGN_TABLE);

    static final List<LintRule> ALL = List.of(
            new LintRule(
                    new Rule(
                            "column-renamed",
                            "A column in use gets another name",
                            "The code that runs now fails with the new name (42703), the code that comes with the old one: there is no moment at"
                                    + " which both work.",
                            """
                            ALTER TABLE t ADD COLUMN new_name int;
                            -- write both by a trigger, fill the old rows in batches, move the readers, then:
                            ALTER TABLE t DROP COLUMN old_name;"""),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG, OLD_CODE, PREPARED),
                    RenameLint::columns),
            new LintRule(
                    new Rule(
                            "relation-renamed",
                            "A table or view in use gets another name",
                            "The code that runs now fails with the new name (42P01). A view under the old name, made in the same transaction, keeps"
                                    + " it working.",
                            """
                            BEGIN;
                            ALTER TABLE old_name RENAME TO new_name;
                            CREATE VIEW old_name AS SELECT * FROM new_name;
                            COMMIT;"""),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG, OLD_CODE),
                    RenameLint::relations),
            new LintRule(
                    new Rule(
                            "object-renamed",
                            "Something else gets another name, or another schema",
                            "Whoever names it fails: nextval of a sequence, a call of a function, a cast to a type, ON CONFLICT ON CONSTRAINT, and"
                                    + " code that tells violations by the constraint's name.",
                            "Make the new one beside the old, move its users, then drop the old."),
                    Hazard.of(NONE, CATALOG, OLD_CODE),
                    RenameLint::others),
            new LintRule(
                    new Rule(
                            "enum-value-renamed",
                            "A value of an enum gets another name",
                            "Statements with the old literal fail (22P02), and readers meet a value that they do not know.",
                            "Add the new value, write it, update the rows in batches; the old value stays."),
                    Hazard.of(NONE, CATALOG, OLD_CODE, MEANING),
                    step -> step.is("ALTERENUMSTMT") && step.tree().has("oldVal")
                            ? Stream.of(Hit.about(
                                    BREAKING,
                                    enumeration(step).plain(),
                                    "Statements with '%s' fail (22P02).".formatted(value(step, "oldVal")),
                                    "ALTER TYPE %s ADD VALUE '%s' AFTER '%s'; -- and update the rows in batches"
                                            .formatted(
                                                    enumeration(step).sql(),
                                                    value(step, "newVal"),
                                                    value(step, "oldVal"))))
                            : Stream.empty()),
            new LintRule(
                    new Rule(
                            "enum-value-last",
                            "A value is added to an enum without its place",
                            "It sorts after all others: ORDER BY, < and range conditions treat it as the greatest, and its place cannot be changed.",
                            "ALTER TYPE e ADD VALUE 'x' BEFORE 'y'; or AFTER 'y' where the end is meant"),
                    Hazard.of(NONE, CATALOG, MEANING),
                    step -> added(step)
                            .filter(ignored -> !step.tree().has("newValNeighbor"))
                            .map(value -> Hit.about(
                                    RISKY,
                                    enumeration(step).plain(),
                                    "'%s' sorts after all other values, for ever.".formatted(value),
                                    "ALTER TYPE %s ADD VALUE '%s' AFTER '…';"
                                            .formatted(enumeration(step).sql(), value)))),
            new LintRule(
                    new Rule(
                            "enum-value-added",
                            "A value is added to an enum",
                            "No statement fails; readers with a closed list of values meet one that they do not know, once it is written.",
                            "Deploy readers that know it before anyone writes it."),
                    Hazard.of(NONE, CATALOG, MEANING),
                    step -> added(step)
                            .map(value -> Hit.about(
                                    SAFE,
                                    enumeration(step).plain(),
                                    "Readers meet '%s' as soon as someone writes it.".formatted(value),
                                    "Deploy readers that know it before anyone writes it."))),
            new LintRule(
                    new Rule(
                            "enum-created",
                            "An enum is made",
                            "A value can never be dropped nor moved, and a new one cannot be used in the transaction that adds it.",
                            """
                            CREATE TABLE kind (name text PRIMARY KEY);
                            INSERT INTO kind VALUES ('a'), ('b');
                            -- and a foreign key, or text with a CHECK"""),
                    Hazard.of(NONE, CATALOG),
                    step -> step.is("CREATEENUMSTMT")
                            ? Stream.of(Hit.about(
                                    RISKY,
                                    Name.of(step.tree().names("typeName")).plain(),
                                    "Its values can never be dropped, nor get another place.",
                                    "A table of values with a foreign key, or text with a CHECK."))
                            : Stream.empty()));

    private RenameLint() {}

    private static Name enumeration(Step step) {
        return Name.of(step.tree().names("typeName"));
    }

    private static String value(Step step, String field) {
        return step.tree().text(field).orElse("").replace("'", "''");
    }

    private static Stream<String> added(Step step) {
        return step.is("ALTERENUMSTMT") && !step.tree().has("oldVal")
                ? Stream.of(value(step, "newVal"))
                : Stream.empty();
    }

    private static Optional<Kind> kind(Step step) {
        return step.is("RENAMESTMT") ? step.vocabulary().kind(step.tree(), "renameType") : Optional.empty();
    }

    private static Stream<Hit> columns(Step step) {
        if (kind(step).filter(kind -> kind == Kind.COLUMN).isEmpty()) {
            return Stream.empty();
        }
        var table = step.tree().node("relation").map(Name::of).orElseThrow();
        if (!step.isExisting(table)) {
            return Stream.empty();
        }
        var from = step.tree().text("subname").orElse("");
        var to = step.tree().text("newname").orElse("");
        return Stream.of(
                Hit.of(BREAKING, table, from, "Statements that name %s fail (42703).".formatted(from), """
                ALTER TABLE %s ADD COLUMN %s …;
                -- write both by a trigger, fill the old rows in batches, move the readers, then:
                ALTER TABLE %s DROP COLUMN %s;""".formatted(
                                table.sql(), quoted(to), table.sql(), quoted(from))));
    }

    private static Stream<Hit> relations(Step step) {
        var moved = step.is("ALTEROBJECTSCHEMASTMT") ? step.vocabulary().kind(step.tree(), "objectType") : kind(step);
        if (moved.filter(RELATIONS::contains).isEmpty()) {
            return Stream.empty();
        }
        var name = step.tree().node("relation").map(Name::of).orElseThrow();
        if (!step.isExisting(name)) {
            return Stream.empty();
        }
        if (hasViewInstead(step, name)) {
            return Stream.of(Hit.of(
                    SAFE,
                    name,
                    "A view takes the old name: nobody fails. It needs the table's grants.",
                    "GRANT … ON %s TO …; -- as on the table".formatted(name.sql())));
        }
        var to = step.tree()
                .text("newname")
                .map(Name::quoted)
                .orElseGet(() -> quoted(step.tree().text("newschema").orElse("")) + "." + quoted(name.name()));
        return Stream.of(
                Hit.of(BREAKING, name, "Statements that name %s fail (42P01).".formatted(name.plain()), """
                BEGIN;
                %s;
                CREATE VIEW %s AS SELECT * FROM %s;
                COMMIT;""".formatted(
                                step.place().sql().strip(), name.sql(), to)));
    }

    /** Whether a view with the old name follows before anyone can look. */
    private static boolean hasViewInstead(Step step, Name name) {
        return step.history().inTransaction()
                && step.later().stream()
                        .takeWhile(statement ->
                                step.vocabulary().transaction(statement).isEmpty())
                        .anyMatch(statement -> statement.is("VIEWSTMT")
                                && statement
                                        .node("view")
                                        .map(Name::of)
                                        .filter(view ->
                                                view.in(History.DEFAULT_SCHEMA).equals(name.in(History.DEFAULT_SCHEMA)))
                                        .isPresent());
    }

    private static Stream<Hit> others(Step step) {
        var kind = kind(step);
        if (!(step.is("RENAMESTMT") || step.is("ALTEROBJECTSCHEMASTMT"))
                || kind.filter(known -> RELATIONS.contains(known) || known == Kind.COLUMN)
                        .isPresent()
                || step.vocabulary()
                        .kind(step.tree(), "objectType")
                        .filter(RELATIONS::contains)
                        .isPresent()) {
            return Stream.empty();
        }
        var relation = step.tree().node("relation").map(Name::of);
        if (relation.isPresent() && !step.isExisting(relation.get())) {
            return Stream.empty();
        }
        var subject = step.tree()
                .text("subname")
                .or(() -> relation.map(Name::plain))
                .or(() -> Optional.of(step.tree().names("object"))
                        .filter(names -> !names.isEmpty())
                        .map(names -> Name.of(names).plain()))
                .or(() -> step.tree()
                        .node("object")
                        .map(object -> Name.of(object.names("objname")).plain()))
                .orElse("it");
        var words =
                kind.map(known -> known.words().toLowerCase(Locale.ROOT) + " ").orElse("");
        return Stream.of(Hit.about(
                RISKY,
                subject,
                "Whoever names the %s%s fails.".formatted(words, subject),
                "Make the new one beside the old, move its users, then drop the old."));
    }
}
