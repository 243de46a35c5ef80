package dev.seamwright.schemadiff.postgres.drift;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** Reads live databases, and says what it could not read. */
final class Reader {
    /** The rule of the view pg_user_mappings for who sees the options. */
    private static final String HIDDEN_USER_MAPPINGS = """
            SELECT m.srvname, CASE WHEN m.umuser = 0 THEN 'public' ELSE m.usename END
              FROM pg_user_mappings m
              JOIN pg_foreign_server s ON s.oid = m.srvid
             WHERE NOT (m.umuser <> 0 AND m.usename = current_user
                        AND (pg_has_role(s.srvowner, 'USAGE') OR has_server_privilege(s.oid, 'USAGE')))
               AND NOT (m.umuser = 0 AND pg_has_role(s.srvowner, 'USAGE'))
               AND NOT (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = current_user)
             ORDER BY 1, 2
            """;

    private static final String SUBSCRIPTIONS = """
            SELECT s.subname FROM pg_subscription s
             WHERE s.subdbid = (SELECT b.oid FROM pg_database b WHERE b.datname = current_database())
             ORDER BY 1
            """;

    private Reader() {}

    /** Something that is read over a connection. */
    @FunctionalInterface
    interface Reading<T> {
        T read(Connection connection) throws SQLException;
    }

    /** What was read, or why nothing was. */
    sealed interface Outcome<T> {
        record Read<T>(T value) implements Outcome<T> {}

        record Unread<T>(Unseen reason) implements Outcome<T> {}
    }

    /** Opens a connection, reads, and closes it. */
    static <T> Outcome<T> read(Connector connector, Reading<T> reading) {
        Connection opened;
        try {
            opened = connector.open();
        } catch (SQLException e) {
            return new Outcome.Unread<>(new Unseen.NoConnection(detail(e)));
        }
        try (var connection = opened) {
            return new Outcome.Read<>(reading.read(connection));
        } catch (InvalidInput e) {
            return new Outcome.Unread<>(
                    new Unseen.ServerTooOld(e.details().getFirst().detail()));
        } catch (SQLException e) {
            return new Outcome.Unread<>(new Unseen.NotRead(detail(e)));
        }
    }

    /** What the role of the connection may not see, and what nobody compares. */
    static List<Unseen> unseen(Connection connection, SortedMap<String, Long> unmodelled) throws SQLException {
        var unseen = new ArrayList<Unseen>();
        try (var statement = connection.createStatement()) {
            try (var rows = statement.executeQuery(HIDDEN_USER_MAPPINGS)) {
                while (rows.next()) {
                    unseen.add(new Unseen.UserMapping(rows.getString(1), rows.getString(2)));
                }
            }
            try (var rows = statement.executeQuery(SUBSCRIPTIONS)) {
                while (rows.next()) {
                    unseen.add(new Unseen.SubscriptionConnection(rows.getString(1)));
                }
            }
        }
        unseen.addAll(unmodelled("live", unmodelled));
        return unseen;
    }

    static List<Unseen> unmodelled(String side, SortedMap<String, Long> unmodelled) {
        return unmodelled.entrySet().stream()
                .<Unseen>map(count -> new Unseen.Unmodelled(side, count.getKey(), count.getValue()))
                .toList();
    }

    /** The facts of which the role sees no more than that they are. */
    static Set<Fact.Key> hidden(List<Unseen> unseen) {
        var hidden = new HashSet<Fact.Key>();
        for (var reason : unseen) {
            if (reason instanceof Unseen.UserMapping(var server, var role)) {
                hidden.add(new Fact.Key(Kind.USER_MAPPING, List.of(server, role)));
            }
        }
        return hidden;
    }

    /** The server's or the driver's words; never those that hold a URL, for a password may stand in it. */
    private static String detail(SQLException failure) {
        var message =
                String.valueOf(failure.getMessage()).strip().lines().findFirst().orElse("");
        return message.isEmpty() || message.contains("jdbc:")
                ? "SQLSTATE " + failure.getSQLState()
                : message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }
}
