package dev.seamwright.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.cli.testing.StubBroker;
import dev.seamwright.cli.testing.TestCli;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that read live databases, on a real PostgreSQL. */
class DatabaseCommandsTest {
    @TempDir
    private static Path home = Path.of("");

    private static @Nullable EmbeddedPostgres server;

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void start() throws Exception {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        server = EmbeddedPostgres.start(
                EmbeddedPostgres.Settings.in(home.resolve("data")).with("fsync", "off"));
    }

    @AfterAll
    static void stop() {
        server().close();
    }

    private static EmbeddedPostgres server() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server;
    }

    @BeforeEach
    void database() throws Exception {
        execute("postgres", "DROP DATABASE IF EXISTS shop");
        execute("postgres", "CREATE DATABASE shop");
        execute("shop", "CREATE TABLE orders (id bigint PRIMARY KEY, note text DEFAULT '')");
        Files.writeString(directory.resolve("recorded.json"), captured());
    }

    @Test
    void a_database_is_in_sync_with_the_file_until_it_is_altered() throws Exception {
        var line = "drift --database-url %s --schema recorded.json".formatted(url("shop"));
        var inSync = run(line);
        assertEquals(0, inSync.code(), inSync.err());
        assertEquals("In sync: the database has the recorded schema.\n", inSync.out());

        execute("shop", "ALTER TABLE orders ALTER note DROP DEFAULT");
        var drifted = run(line);
        assertEquals(1, drifted.code());
        assertTrue(
                drifted.out().contains("  column public.orders.note: default is \"''::text\" recorded, not set live\n"),
                drifted.out());
        assertTrue(run(line + " -o json").out().contains("\"verdict\" : \"drifted\""));
        assertTrue(run(line + " -o markdown").out().startsWith("**Drifted: 1 differences"));
        assertEquals(1, run(line + " --ignore owners --ignore grants").code());
    }

    @Test
    void the_deployed_version_is_read_from_the_broker() throws Exception {
        try (var broker = new StubBroker()) {
            broker.on(
                    "GET /api/v1/deployments?participant=orders-db&environment=prod",
                    200,
                    "{\"items\":[{\"version\":\"7\"}]}");
            broker.on(
                    "GET /api/v1/participants/orders-db/versions/7/contracts",
                    200,
                    "{\"items\":[{\"kind\":\"db-schema\",\"sha256\":\"abc\"}]}");
            broker.on("GET /api/v1/contracts/db-schema/abc", 200, captured());
            broker.on(
                    "GET /api/v1/contracts?consumer=orders-db&kind=db-schema&limit=50",
                    200,
                    "{\"items\":[{\"version\":\"7\",\"sha256\":\"abc\"}]}");
            var with = " --participant orders-db --environment prod -b " + broker.url();
            assertEquals(0, run("drift --database-url " + url("shop") + with).code());
            assertEquals(0, run("skew --member eu=" + url("shop") + with).code());

            broker.on("GET /api/v1/deployments?participant=orders-db&environment=prod", 200, "{\"items\":[]}");
            assertEquals(2, run("drift --database-url " + url("shop") + with).code());
            broker.on("GET /api/v1/deployments?participant=orders-db&environment=prod", 503, "{}");
            assertEquals(3, run("drift --database-url " + url("shop") + with).code());
        }
    }

    @Test
    void databases_of_a_group_are_told_apart() throws Exception {
        execute("postgres", "DROP DATABASE IF EXISTS odd");
        execute("postgres", "CREATE DATABASE odd TEMPLATE shop");
        Files.writeString(
                directory.resolve("members"),
                "# shards\neu=%s\n\nus=%1$s\nodd=%s\n".formatted(url("shop"), url("odd")));
        assertEquals(0, run("skew --members members --schema 1=recorded.json").code());
        execute("odd", "ALTER TABLE orders ADD extra int");
        var skewed = run("skew --members members --schema 1=recorded.json");
        assertEquals(1, skewed.code());
        assertTrue(skewed.out().contains("  odd: diverged, nearest to 1, 1 differences\n"), skewed.out());
        assertEquals(1, run("skew --members members").code());
    }

    @Test
    void a_database_that_cannot_be_read_is_unknown_and_no_secret_is_printed() {
        var outcome = new TestCli(directory)
                .with("SEAMWRIGHT_DATABASE_USER", "postgres")
                .with("SEAMWRIGHT_DATABASE_PASSWORD", "hunter2")
                .run("drift", "--database-url", url("shop"), "--schema", "recorded.json");
        assertEquals(2, outcome.code());
        assertFalse((outcome.out() + outcome.err()).contains("hunter2"));
        var wrong = run("drift --database-url mysql://u:hunter2@x/y --schema recorded.json");
        assertEquals(4, wrong.code());
        assertFalse((wrong.out() + wrong.err()).contains("hunter2"));
    }

    @Test
    void a_wrong_command_line_is_told_as_such() {
        assertEquals(4, run("drift --database-url " + url("shop")).code());
        assertEquals(
                4,
                run("drift --database-url " + url("shop") + " --participant orders-db")
                        .code());
        assertEquals(
                4,
                run("drift --database-url " + url("shop") + " --schema missing.json")
                        .code());
        assertEquals(4, run("drift --schema recorded.json").code());
        assertEquals(4, run("skew").code());
        assertEquals(
                4, run("skew --member a=" + url("shop") + " --environment prod").code());
    }

    private TestCli.Outcome run(String line) {
        return new TestCli(directory)
                .with("SEAMWRIGHT_DATABASE_USER", "postgres")
                .with("SEAMWRIGHT_DATABASE_PASSWORD", server().password())
                .run(line.split(" ", -1));
    }

    private static String url(String database) {
        return server().superuserUrl().replace("/postgres", "/" + database);
    }

    private static String captured() throws Exception {
        var document = new ByteArrayOutputStream();
        try (var connection = DriverManager.getConnection(url("shop"), "postgres", server().password())) {
            DatabaseSchemaJson.write(Capture.of(connection), document);
        }
        return document.toString(StandardCharsets.UTF_8);
    }

    private static void execute(String database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url(database), "postgres", server().password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
