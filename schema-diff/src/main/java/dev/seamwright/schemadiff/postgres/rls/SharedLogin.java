package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Column;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Relation;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether policies tell logins apart while the session tells tenants apart by something else: then every row belongs to the one login,
 * and each tenant sees what another has written.
 */
final class SharedLogin {
    private final Connection owner;
    private final Logins logins;
    private final Catalog catalog;
    private final Tenancy tenancy;
    private final Rows rows;
    private @Nullable Relation table;

    SharedLogin(Connection owner, Logins logins, Catalog catalog, Tenancy tenancy, Rows rows) {
        this.owner = owner;
        this.logins = logins;
        this.catalog = catalog;
        this.tenancy = tenancy;
        this.rows = rows;
    }

    /** Looks at the rows of the schema, so before any are made: do they all belong to the login? */
    void look() throws SQLException {
        var identity = tenancy.identity();
        var login = identity.values().get("current_user");
        if (login == null
                || identity.settings().stream().noneMatch(setting -> setting.isSet() && !setting.read())
                || identity.settings().stream().anyMatch(Identity.Setting::read)) {
            return;
        }
        for (var each : catalog.tables()) {
            if (each.secured() && tenancy.own(each).contains(login) && allOf(each, login)) {
                table = each;
                return;
            }
        }
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

    /** Writes a row as another tenant, and reads it as tenant A. */
    Optional<Review.Item> find(Actor tenant) throws SQLException {
        var subject = table;
        if (subject == null) {
            return Optional.empty();
        }
        var setting = tenancy.identity().settings().stream()
                .filter(Identity.Setting::isSet)
                .findFirst()
                .orElseThrow();
        var become = "SELECT set_config(%s, 'another tenant', false)".formatted(Catalog.literal(setting.name()));
        var rights = Access.of(owner, tenant.login()).on(subject.oid());
        var draft = rows.draft(
                subject, tenant.login(), Map.of(), column -> rights.insert().contains(column.number()));
        var readable = subject.columns().stream()
                .filter(column -> rights.select().contains(column.number()))
                .map(Column::name)
                .toList();
        if (draft.isEmpty() || readable.isEmpty()) {
            return Optional.of(
                    item(subject, setting, tenant, List.of(), " The login may not write, so that could not be shown."));
        }
        var read = "SELECT %s FROM %s".formatted(String.join(", ", readable), subject.name());
        var probe = new Probe.Read(subject, read);
        try (var a = Session.open(logins, tenant);
                var b = logins.as(tenant.login())) {
            var before = a.observe(probe, List.of()).lines();
            Stage.execute(b, become);
            Stage.execute(b, draft.get().sql());
            var crossed = Observation.minus(a.observe(probe, List.of()).lines(), before);
            var again = Observation.minus(a.observe(probe, List.of()).lines(), before);
            if (crossed.isEmpty() || !crossed.equals(again)) {
                return Optional.empty();
            }
            var lines = new ArrayList<>(Witness.header());
            lines.add(Witness.connect(tenant.login()));
            lines.add("-- as another tenant");
            lines.add(become + ";");
            lines.add(draft.get().sql() + ";");
            lines.add(Witness.connect(tenant.login()));
            tenant.prelude().forEach(sql -> lines.add(sql + ";"));
            lines.add("BEGIN;");
            tenant.each().forEach(sql -> lines.add(sql + ";"));
            lines.add(read + ";");
            lines.add("-- shows, as tenant A, what the other one has written:");
            crossed.forEach(line -> lines.add("--   " + Witness.oneLine(line)));
            lines.add("ROLLBACK;");
            return Optional.of(item(subject, setting, tenant, lines, ""));
        } catch (SQLException refused) {
            if (owner.isClosed()) {
                throw refused;
            }
            return Optional.of(item(subject, setting, tenant, List.of(), " " + Rejected.error(refused)));
        }
    }

    private Review.Item item(
            Relation table, Identity.Setting setting, Actor tenant, List<String> script, String reservation) {
        var rule = RlsRule.SHARED_LOGIN;
        var column = tenancy.column(table).orElseThrow().name();
        var proved = !script.isEmpty();
        return new Review.Item(
                new Finding(
                        rule.rule(),
                        proved ? rule.level() : Level.UNDECIDED,
                        table.name(),
                        "%s: all rows belong to the login %s, and no policy reads %s, by which the session says its tenant.%s"
                                .formatted(table.name(), tenant.login(), setting.name(), reservation),
                        rule.remedy(Map.of("relation", table.name(), "column", column)),
                        script,
                        null),
                proved);
    }
}
