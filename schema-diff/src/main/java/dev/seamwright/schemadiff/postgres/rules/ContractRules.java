package dev.seamwright.schemadiff.postgres.rules;

import dev.seamwright.schemadiff.Rule;
import java.util.List;

/** What consumers of a schema that is published in part may use. */
public final class ContractRules {
    /** A statement uses a relation, column or routine that is not in the published part of the schema. */
    public static final Rule REACHES_PAST_CONTRACT = new Rule(
            "reaches-past-contract",
            "A consumer uses what is not published",
            "What is private changes without a finding: nobody looks whether the consumer still works. It works today, and may fail after"
                    + " any deployment of the database.",
            "-- publish it with the contract, or read it through what is published");

    private ContractRules() {}

    public static List<Rule> all() {
        return List.of(REACHES_PAST_CONTRACT);
    }
}
