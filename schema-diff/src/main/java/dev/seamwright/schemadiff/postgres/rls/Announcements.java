package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Relation;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;

/** What leaves the database past its tables, and only when a row is committed: notifications, and the log that is decoded. */
final class Announcements {
    private static final Pattern CHANNEL =
            Pattern.compile("(?i)pg_notify\\s*\\(\\s*'([^']+)'|\\bnotify\\s+\"?(\\w+)\"?");
    private static final int WAIT_MILLIS = 300;
    private static final String SLOT = "seamwright_review";

    private final Connection owner;
    private final Logins logins;
    private final Catalog catalog;
    private final Tenancy tenancy;
    private final Rows rows;
    private final String role;

    Announcements(Connection owner, Logins logins, Catalog catalog, Tenancy tenancy, Rows rows, String role) {
        this.owner = owner;
        this.logins = logins;
        this.catalog = catalog;
        this.tenancy = tenancy;
        this.rows = rows;
        this.role = role;
    }

    void find(Actor tenant, List<Review.Item> items) throws SQLException {
        for (var table : catalog.tables()) {
            if (tenancy.isOwned(table) && tenancy.column(table).isPresent()) {
                notification(tenant, table).ifPresent(items::add);
            }
        }
        if (catalog.role(role).filter(Catalog.Role::replicates).isPresent()) {
            replication(tenant).ifPresent(items::add);
        }
    }

    private Optional<Review.Item> notification(Actor tenant, Relation table) throws SQLException {
        var channels = new LinkedHashSet<String>();
        for (var trigger : catalog.triggers()) {
            if (trigger.relation() == table.oid()) {
                catalog.routine(trigger.routine()).ifPresent(routine -> {
                    var matcher = CHANNEL.matcher(routine.body());
                    while (matcher.find()) {
                        channels.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
                    }
                });
            }
        }
        if (channels.isEmpty()) {
            return Optional.empty();
        }
        try (var listener = logins.as(role)) {
            for (var sql : tenant.prelude()) {
                Stage.execute(listener, sql);
            }
            var listens = channels.stream()
                    .map(channel -> "LISTEN \"" + channel.replace("\"", "\"\"") + '"')
                    .toList();
            for (var sql : listens) {
                Stage.execute(listener, sql);
            }
            var row = insert(table);
            if (row.isEmpty()) {
                return Optional.empty();
            }
            var heard = listener.unwrap(PGConnection.class).getNotifications(WAIT_MILLIS);
            if (heard == null) {
                return Optional.empty();
            }
            for (var notification : heard) {
                if (carries(notification.getParameter(), row.get())) {
                    var lines = new ArrayList<String>();
                    lines.add("\\connect - " + role);
                    listens.forEach(sql -> lines.add(sql + ";"));
                    lines.add("-- meanwhile, as the owner of the schema");
                    lines.add(row.get().sql() + ";");
                    lines.add("-- the login receives: " + notification.getName() + " "
                            + Witness.oneLine(notification.getParameter()));
                    return Optional.of(item(
                            RlsRule.NOTIFICATION,
                            table.name(),
                            "a notification carries '%s'".formatted(Witness.oneLine(notification.getParameter())),
                            lines,
                            true));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Rows.Draft> insert(Relation table) throws SQLException {
        var column = tenancy.column(table).orElseThrow();
        var draft = rows.draft(table, tenancy.otherKey(table, column), Map.of(), each -> true);
        if (draft.isPresent()) {
            // what is committed later than it is reported is not decoded at once
            Stage.execute(owner, "SET synchronous_commit = on");
            Stage.execute(owner, draft.get().sql());
        }
        return draft;
    }

    private static boolean carries(String text, Rows.Draft row) {
        return row.values().values().stream()
                .map(value -> value.replaceAll("^'|'$", ""))
                .anyMatch(value ->
                        value.length() > 2 && !value.equals("NULL") && !value.equals("false") && text.contains(value));
    }

    private Optional<Review.Item> replication(Actor tenant) throws SQLException {
        for (var table : catalog.tables()) {
            if (!tenancy.isOwned(table) || tenancy.column(table).isEmpty()) {
                continue;
            }
            var create = "SELECT pg_create_logical_replication_slot('%s', 'test_decoding', true)".formatted(SLOT);
            var peek = "SELECT data FROM pg_logical_slot_peek_changes('%s', NULL, NULL)".formatted(SLOT);
            try (var reader = logins.as(role)) {
                for (var sql : tenant.prelude()) {
                    Stage.execute(reader, sql);
                }
                Stage.execute(reader, create);
                var row = insert(table);
                if (row.isEmpty()) {
                    continue;
                }
                var seen = Catalog.query(reader, peek, line -> line.getString(1)).stream()
                        .filter(line -> carries(line, row.get()))
                        .toList();
                if (!seen.isEmpty()) {
                    return Optional.of(item(
                            RlsRule.REPLICATION,
                            table.name(),
                            "logical decoding shows a row of another tenant",
                            List.of(
                                    "\\connect - " + role,
                                    create + ";",
                                    "-- meanwhile, as the owner of the schema",
                                    row.get().sql() + ";",
                                    peek + ";",
                                    "-- shows: " + Witness.oneLine(seen.getFirst())),
                            true));
                }
            } catch (SQLException refused) {
                if (owner.isClosed()) {
                    throw refused;
                }
                return Optional.of(item(
                        RlsRule.REPLICATION,
                        table.name(),
                        "the login may decode the log, which this server does not let it do: %s"
                                .formatted(Rejected.error(refused)),
                        List.of(),
                        false));
            }
        }
        return Optional.empty();
    }

    private Review.Item item(RlsRule rule, String subject, String what, List<String> script, boolean proved) {
        return new Review.Item(
                new Finding(
                        rule.rule(),
                        proved ? rule.level() : Level.UNDECIDED,
                        subject,
                        "%s: %s (login %s).".formatted(subject, what, role),
                        rule.remedy(Map.of("relation", subject, "role", role)),
                        script,
                        null),
                proved);
    }
}
