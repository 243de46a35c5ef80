package dev.seamwright.schemadiff.postgres.replay;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A check that is NOT VALID, or such a constraint against null: older rows may break it, and PostgreSQL refuses every statement that writes
 * one of these again (<a href="https://www.postgresql.org/docs/current/sql-altertable.html">ALTER TABLE</a>, ADD table_constraint). What
 * becomes of a statement depends on the row, so rows are made of either kind.
 *
 * @param relation the table's name
 * @param table the same with its schema, as SQL
 * @param condition as SQL: what no row may make false
 * @param definition as {@code ADD CONSTRAINT} takes it
 * @param columns those of which it speaks
 */
record UnvalidatedCheck(
        long tableOid,
        String relation,
        String table,
        String name,
        String condition,
        String definition,
        List<Column> columns) {
    private static final String CHECK_VIOLATION = "23514";
    private static final String NOT_NULL_VIOLATION = "23502";
    private static final String FIRST = " WHERE ctid = (SELECT ctid FROM %s ORDER BY ctid LIMIT 1)";

    /** @param quoted as SQL */
    record Column(String name, String quoted, long type, int modifier) {}

    /** Those of all tables. */
    static List<UnvalidatedCheck> all(Connection connection) throws SQLException {
        var checks = new ArrayList<UnvalidatedCheck>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        SELECT k.oid::bigint, k.conrelid::bigint, c.relname, quote_ident(n.nspname) || '.' || quote_ident(c.relname), k.conname,
                               CASE k.contype WHEN 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid)
                                              ELSE quote_ident(a.attname) || ' IS NOT NULL' END,
                               pg_catalog.pg_get_constraintdef(k.oid), a.attname, quote_ident(a.attname), a.atttypid::bigint, a.atttypmod
                          FROM pg_catalog.pg_constraint k
                          JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
                          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                          JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
                         WHERE NOT k.convalidated AND k.contype IN ('c', 'n') AND k.coninhcount = 0
                         ORDER BY k.oid, a.attnum
                        """)) {
            var last = 0L;
            while (row.next()) {
                if (row.getLong(1) != last) {
                    last = row.getLong(1);
                    checks.add(new UnvalidatedCheck(
                            row.getLong(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            row.getString(7),
                            new ArrayList<>()));
                }
                checks.getLast().columns().add(column(row));
            }
        }
        return checks;
    }

    private static Column column(ResultSet row) throws SQLException {
        return new Column(row.getString(8), row.getString(9), row.getLong(10), row.getInt(11));
    }

    /** Whether it is this one that PostgreSQL speaks of. */
    boolean isViolatedBy(Failure failure) {
        return switch (failure.sqlState()) {
            case CHECK_VIOLATION -> name.equals(failure.about());
            case NOT_NULL_VIOLATION ->
                columns.size() == 1 && columns.getFirst().name().equals(failure.about());
            default -> false;
        };
    }

    /** What becomes of a statement that is refused on rows that break it, and works on others. */
    Outcome.FailsOnRows failing(Failure failure) {
        return new Outcome.FailsOnRows(
                name, "SELECT * FROM %s WHERE (%s) IS FALSE".formatted(table, condition), failure);
    }

    /** Makes the table's rows fit, one of them at least. Afterwards the session's role is its login. */
    boolean makeRowsFit(Statement statement, SampleValues values) throws SQLException {
        statement.execute("SET LOCAL ROLE NONE");
        for (var column : columns) {
            for (var value : candidates(column, values)) {
                if (set(statement, column, value, "") || set(statement, column, value, FIRST.formatted(table))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Makes every row of the table break it. Afterwards the session's role is its login. */
    boolean makeRowsBreak(Statement statement, SampleValues values) throws SQLException {
        statement.execute("SET LOCAL ROLE NONE");
        var constraint = statement.enquoteIdentifier(name, true);
        if (!succeeds(statement, "ALTER TABLE %s DROP CONSTRAINT %s".formatted(table, constraint))) {
            return false;
        }
        for (var column : columns) {
            for (var value : candidates(column, values)) {
                if (set(statement, column, value, "") && noneFits(statement)) {
                    return succeeds(
                            statement, "ALTER TABLE %s ADD CONSTRAINT %s %s".formatted(table, constraint, definition));
                }
            }
        }
        return false;
    }

    /** The values of which it speaks, those beside them, a few of the type, and null. */
    private List<@Nullable String> candidates(Column column, SampleValues values) {
        var candidates = new ArrayList<@Nullable String>(values.constants(name));
        for (var number = 0; number <= SampleValues.FRESH; number++) {
            candidates.add(values.value(column.type(), column.modifier(), number));
        }
        candidates.add(null);
        return candidates;
    }

    private boolean set(Statement statement, Column column, @Nullable String value, String where) throws SQLException {
        // policies are for the consumers; checks that are deferred would keep the table from being altered
        return succeeds(
                statement,
                "ALTER TABLE %1$s NO FORCE ROW LEVEL SECURITY; UPDATE %1$s SET %2$s = %3$s%4$s; SET CONSTRAINTS ALL IMMEDIATE"
                        .formatted(table, column.quoted(), SampleRows.literal(value), where));
    }

    private boolean noneFits(Statement statement) throws SQLException {
        try (var row = statement.executeQuery(
                "SELECT NOT EXISTS (SELECT FROM %s WHERE (%s) IS NOT FALSE)".formatted(table, condition))) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static boolean succeeds(Statement statement, String sql) throws SQLException {
        statement.execute("SAVEPOINT made_rows");
        try {
            statement.execute(sql);
            return true;
        } catch (SQLException refusal) {
            if (statement.getConnection().isClosed()) {
                throw refusal;
            }
            statement.execute("ROLLBACK TO made_rows");
            return false;
        }
    }
}
