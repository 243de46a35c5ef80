package dev.seamwright.schemadiff.postgres.seam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.server.TestServer;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows that really cross between two servers of different majors, and stop where a rule says so. */
@Tag("slow")
class ReplicationOnServersTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String ORDERS = "CREATE TABLE orders (id bigint PRIMARY KEY, note text);";

    static Stream<Arguments> servers() {
        return Stream.of(
                Arguments.of(TestServer.embedded(), TestServer.debian()),
                Arguments.of(TestServer.debian(), TestServer.embedded()));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void a_column_that_is_added_at_the_publisher_first_stops_the_subscriber_as_the_rule_says(
            TestServer publishing, TestServer subscribing) throws Exception {
        var publisher = publishing.database(ORDERS + "CREATE PUBLICATION p FOR TABLE orders");
        var subscriber = subscribing.database(ORDERS);
        subscribing.execute(
                subscriber,
                "CREATE SUBSCRIPTION %s CONNECTION '%s' PUBLICATION p"
                        .formatted(subscriber, connection(publishing, publisher)));
        try {
            publishing.execute(publisher, "INSERT INTO orders VALUES (1, 'first')");
            await(subscribing, subscriber, "SELECT count(*) = 1 FROM orders");
            var publisherBefore = capture(publishing, publisher);
            var subscriberBefore = capture(subscribing, subscriber);
            assertEquals(List.of(), Replication.review(publisherBefore, subscriberBefore));

            publishing.execute(
                    publisher, "ALTER TABLE orders ADD paid boolean; INSERT INTO orders VALUES (2, 'second', true)");
            var publisherAfter = capture(publishing, publisher);
            assertEquals(
                    List.of("replication-column-missing public.orders.paid"),
                    breaking(Replication.review(publisherAfter, subscriberBefore)));
            await(
                    subscribing,
                    subscriber,
                    "SELECT bool_or(apply_error_count > 0) FROM pg_stat_subscription_stats WHERE subname = current_database()");
            assertTrue(ask(subscribing, subscriber, "SELECT count(*) = 1 FROM orders"));

            subscribing.execute(subscriber, "ALTER TABLE orders ADD paid boolean");
            await(subscribing, subscriber, "SELECT count(*) = 2 FROM orders");
            var subscriberAfter = capture(subscribing, subscriber);
            assertEquals(List.of(), Replication.review(publisherAfter, subscriberAfter));

            var change = SeamChange.of(
                    Replication::review, publisherBefore, publisherAfter, subscriberBefore, subscriberAfter);
            assertEquals(SeamChange.Order.TAKER_FIRST, change.order());
            assertEquals(List.of(), change.opened());
            // and the way back is the other way round
            assertEquals(
                    SeamChange.Order.GIVER_FIRST,
                    SeamChange.of(
                                    Replication::review,
                                    publisherAfter,
                                    publisherBefore,
                                    subscriberAfter,
                                    subscriberBefore)
                            .order());
        } finally {
            subscribing.execute(subscriber, "DROP SUBSCRIPTION " + subscriber);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void without_a_replica_identity_updates_fail_at_the_publisher_itself(TestServer server, TestServer other)
            throws Exception {
        var publisher = server.database("""
                CREATE TABLE log (line text); INSERT INTO log VALUES ('x');
                CREATE TABLE filtered (id bigint PRIMARY KEY, region text); INSERT INTO filtered VALUES (1, 'eu');
                CREATE PUBLICATION p FOR TABLE log, filtered WHERE (region = 'eu')
                """);
        var subscriber = other.database("""
                CREATE TABLE log (line text); CREATE TABLE filtered (id bigint PRIMARY KEY, region text);
                CREATE SUBSCRIPTION s CONNECTION 'dbname=away' PUBLICATION p WITH (connect = false, slot_name = NONE)
                """);
        var findings = Replication.review(capture(server, publisher), capture(other, subscriber));
        assertEquals(List.of("replication-identity-missing public.log"), breaking(findings));
        assertEquals(
                "55000",
                assertThrows(SQLException.class, () -> server.execute(publisher, "UPDATE log SET line = 'y'"))
                        .getSQLState());
        assertTrue(findings.stream().anyMatch(finding -> finding.level() == Level.UNDECIDED));
        assertThrows(SQLException.class, () -> server.execute(publisher, "UPDATE filtered SET region = 'us'"));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void a_remote_column_that_is_renamed_breaks_the_foreign_table_as_the_rule_says(TestServer away, TestServer here)
            throws Exception {
        var remote = away.database("CREATE TABLE customer (id bigint PRIMARY KEY, name text)");
        var local = here.database("""
                CREATE EXTENSION postgres_fdw;
                CREATE SERVER away FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '%d', dbname '%s');
                CREATE USER MAPPING FOR postgres SERVER away OPTIONS (user 'postgres', password '%s');
                CREATE FOREIGN TABLE customer (id bigint, name text) SERVER away
                """.formatted(port(away), remote, away.password()));
        assertEquals(List.of(), ForeignTables.of("away").between(capture(away, remote), capture(here, local)));
        here.execute(local, "SELECT id, name FROM customer");
        away.execute(remote, "ALTER TABLE customer RENAME name TO title");
        assertEquals(
                List.of("foreign-column-missing public.customer.name"),
                breaking(ForeignTables.of("away").between(capture(away, remote), capture(here, local))));
        assertThrows(SQLException.class, () -> here.execute(local, "SELECT id, name FROM customer"));
    }

    private static List<String> breaking(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.level() == Level.BREAKING)
                .map(finding -> finding.rule().id() + " " + finding.subject())
                .toList();
    }

    private static DatabaseSchema capture(TestServer server, String database) throws SQLException {
        try (var connection = server.connect(database)) {
            return Capture.of(connection);
        }
    }

    private static String connection(TestServer server, String database) {
        return "host=127.0.0.1 port=%d user=postgres password=%s dbname=%s"
                .formatted(port(server), server.password().isEmpty() ? "none" : server.password(), database);
    }

    private static int port(TestServer server) {
        return URI.create(server.url("postgres").substring("jdbc:".length())).getPort();
    }

    private static boolean ask(TestServer server, String database, String question) throws SQLException {
        try (var connection = server.connect(database);
                var statement = connection.createStatement();
                var row = statement.executeQuery(question)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static void await(TestServer server, String database, String condition)
            throws SQLException, InterruptedException {
        var deadline = System.nanoTime() + LONG.toNanos();
        while (!ask(server, database, condition)) {
            assertTrue(System.nanoTime() < deadline, condition);
            Thread.sleep(100);
        }
    }
}
