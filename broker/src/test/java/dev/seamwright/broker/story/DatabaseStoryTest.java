package dev.seamwright.broker.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.Eventually;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.DatabaseUsageJson;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Identity.PoolMode;
import dev.seamwright.contracts.dbusage.Identity.Scope;
import dev.seamwright.contracts.dbusage.Identity.Tenant;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.recording.Literals;
import dev.seamwright.schemadiff.postgres.recording.UsageRecorder;
import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgres;
import dev.seamwright.schemadiff.postgres.usage.UsageResolver;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three services on one database: the shop (Java, Jdbi), the reports (Python, psycopg) and a mailer of which only the SQL is known. A
 * migration splits a table, drops columns and tightens a policy, in the order in which nobody breaks.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseStoryTest {
    private static final Path STORY = Path.of("src/test/story");
    private static final List<String> PENDING = List.of(
            "V2__expand.sql",
            "V3__address_leaves_customer.sql",
            "V4__nickname_is_gone.sql",
            "V5__orders_are_placed_by_the_function_alone.sql");
    private static final String PASSWORD = "of-the-story";

    private final TestBroker broker = TestBroker.start();
    private final ApiClient api = ApiClient.of(broker);

    @SuppressWarnings("NullAway.Init")
    private EmbeddedPostgres server;

    @BeforeAll
    void theDatabases(@TempDir Path home) throws Exception {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        server = EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(home.resolve("data"))
                .with("fsync", "off")
                .with("shared_preload_libraries", "pg_stat_statements"));
        try (var connection = connect("postgres")) {
            for (var role : List.of("shop_app", "reports_app", "mailer_app")) {
                execute(connection, "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(role, PASSWORD));
            }
            execute(connection, "CREATE DATABASE production");
            execute(connection, "CREATE DATABASE test");
        }
        try (var production = connect("production");
                var test = connect("test")) {
            execute(production, sql("V1__shop.sql"));
            execute(test, sql("V1__shop.sql"));
            execute(test, "CREATE EXTENSION pg_stat_statements");
            execute(test, "INSERT INTO customer VALUES (1, 'acme', 'Ada', 'ace', 'Main St', 'Bern')");
            execute(test, sql("V2__expand.sql"));
        }
    }

    @AfterAll
    void stop() {
        broker.close();
        server.close();
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), server.superuser(), server.password());
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.port(), database);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String sql(String file) throws Exception {
        return Files.readString(STORY.resolve("db").resolve(file));
    }

    private static Identity identity(String role) {
        return new Identity(
                role, new Tenant.Setting("app.tenant", Scope.TRANSACTION), PoolMode.TRANSACTION, true, List.of());
    }

    /** What a service does in the test database, as PostgreSQL counts it there. */
    private interface Service {
        void run() throws Exception;
    }

    private DatabaseUsage recorded(String role, Service service) throws Exception {
        try (var test = connect("test")) {
            execute(test, "SELECT pg_stat_statements_reset()");
            service.run();
            var usage = new UsageRecorder(new Literals(test), identity(role))
                    .ofStatStatements(test)
                    .usage();
            return UsageResolver.resolve(test, usage).ofSchema();
        }
    }

    private DatabaseUsage shop(int release) throws Exception {
        return recorded("shop_app", () -> {
            var shop = new ShopService(Jdbi.create(url("test"), "shop_app", PASSWORD), "acme", release);
            shop.register(10 + release, "Grace");
            shop.order(100 + release, 10 + release, BigDecimal.TEN);
            assertEquals(List.of(new BigDecimal("10.00")), shop.totals(10 + release));
        });
    }

    private DatabaseUsage reports(int release) throws Exception {
        return recorded("reports_app", () -> {
            var python = new ProcessBuilder(
                            "/usr/bin/python3",
                            STORY.resolve("reports/reports.py").toString(),
                            Integer.toString(release),
                            "acme")
                    .redirectErrorStream(true);
            python.environment()
                    .put(
                            "DATABASE_URL",
                            "postgresql://reports_app:%s@127.0.0.1:%d/test".formatted(PASSWORD, server.port()));
            var process = python.start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "reports.py goes on");
            assertEquals(0, process.exitValue(), output);
        });
    }

    private DatabaseUsage mailer(int release) throws Exception {
        var file = "greeting-%d.sql".formatted(release);
        try (var test = connect("test")) {
            var usage = new UsageRecorder(new Literals(test), identity("mailer_app"))
                    .ofSql(Map.of(file, Files.readString(STORY.resolve("mailer").resolve(file))))
                    .usage();
            return UsageResolver.resolve(test, usage).ofSchema();
        }
    }

    private static JsonNode ok(TestBroker.Answer answer) {
        assertTrue(answer.status() < 300, answer.body());
        return answer.json();
    }

    private void publish(String participant, int version, String kind, String document) {
        var body = JsonNodeFactory.instance.objectNode().put("branch", "main");
        var contract = body.putArray("contracts").addObject().put("kind", kind).put("content", document);
        if (kind.equals("db-usage")) {
            contract.put("provider", "orders-db");
        }
        ok(api.post("/participants/%s/versions/%d/contracts".formatted(participant, version), body.toString()));
    }

    private void publish(String consumer, int version, DatabaseUsage usage) {
        assertTrue(!usage.statements().isEmpty(), consumer);
        publish(consumer, version, "db-usage", new String(DatabaseUsageJson.write(usage), StandardCharsets.UTF_8));
    }

    private void publishSchema(int version) throws Exception {
        try (var production = connect("production");
                var document = new ByteArrayOutputStream()) {
            DatabaseSchemaJson.write(Capture.of(production), document);
            publish("orders-db", version, "db-schema", document.toString(StandardCharsets.UTF_8));
        }
    }

    private void deploy(String participant, int version) {
        ok(api.post("/deployments", """
                {"participant":"%s","version":"%d","environment":"production"}""".formatted(participant, version)));
    }

    private JsonNode canIDeploy(String participant, int version) {
        return Eventually.get(
                () -> ok(api.post("/verdicts/can-i-deploy", """
                        {"versions":[{"participant":"%s","version":"%d"}],"target":{"type":"environment","environment":"production"}}""".formatted(participant, version))),
                verdict -> !verdict.path("deployable").asText().equals("unknown"));
    }

    private void assertDeployable(String expected, String participant, int version) {
        var verdict = canIDeploy(participant, version);
        assertEquals(expected, verdict.path("deployable").asText(), verdict.toPrettyString());
    }

    private JsonNode canIMigrate(List<String> files) throws Exception {
        var body = JsonNodeFactory.instance.objectNode().put("database", "orders-db");
        body.putObject("target").put("type", "environment").put("environment", "production");
        var migration = body.putArray("migration");
        for (var file : files) {
            migration.addObject().put("name", file).put("sql", sql(file));
        }
        return ok(api.post("/verdicts/can-i-migrate", body.toString()));
    }

    /** Who a file waits for, by {@code consumer version}; nobody: it may run now. */
    private static List<String> waits(JsonNode verdict, String file) {
        return verdict.at("/plans/0/phases")
                .valueStream()
                .filter(phase -> phase.path("steps").findValuesAsText("file").contains(file))
                .flatMap(phase -> phase.path("waitsFor").valueStream())
                .map(consumer -> consumer.path("consumer").asText() + " "
                        + consumer.path("version").asText())
                .toList();
    }

    @Test
    void a_migration_goes_to_production_in_the_order_in_which_nobody_breaks() throws Exception {
        ok(api.put("/environments/production", "{\"production\":true}"));
        publishSchema(1);
        publish("shop", 1, shop(1));
        publish("reports", 1, reports(1));
        publish("mailer", 1, mailer(1));
        for (var participant : List.of("orders-db", "shop", "reports", "mailer")) {
            deploy(participant, 1);
        }
        assertDeployable("yes", "orders-db", 1);

        var first = canIMigrate(PENDING);
        assertEquals("no", first.path("migratable").asText());
        assertEquals(List.of(), waits(first, PENDING.get(0)), first.toPrettyString());
        assertEquals(List.of("reports 1"), waits(first, PENDING.get(1)), first.toPrettyString());
        assertEquals(List.of("mailer 1"), waits(first, PENDING.get(2)), first.toPrettyString());
        assertEquals(List.of("shop 1"), waits(first, PENDING.get(3)), first.toPrettyString());
        assertTrue(first.toString().contains("column c.city does not exist"), first.toPrettyString());

        // the new releases need what production does not have yet
        publish("reports", 2, reports(2));
        publish("shop", 2, shop(2));
        publish("mailer", 2, mailer(2));
        assertDeployable("no", "reports", 2);
        assertDeployable("yes", "mailer", 2);

        try (var production = connect("production")) {
            execute(production, sql(PENDING.get(0)));
        }
        publishSchema(2);
        assertDeployable("yes", "orders-db", 2);
        deploy("orders-db", 2);
        assertDeployable("yes", "reports", 2);
        deploy("reports", 2);
        deploy("mailer", 2);

        var second = canIMigrate(PENDING.subList(1, 4));
        assertEquals("no", second.path("migratable").asText());
        assertEquals(List.of(), waits(second, PENDING.get(1)), second.toPrettyString());
        assertEquals(List.of(), waits(second, PENDING.get(2)), second.toPrettyString());
        assertEquals(List.of("shop 1"), waits(second, PENDING.get(3)), second.toPrettyString());
        assertTrue(second.toString().contains("\"passesWith\":\"2\""), second.toPrettyString());

        deploy("shop", 2);
        var last = canIMigrate(PENDING.subList(1, 4));
        assertEquals("yes", last.path("migratable").asText(), last.toPrettyString());
    }
}
