package dev.seamwright.schemadiff.postgres.shadow;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.Parser;

/**
 * SQL text as its statements, in order, as PostgreSQL's driver splits it: strings, dollar quotes, comments and SQL-standard function
 * bodies do not end one.
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
     * @param line of its first character in the text, from 1
     */
    public record Statement(String sql, int line) {}

    /** Splits {@code text}; what holds comments alone is no statement. */
    public static Script parse(String name, String text) {
        try {
            var statements = new ArrayList<Statement>();
            var from = 0;
            for (var query : Parser.parseJdbcSql(text, true, false, true, false, false)) {
                var sql = query.nativeSql.strip();
                if (sql.isEmpty()) {
                    continue;
                }
                var start = Math.max(text.indexOf(sql, from), from);
                var line = 1
                        + (int) text.chars().limit(start).filter(c -> c == '\n').count();
                statements.add(new Statement(sql, line));
                from = start + sql.length();
            }
            return new Script(name, statements);
        } catch (SQLException notSql) {
            throw new Rejected(name, 1, text, notSql);
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
                throw new Rejected(name, statement.line(), statement.sql(), refusal);
            }
        }
    }
}
