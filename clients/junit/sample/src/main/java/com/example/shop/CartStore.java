package com.example.shop;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Carts, in a database that another team owns. */
public final class CartStore {
    private final DataSource database;

    public CartStore(DataSource database) {
        this.database = database;
    }

    public Optional<BigDecimal> total(long cart) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("SELECT total FROM cart WHERE id = ? AND owner <> 'nobody'")) {
            query.setLong(1, cart);
            try (var rows = query.executeQuery()) {
                return rows.next() ? Optional.of(rows.getBigDecimal("total")) : Optional.empty();
            }
        }
    }

    public void open(long cart, String owner) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement("INSERT INTO cart (id, owner, total) VALUES (?, ?, 0)")) {
            insert.setLong(1, cart);
            insert.setString(2, owner);
            insert.executeUpdate();
        }
    }
}
