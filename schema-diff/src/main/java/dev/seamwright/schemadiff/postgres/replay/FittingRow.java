package dev.seamwright.schemadiff.postgres.replay;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.util.ServerErrorMessage;

/**
 * A sample row that fits a check which came after it, NOT VALID for example. One row is enough to know whether a statement can work, and
 * the others still tell that a statement about all of them does not.
 */
final class FittingRow {
    private FittingRow() {}

    /**
     * Gives one of the table's rows a value of which the check speaks. Afterwards the session's role is its login.
     *
     * @param violation what PostgreSQL said when the check was violated
     * @return whether there is such a row now
     */
    static boolean make(Connection connection, ServerErrorMessage violation, SampleValues values) throws SQLException {
        var constraint = violation.getConstraint();
        var constants = values.constants(constraint);
        if (constraint == null || violation.getTable() == null || constants.isEmpty()) {
            return false;
        }
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            var table = statement.enquoteIdentifier(String.valueOf(violation.getSchema()), true) + "."
                    + statement.enquoteIdentifier(violation.getTable(), true);
            statement.execute("SET LOCAL ROLE NONE; SAVEPOINT fitting_row");
            for (var column : columns(statement, table, constraint)) {
                for (var constant : constants) {
                    if (fits(connection, statement, table, column, constant)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    private static List<String> columns(Statement statement, String table, String constraint) throws SQLException {
        var columns = new ArrayList<String>();
        try (var row = statement.executeQuery(
                """
                SELECT quote_ident(a.attname)
                  FROM pg_catalog.pg_constraint k
                  JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
                 WHERE k.conrelid = %s::regclass AND k.conname = %s
                """.formatted(statement.enquoteLiteral(table), statement.enquoteLiteral(constraint)))) {
            while (row.next()) {
                columns.add(row.getString(1));
            }
        }
        return columns;
    }

    private static boolean fits(
            Connection connection, Statement statement, String table, String column, String constant)
            throws SQLException {
        try {
            statement.execute(
                    "ALTER TABLE %s NO FORCE ROW LEVEL SECURITY".formatted(table)); // policies are for the consumers
            return statement.executeUpdate(
                            "UPDATE %s SET %s = %s WHERE ctid = (SELECT ctid FROM %s ORDER BY ctid LIMIT 1)"
                                    .formatted(table, column, statement.enquoteLiteral(constant), table))
                    == 1;
        } catch (SQLException refusal) {
            if (connection.isClosed()) {
                throw refusal;
            }
            statement.execute("ROLLBACK TO fitting_row");
            return false;
        }
    }
}
