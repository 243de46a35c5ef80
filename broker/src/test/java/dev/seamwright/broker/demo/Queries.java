package dev.seamwright.broker.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The data access of a service in the demo. */
abstract class Queries {
    private final Connection connection;

    Queries(Connection connection) {
        this.connection = connection;
    }

    /** All that the service asks of its database, once. */
    abstract void run() throws SQLException;

    /** Executes a statement; its rows are of no interest. */
    void execute(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }
}
