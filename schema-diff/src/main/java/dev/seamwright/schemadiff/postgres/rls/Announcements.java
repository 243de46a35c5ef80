package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Relation;
import dev.seamwright.schemadiff.postgres.rls.Review.Coverage.Gap;
import dev.seamwright.schemadiff.postgres.rls.Rows.Made;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * What leaves the database past its tables, and only when a row is committed: notifications, and the log that is decoded. What is heard
 * tells of B's rows when it changes with them: rows with different values are told differently, each with its own values.
 */
final class Announcements {
    private static final Pattern CHANNEL =
            Pattern.compile("(?i)pg_notify\\s*\\(\\s*'([^']+)'\\s*,|\\bnotify\\s+\"?(\\w+)\"?");
    private static final Pattern ANY_CHANNEL = Pattern.compile("(?i)pg_notify\\s*\\(");
    // a notification is there before the answer to what is asked after it; the rest is for a busy machine
    private static final int MOST_WAITS = 20;
    private static final int WAIT_MILLIS = 50;
    private static final String SLOT = "seamwright_review";

    private final Connection owner;
    private final Logins logins;
    private final Catalog catalog;
    private final Tenancy tenancy;
    private final Rows rows;
    private final String role;
    private final List<Gap> gaps = new ArrayList<>();

    Announcements(Connection owner, Logins logins, Catalog catalog, Tenancy tenancy, Rows rows, String role) {
        this.owner = owner;
        this.logins = logins;
        this.catalog = catalog;
        this.tenancy = tenancy;
        this.rows = rows;
        this.role = role;
    }

