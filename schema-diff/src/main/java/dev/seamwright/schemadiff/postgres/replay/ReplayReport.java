package dev.seamwright.schemadiff.postgres.replay;

import java.util.List;

/** What becomes of each statement of a usage on a schema, in the order of the usage. */
public record ReplayReport(List<Result> results) {
    public ReplayReport {
        results = List.copyOf(results);
    }

    /** What becomes of the statement with this id. */
    public record Result(String id, Outcome outcome) {}

    /** Whether PostgreSQL refuses none, and no client of a type fails. */
    public boolean passes() {
        return results.stream()
                .map(Result::outcome)
                .noneMatch(outcome -> outcome.fails() || (outcome instanceof Outcome.TypesChanged t && t.breaking()));
    }
}
