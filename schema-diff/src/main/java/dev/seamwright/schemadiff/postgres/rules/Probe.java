package dev.seamwright.schemadiff.postgres.rules;

import java.util.List;

/**
 * What a consumer of the schema before does, and should be able to do after.
 *
 * @param statements executed in order in one transaction; the last one is the consumer's, those before it make it possible
 * @param failures SQLSTATEs with which the last one fails when the rule is right
 */
record Probe(List<String> statements, List<String> failures) {
    Probe {
        statements = List.copyOf(statements);
        failures = List.copyOf(failures);
    }

    static Probe of(String statement, String... failures) {
        return new Probe(List.of(statement), List.of(failures));
    }
}