    /** What was not listened to. */
    List<Gap> gaps() {
        return List.copyOf(gaps);
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

    private Set<String> channels(Relation table) {
        var channels = new LinkedHashSet<String>();
        for (var trigger : catalog.triggers()) {
            if (trigger.relation() == table.oid()) {
                catalog.routine(trigger.routine()).ifPresent(routine -> {
                    var matcher = CHANNEL.matcher(routine.body());
                    var named = 0;
                    while (matcher.find()) {
                        channels.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
                        named += matcher.group(1) == null ? 0 : 1;
                    }
                    if (ANY_CHANNEL.matcher(routine.body()).results().count() > named) {
                        gaps.add(new Gap(
                                routine.signature(),
                                "it notifies on a channel whose name it computes, which was not listened to"));
                    }
                });
            }
        }
        return channels;
    }

    private Optional<Review.Item> notification(Actor tenant, Relation table) throws SQLException {
        var listens = channels(table).stream()
                .map(channel -> "LISTEN \"" + channel.replace("\"", "\"\"") + '"')
                .toList();
        if (listens.isEmpty()) {
            return Optional.empty();
        }
        try (var listener = logins.as(role)) {
            for (var sql : tenant.prelude()) {
                Stage.execute(listener, sql);
            }
            for (var sql : listens) {
                Stage.execute(listener, sql);
            }
            var first = insert(table, true);
            var heard = hear(listener);
            var second = insert(table, true);
            var heardNext = hear(listener);
            var own = insert(table, false);
            var heardOwn = hear(listener);
            if (first == null) {
                gaps.add(new Gap(table.name(), "its notifications were not heard: no row can be made"));
                return Optional.empty();
            }
            for (var payload : heard) {
                if (tells(payload, first, heardNext, second) || tells(payload, first, heardOwn, own)) {
                    var lines = new ArrayList<>(Witness.header());
                    lines.add(Witness.connect(role));
                    listens.forEach(sql -> lines.add(sql + ";"));
                    lines.add("-- meanwhile, as the owner of the schema");
                    lines.addAll(List.of(
                            "\\setenv PGHOST :HOST",
                            "\\setenv PGPORT :PORT",
                            "\\setenv PGUSER :owner",
                            "\\setenv PGDATABASE :DBNAME"));
                    lines.add("\\! psql -X -q -c '%s'"
                            .formatted(Witness.oneLine(first.sql()).replace("'", "'\\''")));
                    lines.add("SELECT 'listened';");
                    lines.add("-- shows, in a notification:");
                    lines.add("--   " + Witness.oneLine(payload));
                    return Optional.of(item(
                            RlsRule.NOTIFICATION,
                            table.name(),
                            "a notification carries '%s' of another tenant's row".formatted(Witness.oneLine(payload)),
                            lines,
                            true));
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> hear(Connection listener) throws SQLException {
        var heard = new ArrayList<String>();
        for (var wait = 0; wait < MOST_WAITS && heard.isEmpty(); wait++) {
            var notifications = listener.unwrap(PGConnection.class).getNotifications(WAIT_MILLIS);
            if (notifications != null) {
                for (var notification : notifications) {
                    heard.add(notification.getParameter());
                }
            }
        }
        return heard;
    }

    private @Nullable Made insert(Relation table, boolean other) throws SQLException {
        var column = tenancy.column(table).orElseThrow();
        var draft = rows.draft(
                table, other ? tenancy.otherKey(table, column) : tenancy.ownKey(table, column), Map.of(), each -> true);
        if (draft.isEmpty()) {
            return null;
        }
        // what is committed later than it is reported is not decoded at once
        Stage.execute(owner, "SET synchronous_commit = on");
        return rows.insert(draft.get()).orElse(null);
    }

    /** Whether two texts differ because the rows of which they tell differ: each has a value that the other row has not. */
    private static boolean tells(String text, Made row, List<String> others, @Nullable Made other) {
        if (other == null) {
            return false;
        }
        return row.values().entrySet().stream().anyMatch(value -> {
            var here = value.getValue();
            var there = other.values().get(value.getKey());
            return here != null
                    && there != null
                    && !here.equals(there)
                    && has(text, here)
                    && !has(text, there)
                    && others.stream().anyMatch(line -> has(line, there) && !has(line, here));
        });
    }

    private static boolean has(String text, String value) {
        return !value.isEmpty()
                && Pattern.compile("(?<!\\w)" + Pattern.quote(value) + "(?!\\w)")
                        .matcher(text)
                        .find();
    }

    private Optional<Review.Item> replication(Actor tenant) throws SQLException {
        for (var table : catalog.tables()) {
            if (!tenancy.isOwned(table) || tenancy.column(table).isEmpty()) {
                continue;
            }
            var create = "SELECT pg_create_logical_replication_slot('%s', 'test_decoding'%s)";
            var peek = "SELECT data FROM pg_logical_slot_peek_changes('%s', NULL, NULL)".formatted(SLOT);
            try (var reader = logins.as(role)) {
                for (var sql : tenant.prelude()) {
                    Stage.execute(reader, sql);
                }
                Stage.execute(reader, create.formatted(SLOT, ", true"));
                var row = insert(table, true);
                var next = insert(table, true);
                var seen = Catalog.query(reader, peek, line -> line.getString(1));
                // the end of a session would drop it some time later
                Stage.execute(reader, "SELECT pg_drop_replication_slot('%s')".formatted(SLOT));
                if (row == null) {
                    gaps.add(new Gap(table.name(), "its changes were not decoded: no row can be made"));
                    continue;
                }
                var first = seen.stream()
                        .filter(line -> tells(line, row, seen, next))
                        .findFirst();
                if (first.isPresent()) {
                    var lines = new ArrayList<>(Witness.header());
                    lines.addAll(List.of(
                            Witness.connect(role),
                            create.formatted(SLOT, "") + ";",
                            "\\connect - :owner",
                            row.sql() + ";",
                            Witness.connect(role),
                            peek + ";",
                            "-- shows, of a row of another tenant:",
                            "--   " + Witness.oneLine(first.get()),
                            "SELECT pg_drop_replication_slot('%s');".formatted(SLOT)));
                    return Optional.of(item(
                            RlsRule.REPLICATION,
                            table.name(),
                            "logical decoding shows a row of another tenant",
                            lines,
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
