package dev.seamwright.broker.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.CommandLine;
import dev.seamwright.broker.testing.CommandLine.Outcome;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestBroker.Answer;
import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What runs in production changes behind everybody's back; it is found, shown, and cleared when it is mended. */
@TestInstance(Lifecycle.PER_CLASS)
class DriftStoryTest {
    private static final String READER = "seamwright_drift";

    private TestBroker broker = TestBroker.start();
    private ApiClient api = ApiClient.of(broker);
    private volatile int status = 200;
    private volatile String served = "";
    private final HttpServer orders = orders();

    @SuppressWarnings("NullAway.Init")
    private EmbeddedPostgres server;

    @SuppressWarnings("NullAway.Init")
    private Path home;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = directory;
        server = EmbeddedPostgres.start(
                EmbeddedPostgres.Settings.in(directory.resolve("data")).with("fsync", "off"));
        execute("postgres", "CREATE DATABASE shop");
        // as docs/drift.md tells it
        execute("postgres", "CREATE ROLE " + READER + " LOGIN PASSWORD 'reads-catalogs'");
        execute("postgres", "GRANT CONNECT ON DATABASE shop TO " + READER);
        execute("shop", "CREATE TABLE orders (id bigint PRIMARY KEY, note text)");
    }

    @AfterAll
    void stop() {
        orders.stop(0);
        server.close();
    }

    @BeforeEach
    void environment() {
        ok(api.put("/environments/production", "{\"production\":true}"));
    }

    @AfterEach
    void anotherBroker() {
        broker.close();
        broker = TestBroker.start();
        api = ApiClient.of(broker);
    }

    private HttpServer orders() {
        try {
            var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.createContext("/openapi.json", exchange -> {
                var bytes = served.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            http.start();
            return http;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:%d/shop".formatted(server.port());
    }

    private void execute(String database, String sql) throws SQLException {
        var url = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.port(), database);
        try (var connection = DriverManager.getConnection(url, server.superuser(), server.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static JsonNode ok(Answer answer) {
        assertTrue(answer.status() < 300, answer.status() + " " + answer.body());
        return answer.json();
    }

    private Outcome run(int code, String line) {
        var outcome = new CommandLine(broker, home)
                .with("SEAMWRIGHT_DATABASE_USER", server.superuser())
                .with("SEAMWRIGHT_DATABASE_PASSWORD", server.password())
                .with("SEAMWRIGHT_DATABASE_USER_SHOP_PROD", READER)
                .with("SEAMWRIGHT_DATABASE_PASSWORD_SHOP_PROD", "reads-catalogs")
                .run(line);
        assertEquals(code, outcome.code(), () -> "%s%n%s%s".formatted(line, outcome.out(), outcome.err()));
        return outcome;
    }

    /** The target is due again, and a worker looks. */
    private JsonNode look(String participant, String kind, String target, String file) {
        ok(api.put(
                "/environments/production/targets/" + participant,
                "{\"kind\":\"%s\",\"target\":\"%s\",\"interval\":\"PT1H\"}".formatted(kind, target)));
        run(0, "worker --once --target %s=%s".formatted(target, file));
        return state(participant);
    }

    private JsonNode state(String participant) {
        var items = ok(api.get("/drift?environment=production&participant=" + participant))
                .get("items");
        assertEquals(1, items.size(), items::toPrettyString);
        return items.get(0);
    }

    private int inState(String state) {
        return ok(api.get("/drift?state=" + state)).get("items").size();
    }

    @Test
    void a_database_that_was_changed_by_hand() throws Exception {
        Files.writeString(home.resolve("shop.url"), url() + "\n");
        run(0, "schema publish --database orders-db --version 1 --branch main --database-url " + url());
        ok(api.put(
                "/environments/production/targets/orders-db",
                "{\"kind\":\"database\",\"target\":\"shop-prod\",\"interval\":\"PT1H\"}"));
        run(0, "worker --once --target shop-prod=shop.url");
        var before = state("orders-db");
        assertEquals("unknown", before.get("state").asText());
        assertTrue(before.get("problem").asText().startsWith("No version of orders-db is recorded"), before::toString);

        run(0, "record-deployment -a orders-db -e 1 --environment production");
        ok(broker.post("/webhooks", """
                {"events":[{"name":"drift_found"},{"name":"drift_ended"}],"request":{"method":"POST","url":"https://hooks.example.invalid/"}}"""));
        var first = look("orders-db", "database", "shop-prod", "shop.url");
        assertEquals("in-sync", first.get("state").asText(), first::toPrettyString);
        assertEquals("1", first.get("version").asText());

        execute("shop", "ALTER TABLE orders ADD COLUMN paid boolean");
        var drifted = look("orders-db", "database", "shop-prod", "shop.url");
        assertEquals("drifted", drifted.get("state").asText(), drifted::toPrettyString);
        assertEquals("paid", drifted.at("/findings/changes/0/identity/2").asText(), drifted::toPrettyString);
        var begun = drifted.at("/drifts/0");
        assertFalse(begun.has("endedAt"), begun::toString);
        assertEquals(1, inState("drifted"));

        var still = look("orders-db", "database", "shop-prod", "shop.url");
        assertEquals(1, still.get("drifts").size());
        assertEquals(begun.get("firstSeenAt"), still.at("/drifts/0/firstSeenAt"));

        execute("shop", "ALTER TABLE orders DROP COLUMN paid");
        var mended = look("orders-db", "database", "shop-prod", "shop.url");
        assertEquals("in-sync", mended.get("state").asText(), mended::toPrettyString);
        assertTrue(mended.at("/drifts/0").has("endedAt"), mended::toPrettyString);
        assertEquals(
                List.of("drift_ended", "drift_found"),
                ok(api.get("/deliveries")).get("items").findValuesAsText("event"),
                "each is told once");
        assertEquals(0, inState("drifted"));
    }

    @Test
    void the_role_that_looks_has_no_right_to_data() throws Exception {
        execute("shop", "CREATE TABLE IF NOT EXISTS secret (word text)");
        try (var connection = DriverManager.getConnection(url(), READER, "reads-catalogs");
                var statement = connection.createStatement()) {
            for (var sql :
                    new String[] {"SELECT * FROM secret", "INSERT INTO secret VALUES ('x')", "CREATE TABLE mine (x int)"
                    }) {
                var refused = assertThrows(SQLException.class, () -> statement.execute(sql), sql);
                assertEquals("42501", refused.getSQLState(), sql);
            }
        } finally {
            execute("shop", "DROP TABLE secret");
        }
    }

    private static String document(String version, String members) {
        return """
                {"openapi":"3.1.0","info":{"title":"Orders","version":"%s"},"paths":{"/orders":{"get":{"responses":{"200":{
                 "description":"ok","content":{"application/json":{"schema":{"type":"object","required":["id"],
                 "properties":{%s}}}}}}}}}}""".formatted(version, members);
    }

    @Test
    void an_api_that_says_other_than_was_recorded() throws Exception {
        var recorded = document("1.0.0", "\"id\":{\"type\":\"integer\"},\"total\":{\"type\":\"number\"}");
        var address =
                "http://127.0.0.1:%d/openapi.json".formatted(orders.getAddress().getPort());
        Files.writeString(home.resolve("openapi.json"), recorded);
        Files.writeString(home.resolve("orders.url"), address + "\nAuthorization: Bearer of-the-worker\n");
        ok(api.put("/participants/orders/versions/0", "{}"));
        run(0, "record-deployment -a orders -e 0 --environment production");
        var nothing = look("orders", "api", "orders-prod", "orders.url");
        assertTrue(nothing.get("problem").asText().contains("has published no OpenAPI document"), nothing::toString);
        run(0, "publish-openapi openapi.json -a orders --version 1 --branch main --evidence success");
        run(0, "record-deployment -a orders -e 1 --environment production");

        // another generator: other number, other order
        served = document("2.0.0", "\"total\":{\"type\":\"number\"},\"id\":{\"type\":\"integer\"}");
        var same = look("orders", "api", "orders-prod", "orders.url");
        assertEquals("in-sync", same.get("state").asText(), same::toPrettyString);
        assertTrue(same.at("/findings/notCompared").toString().contains("info.version"), same::toPrettyString);
        run(0, "drift api --url %s -a orders --environment production".formatted(address));

        served = document("1.0.0", "\"id\":{\"type\":\"string\"}");
        var drifted = look("orders", "api", "orders-prod", "orders.url");
        assertEquals("drifted", drifted.get("state").asText(), drifted::toPrettyString);
        assertTrue(drifted.at("/findings/review/findings").size() > 0, drifted::toPrettyString);
        assertEquals(1, inState("drifted"));
        run(1, "drift api --url %s -a orders --environment production".formatted(address));

        status = 503;
        var away = look("orders", "api", "orders-prod", "orders.url");
        assertEquals("unknown", away.get("state").asText(), away::toPrettyString);
        assertTrue(away.get("problem").asText().contains("503"), away::toPrettyString);
        assertFalse(away.at("/drifts/0").has("endedAt"), "what is not known ends nothing");
        run(2, "drift api --url %s -a orders --environment production".formatted(address));

        status = 200;
        served = recorded;
        var mended = look("orders", "api", "orders-prod", "orders.url");
        assertEquals("in-sync", mended.get("state").asText(), mended::toPrettyString);
        assertTrue(mended.at("/drifts/0").has("endedAt"), mended::toPrettyString);
        assertEquals(0, inState("drifted"));
    }

    @Test
    void nobody_looks() throws Exception {
        Files.writeString(home.resolve("openapi.json"), document("1", "\"id\":{\"type\":\"integer\"}"));
        run(0, "publish-openapi openapi.json -a orders --version 1 --branch main --evidence success");
        run(0, "record-deployment -a orders -e 1 --environment production");
        ok(api.put(
                "/environments/production/targets/orders",
                "{\"kind\":\"api\",\"target\":\"orders-prod\",\"interval\":\"PT10S\"}"));
        var unseen = state("orders");
        assertEquals("unknown", unseen.get("state").asText());
        assertTrue(unseen.get("problem").asText().contains("worker --target orders-prod"), unseen::toString);
    }
}
