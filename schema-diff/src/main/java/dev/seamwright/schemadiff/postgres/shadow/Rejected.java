package dev.seamwright.schemadiff.postgres.shadow;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/** PostgreSQL refused a candidate's statement: the candidate is wrong, or needs what the shadow does not give. */
public sealed class Rejected extends RuntimeException permits ExtensionMissing {
    private static final long serialVersionUID = 1L;
    private static final int EXCERPT = 120;
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final String script;
    private final int line;
    private final String sqlState;
    private final String error;

    Rejected(String script, int line, String sql, SQLException refusal) {
        this(
                "PostgreSQL refuses the %s at line %d, '%s': %s (SQLSTATE %s).%s"
                        .formatted(
                                script,
                                line,
                                excerpt(sql),
                                error(refusal),
                                refusal.getSQLState(),
                                INSUFFICIENT_PRIVILEGE.equals(refusal.getSQLState())
                                        ? " A candidate is no superuser in the shadow."
                                        : ""),
                script,
                line,
                refusal);
    }

    Rejected(String message, String script, int line, SQLException refusal) {
        super(message, refusal);
        this.script = script;
        this.line = line;
        this.sqlState = String.valueOf(refusal.getSQLState());
        this.error = error(refusal);
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
