package dev.seamwright.schemadiff.postgres.lint;

import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.MIGRATION;
import static dev.seamwright.schemadiff.postgres.rules.Lock.NONE;
import static dev.seamwright.schemadiff.postgres.rules.Work.CATALOG;

import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.postgres.rules.Hazard;
import java.util.List;
import java.util.stream.Stream;

/** What is found by parsing and executing, not by looking at a statement. */
final class ScriptLint {
    private static final Hazard REFUSED = Hazard.of(NONE, CATALOG, MIGRATION);

    static final LintRule SYNTAX_ERROR = found(
            "syntax-error",
            "A statement does not parse",
            "PostgreSQL refuses it (42601), and the migration stops there.",
            "Correct it.");
    static final LintRule FAILS = found(
            "statement-fails",
            "A statement fails on the schema that it meets",
            "PostgreSQL executed the statements before it, and refuses this one; the migration stops there.",
            "Correct it, or lint with the schema that it is meant for.");
    static final LintRule NOT_EXECUTED = found(
            "statement-not-executed",
            "A statement was judged by its text alone",
            "It needs what is not known here, or more than the shadow gives: locks, scans and rewrites are not observed but taken from the"
                    + " documentation.",
            "Lint with the schema at hand.");
    static final LintRule SUPPRESSION = found(
            "suppression-invalid",
            "A comment that should suppress a finding does not",
            "It names no rule that there is, or gives no reason; nothing is suppressed by it.",
            "-- seamwright:ignore rule-id reason");

    static final List<LintRule> ALL = List.of(SYNTAX_ERROR, FAILS, NOT_EXECUTED, SUPPRESSION);

    private ScriptLint() {}

    private static LintRule found(String id, String title, String rationale, String remedy) {
        return new LintRule(new Rule(id, title, rationale, remedy), REFUSED, step -> Stream.empty());
    }
}
