package dev.seamwright.broker.demo;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;

/** What payments asks of its own database, as one of the merchants. */
final class PaymentsQueries extends Queries {
    PaymentsQueries(Connection connection) {
        super(connection);
    }

    @Override
    void run() throws SQLException {
        execute("SELECT set_config('app.merchant', ?, true)", "1");
        execute("SELECT name FROM merchant WHERE id = current_merchant()");
        execute(
                "INSERT INTO payment (merchant_id, order_id, card, amount) VALUES (?, ?, ?, ?) RETURNING id",
                1L,
                1207L,
                "4242",
                BigDecimal.TEN);
        execute(
                "UPDATE payment SET state = 'captured', captured_on = current_date WHERE order_id = ? AND state = 'open'",
                1207L);
        execute("SELECT id, state, amount FROM payment WHERE order_id = ?", 1207L);
        execute("SELECT captured_on, amount FROM takings WHERE merchant_id = ? ORDER BY captured_on", 1L);
    }

    /** What it asks of the database of orders, to compare what was paid with what was ordered. */
    static final class Reconciliation extends Queries {
        Reconciliation(Connection connection) {
            super(connection);
        }

        @Override
        void run() throws SQLException {
            execute("SELECT total FROM orders WHERE id = ?", 1L);
            execute("SELECT o.id, o.total, c.email FROM orders o JOIN customer c ON c.id = o.customer_id"
                    + " WHERE o.status = 'paid' AND o.placed_at >= now() - interval '1 day'");
        }
    }
}
