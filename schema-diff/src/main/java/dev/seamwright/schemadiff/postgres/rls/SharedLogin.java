package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Relation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether policies tell logins apart while the session tells tenants apart by something else: then every row that the schema brings
 * belongs to the one login, and each tenant sees it.
 */
final class SharedLogin {
    private final Connection owner;
    private final Catalog catalog;
    private final Tenancy tenancy;

    SharedLogin(Connection owner, Catalog catalog, Tenancy tenancy) {
        this.owner = owner;
        this.catalog = catalog;
        this.tenancy = tenancy;
    }

    /** Looks at the rows of the schema, so before any are made. */
    Optional<Review.Item> find() throws SQLException {
        var identity = tenancy.identity();
        var login = identity.values().get("current_user");
        var unread = identity.settings().stream()
                .filter(setting -> setting.isSet() && !setting.read())
                .findFirst();
        if (login == null || unread.isEmpty() || identity.settings().stream().anyMatch(Identity.Setting::read)) {
            return Optional.empty();
        }
        for (var table : catalog.tables()) {
            if (table.secured() && tenancy.own(table).contains(login) && allOf(table, login)) {
                return Optional.of(item(table, login, unread.get()));
            }
        }
        return Optional.empty();
    }

    private boolean allOf(Relation table, String login) throws SQLException {
        var column = tenancy.column(table).orElseThrow();
        return Catalog.query(
                        owner,
                        "SELECT count(*) > 1 AND bool_and(%s::text IS NOT DISTINCT FROM %s) FROM %s"
                                .formatted(column.name(), Catalog.literal(login), table.name()),
                        row -> row.getBoolean(1))
                .getFirst();
    }

    private Review.Item item(Relation table, String login, Identity.Setting setting) {
        var rule = RlsRule.SHARED_LOGIN;
        var column = tenancy.column(table).orElseThrow().name();
        return new Review.Item(
                new Finding(
                        rule.rule(),
                        rule.level(),
                        table.name(),
                        "%s: all rows belong to the login %s, and no policy reads %s, by which the session says its tenant."
                                .formatted(table.name(), login, setting.name()),
                        rule.remedy(Map.of("relation", table.name(), "column", column)),
                        List.of(
                                "\\connect - " + login,
                                "SET %s = %s;"
                                        .formatted(setting.name(), Catalog.literal(String.valueOf(setting.after()))),
                                "SELECT count(*) FROM %s;".formatted(table.name()),
                                "SET %s = 'another tenant';".formatted(setting.name()),
                                "SELECT count(*) FROM %s;".formatted(table.name()),
                                "-- the same rows for both"),
                        null),
                true);
    }
}
