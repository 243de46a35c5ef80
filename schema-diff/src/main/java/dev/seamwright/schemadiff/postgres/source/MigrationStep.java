package dev.seamwright.schemadiff.postgres.source;

import dev.seamwright.schemadiff.postgres.shadow.Script;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a migration tool applies as one.
 *
 * @param name for people: the file, or {@code author:id} of a changeset
 * @param version by which the tool knows it; null when it has none, as a repeatable migration
 * @param inTransaction whether all statements are one transaction; else each is one, unless the statements say BEGIN and COMMIT
 */
public record MigrationStep(
        String name, @Nullable String version, String file, boolean inTransaction, List<Script.Statement> statements) {
    /** What PostgreSQL does not execute in a transaction, and what begins or ends one. */
    private static final Pattern ALONE = Pattern.compile(
            "(?:(?:CREATE\\s+(?:UNIQUE\\s+)?INDEX|DROP\\s+INDEX)\\s+CONCURRENTLY|REINDEX\\b.*\\bCONCURRENTLY"
                    + "|ALTER\\s+TABLE\\b.*\\bDETACH\\s+PARTITION\\b.*\\bCONCURRENTLY"
                    + "|VACUUM|ALTER\\s+SYSTEM|(?:CREATE|DROP)\\s+(?:DATABASE|TABLESPACE)"
                    + "|BEGIN|START\\s+TRANSACTION|COMMIT|ROLLBACK|END)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    public MigrationStep {
        statements = List.copyOf(statements);
    }

    /** Whether the statements can be one transaction. */
    static boolean fitTransaction(List<Script.Statement> statements) {
        return statements.stream()
                .noneMatch(statement -> ALONE.matcher(statement.sql()).matches());
    }

    /** The statements as a script of this name. */
    public Script script() {
        return new Script(name, statements);
    }
}
