package dev.seamwright.schemadiff.postgres.lint;

import static dev.seamwright.schemadiff.Level.BREAKING;
import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.MIGRATION;
import static dev.seamwright.schemadiff.postgres.rules.Lock.NONE;
import static dev.seamwright.schemadiff.postgres.rules.Work.CATALOG;

import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.postgres.lint.LintRule.Hit;
import dev.seamwright.schemadiff.postgres.rules.Hazard;
import dev.seamwright.schemadiff.postgres.syntax.Node;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Constraint;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Form;
import java.util.List;
import java.util.function.Predicate;

/** Forms that the server of the migration does not know yet (release notes of PostgreSQL 10 to 18). */
final class VersionLint {
    private record Since(int version, String words, Predicate<Step> matches) {}

    private static final List<Since> FORMS = List.of(
            new Since(10, "GENERATED … AS IDENTITY", step -> constraint(step, Constraint.IDENTITY, node -> true)),
            new Since(11, "INCLUDE", step -> step.is("INDEXSTMT") && step.tree().has("indexIncludingParams")),
            new Since(
                    11,
                    "CREATE PROCEDURE",
                    step -> step.is("CREATEFUNCTIONSTMT") && step.tree().flag("is_procedure")),
            new Since(12, "GENERATED … STORED", step -> constraint(step, Constraint.GENERATED, node -> true)),
            new Since(
                    12,
                    "REINDEX CONCURRENTLY",
                    step -> step.is("REINDEXSTMT") && IndexLint.isOn(step.tree().nodes("params"), "concurrently")),
            new Since(
                    14,
                    "DETACH PARTITION CONCURRENTLY",
                    step -> command(
                            step,
                            Form.DETACH_PARTITION,
                            alter -> alter.node("def")
                                    .filter(partition -> partition.flag("concurrent"))
                                    .isPresent())),
            new Since(
                    15,
                    "NULLS NOT DISTINCT",
                    step -> (step.is("INDEXSTMT") && step.tree().flag("nulls_not_distinct"))
                            || constraint(step, Constraint.UNIQUE, node -> node.flag("nulls_not_distinct"))),
            new Since(15, "MERGE", step -> step.is("MERGESTMT")),
            new Since(15, "SET ACCESS METHOD", step -> command(step, Form.SET_ACCESS_METHOD, node -> true)),
            new Since(17, "SET EXPRESSION", step -> command(step, Form.SET_EXPRESSION, node -> true)),
            new Since(
                    18,
                    "GENERATED … VIRTUAL",
                    step -> constraint(
                            step,
                            Constraint.GENERATED,
                            node -> node.text("generated_kind").orElse("s").equals("v"))),
            new Since(
                    18,
                    "NOT NULL … NOT VALID",
                    step -> constraint(step, Constraint.NOT_NULL, node -> node.flag("skip_validation"))));

    static final List<LintRule> ALL = List.of(new LintRule(
            new Rule(
                    "version-too-old",
                    "A form that the server does not know yet",
                    "PostgreSQL refuses it (42601), and the migration stops there.",
                    "The older form, or a newer server."),
            Hazard.of(NONE, CATALOG, MIGRATION),
            step -> FORMS.stream()
                    .filter(form ->
                            step.version() < form.version() && form.matches().test(step))
                    .map(form -> Hit.about(
                            BREAKING,
                            form.words(),
                            "%s is known from PostgreSQL %d on, and the migration is for %d."
                                    .formatted(form.words(), form.version(), step.version()),
                            "The older form, or a newer server."))));

    private VersionLint() {}

    private static boolean constraint(Step step, Constraint kind, Predicate<Node> matches) {
        return step.tree()
                .all()
                .anyMatch(node -> node.is("CONSTRAINT")
                        && step.vocabulary()
                                .constraint(node)
                                .filter(kind::equals)
                                .isPresent()
                        && matches.test(node));
    }

    private static boolean command(Step step, Form form, Predicate<Node> matches) {
        return step.is("ALTERTABLESTMT")
                && step.tree().nodes("cmds").stream()
                        .anyMatch(command -> step.vocabulary()
                                        .form(command)
                                        .filter(form::equals)
                                        .isPresent()
                                && matches.test(command));
    }
}
