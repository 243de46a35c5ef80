package dev.seamwright.schemadiff.postgres.lint;

import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Judges migrations statement by statement, each against the schema that the statements before it leave behind. Each is executed in the
 * shadow, so that locks, rewrites and scans are facts; what names unknown objects is executed on stand-ins, or judged by its parse tree.
 */
public final class MigrationLint {
    /** The newest major version that the rules know, for which a migration is taken to be. */
    public static final int NEWEST = 18;

    /** The oldest major version of which the rules know what differs. */
    public static final int OLDEST = 10;

    private final Shadow shadow;
    // numbers of the server's own build, the same in every run
    private final AtomicReference<@Nullable Vocabulary> vocabulary = new AtomicReference<>();

    public MigrationLint(Shadow shadow) {
        this.shadow = shadow;
    }

    /** A file of a migration. */
    public record File(String name, String text) {}

    /**
     * What is asked.
     *
     * @param schema before the migration, with rows or without; without statements: nothing is known of it
     * @param files in the order in which they are executed
     * @param version the major version of the server that the migration is for
     * @param inTransaction whether the tool that executes it opens a transaction for each file
     * @param rows how many rows tables have, by name
     */
    public record Question(
            Script schema, List<File> files, int version, boolean inTransaction, Map<String, Long> rows) {
        public Question {
            files = List.copyOf(files);
            rows = Map.copyOf(rows);
        }
    }

    /** @throws dev.seamwright.schemadiff.postgres.shadow.Rejected when PostgreSQL refuses the schema */
    public LintReport judge(Question question) {
        return shadow.run(List.of(), database -> {
            try (var run = new LintRun(database, question, vocabulary)) {
                return run.judge();
            } catch (SQLException failure) {
                throw new IllegalStateException("The shadow database failed.", failure);
            }
        });
    }
}
