package dev.seamwright.schemadiff.postgres.shadow;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** PostgreSQL refused a candidate's statement: the candidate is wrong, or needs what the shadow does not give. */
public sealed class Rejected extends RuntimeException permits ExtensionMissing {
    private static final long serialVersionUID = 1L;
    private static final int EXCERPT = 120;
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final String script;
    private final @Nullable String file;
    private final int line;
    private final String sqlState;
    private final String error;

    Rejected(String script, int line, String sql, SQLException refusal) {
        this(script, new Script.Statement(sql, line), refusal);
    }

    /** {@code script}: which of the texts the statement is from. */
    public Rejected(String script, Script.Statement statement, SQLException refusal) {
        this(
                "PostgreSQL refuses the %s at %s, '%s': %s (SQLSTATE %s).%s"
                        .formatted(
                                script,
                                place(statement),
                                excerpt(statement.sql()),
                                error(refusal),
                                refusal.getSQLState(),
                                INSUFFICIENT_PRIVILEGE.equals(refusal.getSQLState())
                                        ? " A candidate is no superuser in the shadow."
                                        : ""),
                script,
                statement,
                refusal);
    }

    Rejected(String message, String script, Script.Statement statement, SQLException refusal) {
        super(message, refusal);
        this.script = script;
        this.file = statement.file();
        this.line = statement.line();
        this.sqlState = String.valueOf(refusal.getSQLState());
        this.error = error(refusal);
    }

    static String place(Script.Statement statement) {
        return statement.file() == null ? "line " + statement.line() : statement.file() + ":" + statement.line();
    }

    /** The server's own words, without the position, which is of the statement and not of the script. */
    public static String error(SQLException refusal) {
        var message = refusal instanceof PSQLException postgres && postgres.getServerErrorMessage() != null
                ? postgres.getServerErrorMessage().getMessage()
                : refusal.getMessage();
        return String.valueOf(message);
    }

    static String excerpt(String sql) {
        var line = sql.replaceAll("\\s+", " ").strip();
        return line.length() <= EXCERPT ? line : line.substring(0, EXCERPT) + "…";
    }

    /** Which of the texts: {@code schema}, {@code migration}. */
    public String script() {
        return script;
    }

    /** The file in which the statement is; null when the text has no file. */
    public @Nullable String file() {
        return file;
    }

    /** Where the statement begins, from 1. */
    public int line() {
        return line;
    }

    /** SQLSTATE (PostgreSQL's documentation, appendix A). */
    public String sqlState() {
        return sqlState;
    }

    /** What PostgreSQL said. */
    public String error() {
        return error;
    }
}
