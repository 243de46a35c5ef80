package dev.seamwright.broker.story;

import java.math.BigDecimal;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The shop, in two releases: the first writes orders itself, the second one lets the database do it. */
final class ShopService {
    private final Jdbi jdbi;
    private final String tenant;
    private final int release;

    ShopService(Jdbi jdbi, String tenant, int release) {
        this.jdbi = jdbi;
        this.tenant = tenant;
        this.release = release;
    }

    void register(long customer, String name) {
        jdbi.useTransaction(handle -> asTenant(handle)
                .createUpdate("INSERT INTO customer (id, tenant, name) VALUES (:id, :tenant, :name)")
                .bind("id", customer)
                .bind("tenant", tenant)
                .bind("name", name)
                .execute());
    }

    void order(long id, long customer, BigDecimal total) {
        jdbi.useTransaction(handle -> {
            if (release == 1) {
                asTenant(handle)
                        .createUpdate(
                                "INSERT INTO orders (id, tenant, customer_id, total) VALUES (:id, :tenant, :customer, :total)")
                        .bind("id", id)
                        .bind("tenant", tenant)
                        .bind("customer", customer)
                        .bind("total", total)
                        .execute();
            } else {
                asTenant(handle)
                        .createQuery("SELECT place_order(:id, :customer, :total)::text")
                        .bind("id", id)
                        .bind("customer", customer)
                        .bind("total", total)
                        .mapTo(String.class)
                        .list();
            }
        });
    }

    List<BigDecimal> totals(long customer) {
        return jdbi.inTransaction(handle -> asTenant(handle)
                .createQuery("SELECT total FROM orders WHERE customer_id = :customer ORDER BY placed_at")
                .bind("customer", customer)
                .mapTo(BigDecimal.class)
                .list());
    }

    private Handle asTenant(Handle handle) {
        handle.createQuery("SELECT set_config('app.tenant', :tenant, true)")
                .bind("tenant", tenant)
                .mapTo(String.class)
                .one();
        return handle;
    }
}
