package dev.seamwright.schemadiff.postgres.lint;

import static dev.seamwright.schemadiff.Level.BREAKING;
import static dev.seamwright.schemadiff.Level.RISKY;
import static dev.seamwright.schemadiff.postgres.lint.Name.quoted;
import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.DATA_LOST;
import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.MEANING;
import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.OLD_CODE;
import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.PREPARED;
import static dev.seamwright.schemadiff.postgres.rules.Lock.ACCESS_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.Lock.NONE;
import static dev.seamwright.schemadiff.postgres.rules.Work.CATALOG;

import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.postgres.lint.LintRule.Hit;
import dev.seamwright.schemadiff.postgres.rules.Hazard;
import dev.seamwright.schemadiff.postgres.syntax.Node;
import dev.seamwright.schemadiff.postgres.syntax.Value;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Form;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What is taken away: whoever uses it fails, and rows do not come back. */
final class DropLint {
    // DropBehavior in parsenodes.h: RESTRICT, CASCADE
    private static final int CASCADE = 1;

    static final List<LintRule> ALL = List.of(
            new LintRule(
                    new Rule(
                            "column-removed",
                            "A column is dropped",
                            "Every statement that names it fails (42703), so does INSERT without a column list, and its values are gone.",
                            "Deploy code that does not name it, look at who still does (can-i-migrate), then drop it."),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG, OLD_CODE, PREPARED, DATA_LOST),
                    step -> step.alters(Form.DROP_COLUMN)
                            .map(alter -> Hit.of(
                                    BREAKING,
                                    alter.table(),
                                    alter.name(),
                                    "Statements that name %s fail (42703), and its values are gone."
                                            .formatted(alter.name()),
                                    "ALTER TABLE %s DROP COLUMN %s; -- when no deployed consumer names it any more"
                                            .formatted(alter.table().sql(), quoted(alter.name()))))),
            new LintRule(
                    new Rule(
                            "table-removed",
                            "A table is dropped",
                            "Every statement that names it fails (42P01), and its rows are gone.",
                            "Deploy code that does not name it, look at who still does (can-i-migrate), then drop it."),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG, OLD_CODE, PREPARED, DATA_LOST),
                    step -> Stream.of(Kind.TABLE, Kind.FOREIGN_TABLE)
                            .flatMap(kind -> dropped(step, kind))
                            .map(name -> gone(name, "its rows are gone"))),
            new LintRule(
                    new Rule(
                            "view-removed",
                            "A view is dropped",
                            "Every statement that names it fails (42P01).",
                            "CREATE OR REPLACE VIEW keeps it; else drop it when no deployed consumer names it."),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG, OLD_CODE, PREPARED),
                    step -> Stream.of(Kind.VIEW, Kind.MATERIALIZED_VIEW)
                            .flatMap(kind -> dropped(step, kind))
                            .map(name -> isMadeAgain(step, name)
                                    ? Hit.of(
                                            RISKY,
                                            name,
                                            "%s is made again: its grants are lost, prepared statements fail, and outside of a transaction it is missing meanwhile."
                                                    .formatted(name.plain()),
                                            "CREATE OR REPLACE VIEW, or both in one transaction with the GRANTs.")
                                    : gone(name, "so do those on views of it"))),
            new LintRule(
                    new Rule(
                            "object-removed",
                            "A type, function, sequence, schema or extension is dropped",
                            "Every statement that uses it fails.",
                            "Deploy code that does not use it first."),
                    Hazard.of(NONE, CATALOG, OLD_CODE),
                    DropLint::others),
            new LintRule(
                    new Rule(
                            "safeguard-removed",
                            "A trigger, rule or policy is dropped",
                            "No statement fails: rows are not written, checked or hidden any more as they were.",
                            "In one transaction with what takes its place."),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG, MEANING),
                    DropLint::safeguards),
            new LintRule(
                    new Rule("database-removed", "A database is dropped", "All of it is gone.", "Not by a migration."),
                    Hazard.of(NONE, CATALOG, OLD_CODE, DATA_LOST),
                    step -> step.is("DROPDBSTMT")
                            ? Stream.of(Hit.about(
                                    BREAKING,
                                    step.tree().text("dbname").orElse(""),
                                    "The whole database is gone.",
                                    "Not by a migration."))
                            : Stream.empty()),
            new LintRule(
                    new Rule(
                            "table-truncated",
                            "A table in use is emptied",
                            "Its rows are gone; nobody can read or write it meanwhile, and snapshots that began before see it empty. CASCADE"
                                    + " empties every table that refers to it.",
                            "DELETE in batches, with a WHERE, when the rows are known to be of no use."),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG, DATA_LOST, MEANING),
                    step -> step.is("TRUNCATESTMT")
                            ? step.tree().nodes("relations").stream()
                                    .map(Name::of)
                                    .filter(step::isExisting)
                                    .map(name -> Hit.of(
                                            BREAKING,
                                            name,
                                            step.tree().number("behavior") == CASCADE
                                                    ? "All rows of %s are gone, and of every table that refers to it."
                                                            .formatted(name.plain())
                                                    : "All rows of %s are gone.".formatted(name.plain()),
                                            "DELETE FROM %s WHERE …; -- in batches".formatted(name.sql())))
                            : Stream.empty()));

    private DropLint() {}

    private static Hit gone(Name name, String more) {
        return Hit.of(
                BREAKING,
                name,
                "Statements that name %s fail (42P01); %s.".formatted(name.plain(), more),
                "Drop %s when no deployed consumer names it any more.".formatted(name.sql()));
    }

    /** Relations of a kind that are dropped and that others may be using. */
    static Stream<Name> dropped(Step step, Kind kind) {
        return is(step, kind) ? objects(step).filter(step::isExisting) : Stream.empty();
    }

    private static boolean is(Step step, Kind kind) {
        return step.is("DROPSTMT")
                && step.vocabulary()
                        .kind(step.tree(), "removeType")
                        .filter(kind::equals)
                        .isPresent();
    }

    /** The names of what is dropped; of a trigger, rule or policy with its table's name before it. */
    static Stream<Name> objects(Step step) {
        return step.tree().values("objects").stream().map(object -> switch (object) {
            case Value.Items items -> Name.of(Node.names(items.values()));
            case Value.Text text -> new Name(null, text.text());
            case Node node -> Name.of(node.is("TYPENAME") ? node.names("names") : node.names("objname"));
        });
    }

    private static boolean isMadeAgain(Step step, Name name) {
        return step.later().stream()
                .anyMatch(statement -> statement
                        .node("view")
                        .or(() -> statement.node("into").flatMap(into -> into.node("rel")))
                        .map(Name::of)
                        .filter(made -> made.in(History.DEFAULT_SCHEMA).equals(name.in(History.DEFAULT_SCHEMA)))
                        .isPresent());
    }

    private static Stream<Hit> others(Step step) {
        return Stream.of(
                        Kind.SEQUENCE,
                        Kind.SCHEMA,
                        Kind.TYPE,
                        Kind.DOMAIN,
                        Kind.FUNCTION,
                        Kind.PROCEDURE,
                        Kind.EXTENSION)
                .filter(kind -> is(step, kind))
                .flatMap(kind -> objects(step)
                        .filter(name -> !step.history().isMade(name))
                        .map(name -> Hit.about(
                                BREAKING,
                                name.plain(),
                                "Statements that use the %s %s fail."
                                        .formatted(kind.words().toLowerCase(Locale.ROOT), name.plain()),
                                "DROP %s %s; -- when no deployed consumer uses it any more"
                                        .formatted(kind.words(), name.sql()))));
    }

    private static Stream<Hit> safeguards(Step step) {
        return Stream.of(Kind.TRIGGER, Kind.RULE, Kind.POLICY)
                .filter(kind -> is(step, kind))
                .flatMap(kind -> objects(step)
                        .filter(name -> !isReplaced(step, name.name()))
                        .map(name -> Hit.about(
                                RISKY,
                                name.plain(),
                                "The %s %s does its work no more, and no statement fails for it."
                                        .formatted(kind.words().toLowerCase(Locale.ROOT), name.name()),
                                "In one transaction with what takes its place.")));
    }

    /** Whether one of the same name follows in the same transaction. */
    private static boolean isReplaced(Step step, String name) {
        var fields = Set.of("trigname", "rulename", "policy_name");
        return step.history().inTransaction()
                && step.later().stream()
                        .anyMatch(statement -> fields.stream()
                                .anyMatch(field ->
                                        statement.text(field).orElse("").equals(name)));
    }
}
