package dev.seamwright.schemadiff;

import dev.seamwright.schemadiff.openapi.rules.OpenApiRules;
import dev.seamwright.schemadiff.postgres.lint.LintRule;
import dev.seamwright.schemadiff.postgres.lint.LintRules;
import dev.seamwright.schemadiff.postgres.rls.RlsRules;
import dev.seamwright.schemadiff.postgres.rules.ContractRules;
import dev.seamwright.schemadiff.postgres.rules.SchemaRules;
import dev.seamwright.schemadiff.postgres.seam.SeamRules;
import java.util.List;
import java.util.stream.Collectors;

/** All rules of all engines, by family. The pages in {@code docs/rules} are printed from them. */
public final class RuleCatalogue {
    /**
     * The rules of one engine.
     *
     * @param language of the remedies; empty for words
     */
    public record Family(String title, String language, List<Rule> rules) {
        public Family {
            rules = List.copyOf(rules);
        }
    }

    private RuleCatalogue() {}

    public static List<Family> families() {
        return List.of(
                new Family("Changes of a database schema", "sql", SchemaRules.all()),
                new Family("Use of a database schema", "sql", ContractRules.all()),
                new Family("Statements of a migration", "sql", ofLintAlone()),
                new Family("Row-level security", "sql", RlsRules.ALL),
                new Family("Seams between databases", "sql", SeamRules.ALL),
                new Family("Changes of an OpenAPI document", "", OpenApiRules.all()));
    }

    /** A statement that makes a change of the schema is told under the id of the change. */
    private static List<Rule> ofLintAlone() {
        var changes = SchemaRules.all().stream().map(Rule::id).collect(Collectors.toSet());
        return LintRules.ALL.stream()
                .map(LintRule::rule)
                .filter(rule -> !changes.contains(rule.id()))
                .toList();
    }
}
