package dev.seamwright.schemadiff.postgres.shadow;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Names in SQL: quoted to be written, and read as lists. */
final class Names {
    private Names() {}

    /** As an identifier, always quoted. */
    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** As a string constant, whatever {@code standard_conforming_strings} is. */
    static String literal(String text) {
        var quoted = '\'' + text.replace("'", "''").replace("\\", "\\\\") + '\'';
        return text.indexOf('\\') < 0 ? quoted : "E" + quoted;
    }

    /** The first column of a query's rows. */
    static List<String> read(Connection connection, String query, Object... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            fill(statement, parameters);
            try (var rows = statement.executeQuery()) {
                var names = new ArrayList<String>();
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                return names;
            }
        }
    }

    private static void fill(PreparedStatement statement, Object... parameters) throws SQLException {
        for (var i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    /** @return the SQLSTATEs of what PostgreSQL warned of */
    static List<String> execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
            var states = new ArrayList<String>();
            for (var warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                states.add(String.valueOf(warning.getSQLState()));
            }
            return states;
        }
    }
}
