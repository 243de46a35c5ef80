package dev.seamwright.schemadiff.postgres.replay;

import java.util.List;

/** What a migration does to each statement of a usage, in the order of the usage. */
public record MigrationReport(List<Result> results) {
    public MigrationReport {
        results = List.copyOf(results);
    }

    /**
     * What becomes of the statement with this id.
     *
     * @param after what becomes of it after each script of the migration
     * @param effect of the whole migration
     */
    public record Result(String id, Outcome before, List<Outcome> after, Effect effect) {
        public Result {
            after = List.copyOf(after);
        }
    }
}
