package dev.seamwright.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.db.DatabaseSettings;
import dev.seamwright.broker.db.DatabaseSettings.Login;
import dev.seamwright.broker.testing.Link;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestDatabase;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class OutageTest {
    private static final String PACT =
            "{\"consumer\":{\"name\":\"Web\"},\"provider\":{\"name\":\"Orders\"},\"interactions\":[]}";
    private static final String LATEST = "/pacts/provider/Orders/consumer/Web/latest";

    private static String version(int number) {
        return "/pacts/provider/Orders/consumer/Web/version/" + number;
    }

    @Test
    void without_postgresql_requests_get_503_until_it_is_back() throws Exception {
        var direct = TestDatabase.fresh();
        var url = URI.create(direct.server().url().substring("jdbc:".length()));
        try (var link = Link.to(url.getPort())) {
            var login = new Login(
                    direct.server().url().replace(":" + url.getPort() + "/", ":" + link.port() + "/"),
                    direct.server().user(),
                    direct.server().password());
            try (var broker = TestBroker.start(new DatabaseSettings(login, null, 4, true), config -> config)) {
                assertEquals(201, broker.put(version(1), PACT).status());
                assertEquals(200, broker.get("/readyz").status());

                link.cut();
                for (var attempt = 0; attempt < 2; attempt++) {
                    var began = System.nanoTime();
                    var refused = broker.get(LATEST, "Accept", "application/problem+json");
                    var seconds = (System.nanoTime() - began) / 1e9;
                    assertEquals(503, refused.status(), refused.body());
                    assertEquals("5", refused.header("Retry-After"));
                    assertEquals(
                            "/problems/unavailable", refused.json().get("type").asText());
                    assertTrue(seconds < 6, "took " + seconds);
                }
                assertEquals(503, broker.put(version(2), PACT).status());
                assertEquals(
                        503,
                        broker.get(LATEST, "Seamwright-Workspace", "another").status());
                assertEquals(200, broker.get("/livez").status());
                // an answer of the database counts for a moment
                await(() -> broker.get("/readyz").status() == 503);
                var ready = broker.get("/readyz");
                assertEquals(503, ready.status());
                assertEquals(
                        "PostgreSQL does not answer",
                        ready.json().at("/checks/database/cause").asText());

                link.mend();
                await(() -> broker.get("/readyz").status() == 200);
                assertEquals(200, broker.get(LATEST).status());
                assertEquals(201, broker.put(version(2), PACT).status());
            }
        }
    }

    @Test
    void ended_connections_cost_no_request_more_than_a_retry() throws Exception {
        try (var broker = TestBroker.start()) {
            assertEquals(201, broker.put(version(1), PACT).status());
            as(
                    broker,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
            await(() -> broker.get(LATEST).status() == 200);
            assertEquals(201, broker.put(version(2), PACT).status());
        }
    }

    @Test
    void a_read_only_database_is_read_and_its_writes_get_503() throws Exception {
        try (var broker = TestBroker.start()) {
            assertEquals(201, broker.put(version(1), PACT).status());
            setReadOnly(broker, true);
            await(() -> broker.get(LATEST).status() == 200);
            var refused = broker.put(version(2), PACT);
            assertEquals(503, refused.status(), refused.body());
            assertEquals("5", refused.header("Retry-After"));
            var ready = broker.get("/readyz");
            assertEquals(200, ready.status(), ready.body());
            assertEquals(false, ready.json().at("/checks/database/writable").asBoolean());

            setReadOnly(broker, false);
            await(() -> broker.put(version(2), PACT).status() == 201);
            await(() ->
                    broker.get("/readyz").json().at("/checks/database/writable").asBoolean());
        }
    }

    private static void setReadOnly(TestBroker broker, boolean on) throws SQLException {
        var url = broker.database().server().url();
        var database = url.substring(url.lastIndexOf('/') + 1);
        as(
                broker,
                "SET default_transaction_read_only = off",
                "ALTER DATABASE " + database + " SET default_transaction_read_only = " + (on ? "on" : "off"));
        as(
                broker,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }

    private static void as(TestBroker broker, String... sql) throws SQLException {
        var login = TestDatabase.superuser(broker.database());
        try (var connection = DriverManager.getConnection(login.url(), login.user(), login.password());
                var statement = connection.createStatement()) {
            for (var command : sql) {
                statement.execute(command);
            }
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "did not recover within 20 s");
            Thread.sleep(100);
        }
    }
}
