package dev.seamwright.broker.demo;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;

/** What orders 2.4.0 asks of its own database. */
class OrdersQueries extends Queries {
    OrdersQueries(Connection connection) {
        super(connection);
    }

    @Override
    void run() throws SQLException {
        register();
        place();
        order();
        lines();
        pay();
        overview();
    }

    private void register() throws SQLException {
        execute("INSERT INTO customer (email, name) VALUES (?, ?)", "ada@example.com", "Ada");
    }

    private void place() throws SQLException {
        execute(
                "INSERT INTO orders (customer_id, total) SELECT id, ? FROM customer WHERE email = ? RETURNING id",
                BigDecimal.TEN,
                "ada@example.com");
        execute("INSERT INTO order_line (order_id, position, sku, quantity, price)"
                + " SELECT 1, 1, sku, 2, price FROM product WHERE sku = 'TEA-100' AND NOT discontinued");
    }

    void order() throws SQLException {
        execute("SELECT id, status, total, placed_at FROM orders WHERE id = ?", 1L);
    }

    private void lines() throws SQLException {
        execute("SELECT sku, quantity, price FROM order_line WHERE order_id = ? ORDER BY position", 1L);
    }

    private void pay() throws SQLException {
        execute("UPDATE orders SET status = 'paid' WHERE id = ? AND status = 'placed'", 1L);
    }

    private void overview() throws SQLException {
        execute(
                "SELECT id, customer, status, total FROM order_overview WHERE status <> 'cancelled' ORDER BY id LIMIT 50");
    }

    /** What orders 2.5.0 asks: also when an order arrives. */
    static class Dated extends OrdersQueries {
        Dated(Connection connection) {
            super(connection);
        }

        @Override
        void run() throws SQLException {
            super.run();
            execute("SELECT carrier, expected_on FROM shipment WHERE order_id = ?", 1L);
        }
    }

    /** What orders 2.6.0 asks, on a branch: also in which currency an order is. */
    static final class InCurrencies extends Dated {
        InCurrencies(Connection connection) {
            super(connection);
        }

        @Override
        void order() throws SQLException {
            execute("SELECT id, status, total, currency, placed_at FROM orders WHERE id = ?", 1L);
        }
    }
}
