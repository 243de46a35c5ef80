package dev.seamwright.schemadiff.postgres.shadow;

import dev.seamwright.contracts.InvalidInput;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SQL text as its statements, in order, as psql splits it: strings, dollar quotes, comments and SQL-standard function bodies do not end
 * one.
 *
 * @param name what it is to the user: {@code schema}, {@code migration}
 */
public record Script(String name, List<Statement> statements) {
    public Script {
        statements = List.copyOf(statements);
    }

    /**
     * One statement.
     *
     * @param sql from its first word on, without the comments before it
     * @param line of its first character in the text, from 1
     * @param file that it is from; null when the text has no file
     */
    public record Statement(String sql, int line, @Nullable String file) {
        public Statement(String sql, int line) {
            this(sql, line, null);
        }
    }

    /**
     * A part of the text that is not for PostgreSQL.
     *
     * @param line of its first character, from 1
     * @param reason why it is left out, for people
     */
    public record Skipped(int line, String reason) {}

    /**
     * The parts of a text.
     *
     * @param skipped lines for psql, rows after COPY
     */
    public record Parts(List<Statement> statements, List<Skipped> skipped) {
        public Parts {
            statements = List.copyOf(statements);
            skipped = List.copyOf(skipped);
        }
    }

    /**
     * Splits {@code text}; what holds comments alone is no statement.
     *
     * @throws InvalidInput when a line asks psql for something that is not done here
     */
    public static Script parse(String name, String text) {
        return new Script(name, parts(name, null, text).statements());
    }

    /**
     * The statements of a file, and what in it is none.
     *
     * @throws InvalidInput when a line asks psql for something that is not done here
     */
    public static Parts parseFile(String file, String text) {
        return parts(file, file, text);
    }

    private static Parts parts(String name, @Nullable String file, String text) {
        try {
            var scan = new SqlScanner(file, text).scan();
            return new Parts(scan.statements(), scan.skipped());
        } catch (SqlScanner.UnknownCommand unknown) {
            throw new InvalidInput(
                    "%s:%d".formatted(name, unknown.line()),
                    "'%s' is a command of psql, which does not run here; write plain SQL".formatted(unknown.command()));
        }
    }

    /**
     * Executes every statement, each by itself: in a transaction of its own when the connection commits automatically.
     *
     * @throws Rejected at the first that PostgreSQL refuses
     */
    public void execute(Connection connection) {
        for (var statement : statements) {
            try (var execution = connection.createStatement()) {
                execution.setEscapeProcessing(false);
                execution.execute(statement.sql());
            } catch (SQLException refusal) {
                throw new Rejected(name, statement, refusal);
            }
        }
    }
}
