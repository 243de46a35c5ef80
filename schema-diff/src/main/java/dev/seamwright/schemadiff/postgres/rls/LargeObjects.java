package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Column;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Relation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Large objects have owners and no policies: what one login makes for a tenant it may read for every other one. A column for them is a
 * weakness; that it holds them is known to the application alone.
 */
final class LargeObjects {
    private static final String MAKE = "SELECT lo_from_bytea(0, convert_to('of tenant B', 'UTF8'))";
    private static final String READ = "SELECT convert_from(lo_get(oid), 'UTF8') FROM pg_largeobject_metadata";

    private final Connection owner;
    private final Logins logins;
    private final Catalog catalog;
    private final Tenancy tenancy;

    LargeObjects(Connection owner, Logins logins, Catalog catalog, Tenancy tenancy) {
        this.owner = owner;
        this.logins = logins;
        this.catalog = catalog;
        this.tenancy = tenancy;
    }

    void find(Actor tenant, List<Review.Item> items) throws SQLException {
        for (var table : catalog.tables()) {
            if (!table.secured() || !tenancy.isOwned(table)) {
                continue;
            }
            for (var column : table.columns()) {
                if (column.baseType().equals("oid") || column.baseType().equals("lo")) {
                    items.add(item(table, column, tenant, script(tenant)));
                }
            }
        }
    }

    /** Makes an object as the login does for B, and reads it as A; empty when it cannot. */
    private List<String> script(Actor tenant) throws SQLException {
        try (var b = logins.as(tenant.login());
                var a = logins.as(tenant.login())) {
            Stage.execute(b, MAKE);
            for (var sql : tenant.prelude()) {
                Stage.execute(a, sql);
            }
            var seen = Catalog.query(a, READ, row -> row.getString(1));
            if (!seen.contains("of tenant B")) {
                return List.of();
            }
        } catch (SQLException refused) {
            if (owner.isClosed()) {
                throw refused;
            }
            return List.of();
        }
        var lines = new ArrayList<>(Witness.header());
        lines.add(Witness.connect(tenant.login()));
        lines.add("-- for tenant B");
        lines.add(MAKE + ";");
        lines.add(Witness.connect(tenant.login()));
        tenant.prelude().forEach(sql -> lines.add(sql + ";"));
        lines.add(READ + ";");
        lines.add("-- shows, as tenant A:");
        lines.add("--   of tenant B");
        return lines;
    }

    private Review.Item item(Relation table, Column column, Actor tenant, List<String> script) {
        var rule = RlsRule.LARGE_OBJECT;
        return new Review.Item(
                new Finding(
                        rule.rule(),
                        rule.level(),
                        table.name(),
                        "%s.%s may point to large objects, which the login %s reads whoever they are for."
                                .formatted(table.name(), column.name(), tenant.login()),
                        rule.remedy(Map.of("relation", table.name(), "column", column.name())),
                        script,
                        null),
                !script.isEmpty());
    }
}
