package dev.seamwright.schemadiff.postgres.impact;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a migration was seen to do.
 *
 * @param statements in the order of the question
 * @param locks the strongest mode by relation, of those that hold back readers, writers or other schema changes; empty when the
 *     migration does not run in one transaction
 * @param rewritten relations that were written anew: their size decides how long that takes
 * @param scanned relations that were read to their end; empty when the migration does not run in one transaction
 */
public record Impact(
        List<StatementImpact> statements, Map<String, String> locks, List<String> rewritten, List<String> scanned) {
    public Impact {
        statements = List.copyOf(statements);
        rewritten = List.copyOf(rewritten);
        scanned = List.copyOf(scanned);
    }

    /**
     * What becomes of one statement.
     *
     * @param before the failure without the migration; null: it worked
     * @param after the failure after the migration; null: it works
     * @param prepared the failure for a session that prepared it before the migration; null: it works
     */
    public record StatementImpact(
            String name,
            @Nullable Failure before,
            @Nullable Failure after,
            @Nullable Failure prepared) {}

    /** PostgreSQL's SQLSTATE and words. */
    public record Failure(String sqlState, String message) {}
}
