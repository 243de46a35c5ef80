package dev.seamwright.schemadiff;

import dev.seamwright.schemadiff.postgres.rules.ContractRules;
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
                new Family("Use of a database schema", ContractRules.all()));
    }
}
