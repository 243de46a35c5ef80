package dev.seamwright.schemadiff.postgres.source;

import dev.seamwright.schemadiff.postgres.shadow.Script;
import java.util.ArrayList;
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

    private static final Pattern BEGIN =
            Pattern.compile("(?:BEGIN|START\\s+TRANSACTION)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern END = Pattern.compile(
            "(?:COMMIT|END|ABORT|ROLLBACK(?!.*\\bTO\\b))\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** A script of which no tool says more: one transaction, unless one of its statements cannot be in one. */
    public static MigrationStep of(Script script) {
        return of(script, fitTransaction(script.statements()));
    }

    /** A script of which it is known whether it is one transaction. */
    public static MigrationStep of(Script script, boolean inTransaction) {
        return new MigrationStep(script.name(), null, script.name(), inTransaction, script.statements());
    }

    /** Whether the statements can be one transaction. */
    static boolean fitTransaction(List<Script.Statement> statements) {
        return statements.stream()
                .noneMatch(statement -> ALONE.matcher(statement.sql()).matches());
    }

    /** Whether PostgreSQL refuses the statement in every transaction, also in the one that several statements are when they are sent at once. */
    static boolean standsAlone(Script.Statement statement) {
        return ALONE.matcher(statement.sql()).matches()
                && !BEGIN.matcher(statement.sql()).matches()
                && !END.matcher(statement.sql()).matches();
    }

    /** What is committed at once, in order: all of it, or each statement, and each transaction that the statements begin and end. */
    public List<Script> commits() {
        if (inTransaction) {
            return List.of(script());
        }
        var commits = new ArrayList<Script>();
        var open = new ArrayList<Script.Statement>();
        boolean begun = false;
        for (var statement : statements) {
            open.add(statement);
            begun |= BEGIN.matcher(statement.sql()).matches();
            if (!begun || END.matcher(statement.sql()).matches()) {
                commits.add(new Script(name, open));
                open.clear();
                begun = false;
            }
        }
        if (!open.isEmpty()) {
            commits.add(new Script(name, open));
        }
        return List.copyOf(commits);
    }

    /** The statements alone, each in the line in which its file has it. */
    public String text() {
        var text = new StringBuilder();
        int line = 1;
        for (var statement : statements) {
            int missing = statement.line() - line;
            text.append(missing > 0 ? "\n".repeat(missing) : " ");
            text.append(statement.sql());
            // a comment at its end must not swallow the semicolon
            var last = statement.sql().substring(statement.sql().lastIndexOf('\n') + 1);
            text.append(last.contains("--") ? "\n;" : ";");
            line = 1 + (int) text.chars().filter(c -> c == '\n').count();
        }
        return text.append('\n').toString();
    }

    /** The statements as a script of this name. */
    public Script script() {
        return new Script(name, statements);
    }
}
