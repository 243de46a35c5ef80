package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Relation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is no leak by itself, and makes one likelier or worse: from the catalogs. */
final class Weaknesses {
    private static final Pattern SESSION_WIDE = Pattern.compile(
            "(?i)^\\s*set\\s+(?!local\\b)|set_config\\s*\\([^)]*,\\s*(?:is_local\\s*(?:=>|:=)\\s*)?false\\s*\\)");

    private final Connection owner;
    private final Catalog catalog;
    private final Tenancy tenancy;
    private final Judge judge;
    private final String login;
    private final List<String> session;

    Weaknesses(Connection owner, Catalog catalog, Tenancy tenancy, Judge judge, String login, List<String> session) {
        this.owner = owner;
        this.catalog = catalog;
        this.tenancy = tenancy;
        this.judge = judge;
        this.login = login;
        this.session = List.copyOf(session);
    }

    void find(List<Review.Item> items, @Nullable Access access, Set<Relation> recursive) throws SQLException {
        for (var setting : tenancy.identity().settings()) {
            if (setting.read()) {
                add(
                        items,
                        RlsRule.FORGEABLE_IDENTITY,
                        setting.name(),
                        "policies trust the setting %s".formatted(setting.name()),
                        Map.of());
                if (items.stream()
                                .noneMatch(item -> item.finding().rule().equals(RlsRule.POOLED_STATE.rule())
                                        && item.finding().subject().equals(setting.name()))
                        && session.stream()
                                .anyMatch(sql -> sql.contains(setting.name())
                                        && SESSION_WIDE.matcher(sql).find())) {
                    add(
                            items,
                            RlsRule.POOLED_STATE,
                            setting.name(),
                            "the session sets %s for more than a transaction".formatted(setting.name()),
                            Map.of("setting", setting.name()));
                }
            }
        }
        for (var table : recursive) {
            add(
                    items,
                    RlsRule.RECURSION,
                    table.name(),
                    "a policy of %s reads the table itself".formatted(table.name()),
                    names(table));
        }
        for (var relation : catalog.relations().values()) {
            if (relation.kind() == 'f'
                    && access != null
                    && !access.on(relation.oid()).select().isEmpty()
                    && Tenancy.namesTenant(relation)) {
                var rule = RlsRule.FOREIGN_TABLE;
                items.add(new Review.Item(
                        new Finding(
                                rule.rule(),
                                Level.UNDECIDED,
                                relation.name(),
                                "%s is a foreign table that %s may read: what the user mapping shows of other tenants is decided by a server that is not here."
                                        .formatted(relation.name(), login),
                                rule.remedy(names(relation)),
                                List.of(),
                                null),
                        false));
            }
        }
        var indexed = indexed();
        for (var table : catalog.tables()) {
            var column = tenancy.column(table);
            if (access != null
                    && tenancy.isMembership(table)
                    && !access.on(table.oid()).select().isEmpty()) {
                add(
                        items,
                        RlsRule.MEMBERSHIP_UNPROTECTED,
                        table.name(),
                        "%s shows the members of all tenants".formatted(table.name()),
                        names(table));
            }
            if (!table.secured() || !tenancy.isOwned(table)) {
                continue;
            }
            if (judge.owns(login, table)) {
                add(
                        items,
                        RlsRule.OWNER_CAN_DISABLE,
                        table.name(),
                        "%s may switch off the policies of %s".formatted(login, table.name()),
                        names(table));
            }
            if (column.isPresent()
                    && table.parents().isEmpty()
                    && !indexed.contains(table.oid() + "." + column.get().number())) {
                add(
                        items,
                        RlsRule.ISOLATION_COST,
                        table.name(),
                        "no index of %s begins with %s"
                                .formatted(table.name(), column.get().name()),
                        names(table));
            }
        }
    }

    private Set<String> indexed() throws SQLException {
        return new HashSet<>(Catalog.query(
                owner, "SELECT indrelid || '.' || indkey[0] FROM pg_index WHERE indisvalid", row -> row.getString(1)));
    }

    private Map<String, String> names(Relation table) {
        var names = new HashMap<String, String>();
        names.put("relation", table.name());
        names.put("role", login);
        names.put("identity", tenancy.identity().sql());
        tenancy.column(table).ifPresent(column -> names.put("column", column.name()));
        catalog.policiesOf(table.oid()).forEach(policy -> names.put("policy", policy.name()));
        return names;
    }

    private static void add(
            List<Review.Item> items, RlsRule rule, String subject, String what, Map<String, String> names) {
        items.add(new Review.Item(
                new Finding(
                        rule.rule(),
                        rule.level(),
                        subject,
                        Character.toUpperCase(what.charAt(0)) + what.substring(1) + ".",
                        rule.remedy(names),
                        List.of(),
                        null),
                false));
    }
}
