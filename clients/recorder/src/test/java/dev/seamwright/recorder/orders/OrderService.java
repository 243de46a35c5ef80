package dev.seamwright.recorder.orders;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/** With Jdbi, and with JDBC where that is shorter. */
final class OrderService {
    private final DataSource dataSource;
    private final Jdbi jdbi;

    OrderService(DataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbi = Jdbi.create(dataSource);
        jdbi.installPlugin(new SqlObjectPlugin());
    }

    /** In a transaction of the tenant. */
    long order(String tenant, String customer, BigDecimal total) {
        return jdbi.inTransaction(handle -> {
            handle.createQuery("SELECT set_config('app.tenant', :tenant, true)")
                    .bind("tenant", tenant)
                    .mapTo(String.class)
                    .one();
            return handle.createUpdate(
                            "INSERT INTO orders (tenant, customer, total, note) VALUES (:tenant, :customer, :total, 'hunter2')")
                    .bind("tenant", tenant)
                    .bind("customer", customer)
                    .bind("total", total)
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Long.class)
                    .one();
        });
    }

    List<String> notes(String customer) {
        return jdbi.onDemand(OrderDao.class).notes(customer);
    }

    void annotate(List<Long> ids, String note) {
        jdbi.useHandle(handle -> {
            var batch = handle.prepareBatch("UPDATE orders SET note = :note WHERE id = :id");
            ids.forEach(id -> batch.bind("id", id).bind("note", note).add());
            batch.execute();
        });
    }

    BigDecimal discounted(long id) throws SQLException {
        try (var connection = dataSource.getConnection();
                var call = connection.prepareCall("{? = call discounted(?)}")) {
            call.registerOutParameter(1, Types.NUMERIC);
            call.setLong(2, id);
            call.execute();
            return call.getBigDecimal(1);
        }
    }

    void archive(long id) throws SQLException {
        try (var connection = dataSource.getConnection();
                var call = connection.prepareStatement("CALL archive(?)")) {
            call.setLong(1, id);
            call.execute();
        }
    }

    int count(String customer) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                // as it should not be written
                var rows = statement.executeQuery(
                        "SELECT count(*) FROM orders WHERE customer = '%s' -- hunter2".formatted(customer))) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
