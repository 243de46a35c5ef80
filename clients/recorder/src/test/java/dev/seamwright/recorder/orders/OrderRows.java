package dev.seamwright.recorder.orders;

import java.sql.SQLException;
import javax.sql.DataSource;

/** Rows for tests. */
final class OrderRows {
    private OrderRows() {}

    static void add(DataSource dataSource, String customer) throws SQLException {
        try (var connection = dataSource.getConnection();
                var insert = connection.prepareStatement(
                        "INSERT INTO orders (tenant, customer, total, made_by) VALUES ('acme', ?, 1, 'a fixture')")) {
            insert.setString(1, customer);
            insert.executeUpdate();
        }
    }
}
