package dev.seamwright.schemadiff.postgres.lint;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.postgres.load.SchemaLoader;
import dev.seamwright.schemadiff.postgres.load.Unloaded;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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

    /** The oldest shadow whose parser tells what the rules ask. */
    private static final int OLDEST_SHADOW = 17;

    private final Shadow shadow;
    // numbers of the server's own build, the same in every run
    private final AtomicReference<@Nullable Vocabulary> vocabulary = new AtomicReference<>();

    public MigrationLint(Shadow shadow) {
        this.shadow = shadow;
    }

    /**
     * A file of a migration.
     *
     * @param inTransaction whether the tool opens a transaction for this one, whatever it does for the others
     */
    public record File(String name, String text, boolean inTransaction) {
        public File(String name, String text) {
            this(name, text, false);
        }
    }

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

    /** The shadow's PostgreSQL does not tell how it parses statements. */
    public static final class ShadowTooOld extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ShadowTooOld(int major) {
            super(
                    "The shadow is PostgreSQL %d. Statements are judged one by one with the parser of PostgreSQL %d or newer: give such a server with --shadow-url, or none."
                            .formatted(major, OLDEST_SHADOW));
        }
    }

    private static void requireParser(ShadowDatabase database) {
        if (database.major() < OLDEST_SHADOW) {
            throw new ShadowTooOld(database.major());
        }
    }

    /**
     * Judges them.
     *
     * @throws dev.seamwright.schemadiff.postgres.shadow.Rejected when PostgreSQL refuses the schema
     * @throws ShadowTooOld when the shadow is older than PostgreSQL 17
     */
    public LintReport judge(Question question) {
        return shadow.run(List.of(), database -> {
            requireParser(database);
            var known = !question.schema().statements().isEmpty();
            try (var run = new LintRun(database, question, known, vocabulary)) {
                return run.judge();
            } catch (SQLException failure) {
                throw new IllegalStateException("The shadow database failed.", failure);
            }
        });
    }

    /**
     * Judges them on a schema that was captured, for the server that it was captured from.
     *
     * @param roles that the files name, beside those of the schema
     * @param rows how many rows tables have, by name
     * @throws ShadowTooOld when the shadow is older than PostgreSQL 17
     */
    public LintReport judge(DatabaseSchema schema, Collection<String> roles, List<File> files, Map<String, Long> rows) {
        var version = Math.clamp(schema.origin().serverVersion() / 10_000, OLDEST, NEWEST);
        var question = new Question(new Script("schema", List.of()), files, version, false, rows);
        var all = new TreeSet<>(SchemaLoader.roles(schema));
        all.addAll(roles);
        return shadow.run(List.copyOf(all), database -> {
            requireParser(database);
            try {
                var whole = SchemaLoader.load(schema, database).stream().noneMatch(Unloaded::isInDatabase);
                try (var run = new LintRun(database, question, whole, vocabulary)) {
                    return run.judge();
                }
            } catch (SQLException failure) {
                throw new IllegalStateException("The shadow database failed.", failure);
            }
        });
    }
}
