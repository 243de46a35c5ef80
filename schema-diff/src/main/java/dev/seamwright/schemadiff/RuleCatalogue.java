package dev.seamwright.schemadiff;

import dev.seamwright.schemadiff.postgres.lint.LintRule;
import dev.seamwright.schemadiff.postgres.lint.LintRules;
import dev.seamwright.schemadiff.postgres.rls.RlsRules;
import dev.seamwright.schemadiff.postgres.rules.SchemaRules;
import java.util.List;

/** All rules of all engines, by family. The pages in {@code docs/rules} are printed from them. */
public final class RuleCatalogue {
    /** The rules of one engine. */
    public record Family(String title, List<Rule> rules) {
        public Family {
            rules = List.copyOf(rules);
        }
    }

    private RuleCatalogue() {}

    public static List<Family> families() {
        return List.of(
                new Family("Changes of a database schema", SchemaRules.all()),
                new Family(
                        "Statements of a migration",
                        LintRules.ALL.stream().map(LintRule::rule).toList()),
                new Family("Row-level security", RlsRules.ALL));
    }
}
