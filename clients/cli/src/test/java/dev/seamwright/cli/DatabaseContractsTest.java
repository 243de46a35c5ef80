package dev.seamwright.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.cli.testing.StubBroker;
import dev.seamwright.cli.testing.TestCli;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.DatabaseUsageJson;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Identity.PoolMode;
import dev.seamwright.contracts.dbusage.Identity.Scope;
import dev.seamwright.contracts.dbusage.Identity.Tenant;
import dev.seamwright.contracts.dbusage.Statement;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commands that make contracts of databases, on a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseContractsTest {
    private static final String CONTRACTS = "POST /api/v1/participants/%s/versions/%s/contracts";

    private Path home = Path.of("");
    private Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private EmbeddedPostgres server;

    @SuppressWarnings("NullAway.Init")
    private StubBroker broker;

    @BeforeAll
    void start(@TempDir Path shared) throws Exception {
        home = shared;
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        server = EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(home.resolve("data"))
                .with("fsync", "off")
                .with("shared_preload_libraries", "pg_stat_statements"));
        execute("CREATE TABLE orders (id bigint PRIMARY KEY, note text, total numeric(10,2))");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void write(@TempDir Path fresh) throws IOException {
        directory = fresh;
        broker = new StubBroker();
        file("db/V1__orders.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, note text, total numeric(10,2));\n");
        file("db/V10__drop.sql", "-- the last\n\nALTER TABLE orders DROP COLUMN kind;\n");
        file("db/V2__kind.sql", "ALTER TABLE orders ADD kind text; ALTER TABLE orders ALTER kind SET NOT NULL -- soon");
        file("db/U10__drop.sql", "ALTER TABLE orders ADD kind text;\n");
        file("sql/orders.sql", """
                -- name: order-by-id
                SELECT total, note FROM orders WHERE id = :id;
                -- name: lost
                SELECT total FROM elsewhere WHERE secret = 'hunter2';
                """);
        file("sql/deep/more.sql", "UPDATE orders SET note = 'hunter2' WHERE id = ?;\n");
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void a_directory_of_migrations_is_captured_in_the_order_of_its_tool() throws Exception {
        var captured = run("schema capture --migrations db -o schema.json");
        assertEquals(0, captured.code(), captured.err());
        assertTrue(captured.out().startsWith("Captured a schema of "), captured.out());
        var schema = schema(Files.readAllBytes(directory.resolve("schema.json")));
        assertTrue(schema.hasColumn("public", "orders", "total"));
        assertFalse(schema.hasColumn("public", "orders", "kind"));

        var again = run("schema capture --migrations db");
        assertEquals(
                schema.hash(),
                schema(again.out().getBytes(StandardCharsets.UTF_8)).hash());
        assertTrue(again.out().contains("\"owner\":\"(database owner)\""), again.out());

        var wouldBe = run("schema publish --database orders-db --schema schema.json --version 7 --dry-run");
        assertEquals(0, wouldBe.code(), wouldBe.err());
        assertTrue(wouldBe.out().startsWith("Would publish the schema of orders-db 7: "), wouldBe.out());
        assertEquals(List.of(), broker.lines());
    }

    @Test
    void recordings_of_tests_are_recorded_without_literals_and_with_what_they_tell_of_the_identity()
            throws IOException {
        var head =
                "{\"format\":\"seamwright-recording/1\",\"database\":\"orders-db\",\"startedAt\":\"2026-01-01T00:00:00Z\"}\n";
        file("target/seamwright/recording-orders-db-1.jsonl", head + """
                {"statement":1,"sql":"SELECT set_config('app.tenant', ?, true)","by":"prepared"}
                {"run":2,"statement":1,"user":"web","place":"shop.Orders.tenant(Orders.java:3)"}
                {"statement":3,"sql":"SELECT total FROM orders WHERE note = 'hunter2' AND id = ?","by":"prepared"}
                {"run":4,"statement":3,"user":"web","place":"shop.Orders.total(Orders.java:7)","test":"shop.OrdersTest.totals"}
                {"run":4,"calls":5}
                """);
        file("target/seamwright/recording-orders-db-2.jsonl", head + """
                {"statement":1,"sql":"SELECT total FROM orders WHERE note = 'hunter3' AND id = ?","by":"prepared"}
                {"run":2,"statement":1,"user":"web","place":"shop.Orders.total(Orders.java:9)","test":"shop.OrdersTest.more"}
                {"statement":3,"sql":"DELETE FROM orders","by":"statement"}
                {"run":4,"statement":3,"user":"web","place":"shop.OrdersTest.clean(OrdersTest.java:2)","byTest":true}
                {"run":4,"ca""");
        var recorded = run(
                "usage record --recording target/seamwright --resolve-schema db --pool-mode transaction -o usage.json");
        assertEquals(0, recorded.code(), recorded.err());
        assertTrue(recorded.err().contains("recording-orders-db-2.jsonl ends within a line"), recorded.err());
        assertTrue(recorded.err().contains("1 texts are left out: tests ran them"), recorded.err());
        var text = Files.readString(directory.resolve("usage.json"));
        assertFalse(text.contains("hunter"), text);
        var usage = DatabaseUsageJson.parse(text.getBytes(StandardCharsets.UTF_8));
        assertEquals(
                new Identity(
                        "web",
                        new Tenant.Setting("app.tenant", Scope.TRANSACTION),
                        PoolMode.TRANSACTION,
                        true,
                        List.of()),
                usage.identity());
        assertEquals(1, usage.statements().size());
        var statement = usage.statements().getFirst();
        assertEquals("SELECT total FROM orders WHERE note = $2 AND id = $1", statement.sql());
        assertEquals(6L, statement.calls());
        assertEquals(
                List.of(
                        "shop.Orders.total(Orders.java:7)",
                        "shop.Orders.total(Orders.java:9)",
                        "test shop.OrdersTest.more",
                        "test shop.OrdersTest.totals"),
                statement.sources());
    }

    @Test
    void what_is_no_recording_is_wrong_usage_with_its_line() throws IOException {
        file("broken.jsonl", "{\"format\":\"seamwright-recording/1\"}\nSELECT 1\n");
        var refused = run("usage record --from-recording broken.jsonl");
        assertEquals(4, refused.code(), refused.err());
        assertTrue(refused.err().contains("broken.jsonl:2 is no JSON"), refused.err());
    }

    @Test
    void sql_that_postgresql_refuses_is_wrong_usage_with_its_place() throws IOException {
        file("db/V11__wrong.sql", "\nALTER TABLE nowhere ADD x int;\n");
        var refused = run("schema capture --migrations db");
        assertEquals(4, refused.code());
        assertTrue(refused.err().contains("db/V11__wrong.sql:2"), refused.err());
        assertEquals("", refused.out());
    }

    @Test
    void a_live_schema_is_published_and_its_participant_becomes_a_database() throws Exception {
        broker.on(
                CONTRACTS.formatted("orders-db", "7"),
                200,
                "{\"notices\":[{\"level\":\"info\",\"text\":\"Heard you.\"}]}");
        broker.on(
                "GET /api/v1/participants/orders-db",
                200,
                "{\"name\":\"orders-db\",\"kind\":\"application\",\"displayName\":\"Orders\",\"createdAt\":\"2026-01-01T00:00:00Z\"}");
        broker.on("PUT /api/v1/participants/orders-db", 200, "{}");
        var line = "schema publish --database orders-db --database-url %s --version 7 --branch main --tag t -b %s"
                .formatted(server.superuserUrl(), broker.url());
        var published = run(line);
        assertEquals(0, published.code(), published.err());
        assertTrue(published.out().startsWith("Published the schema of orders-db 7 (branch main): "), published.out());
        assertTrue(published.out().endsWith("Heard you.\n"), published.out());
        var body = body(0);
        assertEquals("main", body.path("branch").asText());
        assertEquals("t", body.path("tags").path(0).asText());
        var contract = body.path("contracts").path(0);
        assertEquals("db-schema", contract.path("kind").asText());
        assertFalse(contract.has("provider"));
        assertTrue(schema(contract.path("content").asText().getBytes(StandardCharsets.UTF_8))
                .hasColumn("public", "orders", "note"));
        assertEquals(
                List.of(
                        CONTRACTS.formatted("orders-db", "7"),
                        "GET /api/v1/participants/orders-db",
                        "PUT /api/v1/participants/orders-db"),
                broker.lines());
        assertEquals(
                Json.parse("{\"kind\":\"database\",\"displayName\":\"Orders\"}".getBytes(StandardCharsets.UTF_8)),
                body(2));

        broker.forget();
        broker.on("GET /api/v1/participants/orders-db", 200, "{\"name\":\"orders-db\",\"kind\":\"database\"}");
        assertEquals(0, run(line).code());
        assertEquals(2, broker.lines().size());

        broker.on(CONTRACTS.formatted("orders-db", "7"), 409, "{\"detail\":\"There is another schema.\"}");
        assertEquals(1, run(line).code());
    }

    @Test
    void a_database_that_cannot_be_read_is_not_published_and_no_secret_is_printed() {
        var nobody = new TestCli(directory)
                .with("SEAMWRIGHT_DATABASE_USER", "postgres")
                .with("SEAMWRIGHT_DATABASE_PASSWORD", "hunter2")
                .run("schema", "capture", "--database-url", server.superuserUrl());
        assertEquals(3, nobody.code());
        var wrong = run("schema capture --database-url jdbc:postgresql://u:hunter2@x/z");
        assertEquals(4, wrong.code());
        assertFalse((nobody.err() + wrong.err() + wrong.out()).contains("hunter2"), nobody.err() + wrong.err());
    }

    @Test
    void a_wrong_command_line_is_told_as_such() {
        var both = " --migrations db --database-url " + server.superuserUrl();
        assertAll(List.of(
                        "schema capture",
                        "schema capture" + both,
                        "schema capture --migrations nowhere",
                        "schema publish --database orders-db --version 7",
                        "schema publish --database orders-db --version 7 --schema x.json --migrations db",
                        "schema publish --database orders-db --migrations db",
                        "usage record",
                        "usage record --from-sql nowhere",
                        "usage record --from-sql sql --database-url " + server.superuserUrl(),
                        "usage record --from-sql sql --tenant-setting tenant",
                        "usage record --from-sql sql --resolve-schema db --resolve-on " + server.superuserUrl(),
                        "usage publish db/V1__orders.sql -a web --database orders-db --version 1",
                        "can-i-migrate --database orders-db --migrations nowhere --to prod")
                .stream()
                .map(line -> () -> assertEquals(4, run(line).code(), line)));
    }

    @Test
    void statements_in_files_are_resolved_on_the_schema_that_migrations_make() throws Exception {
        var recorded = run("usage record --from-sql sql --resolve-schema db --role web --tenant-setting app.tenant"
                + " --search-path public,shop --pool-mode transaction --no-prepared -o usage.json");
        assertEquals(0, recorded.code(), recorded.err());
        assertEquals("Recorded 3 statements, 2 of them resolved. Written to usage.json.\n", recorded.out());
        assertTrue(recorded.err().contains("Not resolved: lost (sql/orders.sql:4): PostgreSQL says: "), recorded.err());
        var text = Files.readString(directory.resolve("usage.json"));
        assertFalse(text.contains("hunter2"));
        var usage = DatabaseUsageJson.parse(text.getBytes(StandardCharsets.UTF_8));
        assertEquals(
                new Identity(
                        "web",
                        new Tenant.Setting("app.tenant", Scope.TRANSACTION),
                        PoolMode.TRANSACTION,
                        false,
                        List.of("public", "shop")),
                usage.identity());
        assertEquals(
                Map.of(
                        "SELECT total, note FROM orders WHERE id = $1", "id note total",
                        "UPDATE orders SET note = $2 WHERE id = $1", "id note",
                        "SELECT total FROM elsewhere WHERE secret = $1", ""),
                usage.statements().stream().collect(Collectors.toMap(Statement::sql, DatabaseContractsTest::columns)));
    }

    private static String columns(Statement statement) {
        return statement.uses().stream().map(Statement.Use::column).collect(Collectors.joining(" "));
    }

    @Test
    void statements_that_a_test_database_has_counted_are_resolved_there() throws Exception {
        var early = run("usage record --from-stat-statements --database-url " + server.superuserUrl());
        assertEquals(3, early.code());
        assertTrue(early.err().contains("CREATE EXTENSION pg_stat_statements"), early.err());

        execute("CREATE EXTENSION pg_stat_statements");
        execute("CREATE ROLE web; GRANT SELECT ON orders TO web");
        execute("SET ROLE web; SELECT note FROM orders WHERE id = 5; SELECT note FROM orders WHERE id = 6");
        file("pg.log", "2026-01-01 10:00:00 UTC [1] LOG:  statement: SELECT note FROM orders WHERE id = $1\n");
        var recorded = run("usage record --from-stat-statements --role web --from-log pg.log --database-url "
                + server.superuserUrl());
        assertEquals(0, recorded.code(), recorded.err());
        var statement = DatabaseUsageJson.parse(recorded.out().getBytes(StandardCharsets.UTF_8))
                .statements()
                .getFirst();
        assertEquals("SELECT note FROM orders WHERE id = $1", statement.sql());
        assertEquals("id note", columns(statement));
        assertEquals(3L, statement.calls());
        assertEquals(List.of("pg.log", "pg_stat_statements"), statement.sources());

        var nothing = run("usage record --from-stat-statements --role nobody --database-url " + server.superuserUrl());
        assertEquals(1, nothing.code());
        assertEquals("", nothing.out());
    }

    @Test
    void recordings_of_one_consumer_are_published_as_one() throws Exception {
        broker.on(CONTRACTS.formatted("web", "1.0"), 200, "{\"notices\":[]}");
        usage("a.json", Identity.UNKNOWN, Statement.of("one", "SELECT 1"), Statement.of("two", "SELECT 2"));
        usage("b.json", Identity.UNKNOWN, Statement.of("two", "SELECT 2"), Statement.of("one", "SELECT 3"));
        var line =
                "usage publish a.json b.json --participant web --database orders-db --version 1.0 -b " + broker.url();
        var published = run(line);
        assertEquals(0, published.code(), published.err());
        assertEquals("Published web 1.0 with 3 statements for orders-db\n", published.out());
        var contract = body(0).path("contracts").path(0);
        assertEquals("db-usage", contract.path("kind").asText());
        assertEquals("orders-db", contract.path("provider").asText());
        var usage = DatabaseUsageJson.parse(contract.path("content").asText().getBytes(StandardCharsets.UTF_8));
        assertEquals(
                List.of("SELECT 1", "SELECT 3", "SELECT 2"),
                usage.statements().stream().map(Statement::sql).toList());

        usage("b.json", new Identity("web", new Tenant.None(), PoolMode.SESSION, true, List.of()));
        assertEquals(4, run(line).code());
        broker.forget();
        assertEquals(
                0,
                run(line.replace("b.json", "").replace("  ", " ") + " --dry-run")
                        .code());
        assertEquals(List.of(), broker.lines());
    }

    @Test
    void a_migration_is_asked_about_in_the_order_of_its_tool() {
        broker.on(
                "POST /api/v1/verdicts/can-i-migrate",
                200,
                "{\"migratable\":\"no\",\"reasons\":[\"web reads it.\"],\"plans\":[]}");
        var line = "can-i-migrate --database orders-db --migrations db --to prod -b " + broker.url();
        var answer = run(line);
        assertEquals(1, answer.code(), answer.err());
        assertEquals("NO: migrate orders-db in prod (3 files)\n\nweb reads it.\n", answer.out());
        assertEquals(0, run(line + " --dry-run").code());
        var migration = body(0).path("migration");
        assertEquals(3, migration.size());
        assertEquals("db/V1__orders.sql", migration.path(0).path("name").asText());
        assertEquals("db/V2__kind.sql", migration.path(1).path("name").asText());
        assertEquals("db/V10__drop.sql", migration.path(2).path("name").asText());
        assertEquals(
                "\n\nALTER TABLE orders DROP COLUMN kind;",
                migration.path(2).path("sql").asText().stripTrailing());
        assertTrue(migration.path(0).path("inTransaction").asBoolean());
        assertTrue(migration
                .path(1)
                .path("sql")
                .asText()
                .strip()
                .startsWith("ALTER TABLE orders ADD kind text; ALTER TABLE orders ALTER kind SET NOT NULL"));
    }

    @Test
    void a_step_keeps_its_transaction_and_the_comments_that_suppress_findings() throws Exception {
        broker.on("POST /api/v1/verdicts/can-i-migrate", 200, "{\"migratable\":\"yes\",\"plans\":[]}");
        file(
                "index/V1__index.sql",
                "-- seamwright:ignore index-created small\nCREATE INDEX CONCURRENTLY i ON orders (note);\n");
        var answer = run(
                "can-i-migrate --database orders-db --migrations index --to prod --rows orders=7 -b " + broker.url());
        assertEquals(0, answer.code(), answer.err());
        var step = body(0).path("migration").path(0);
        assertEquals(false, step.path("inTransaction").asBoolean(true));
        assertEquals(
                List.of("-- seamwright:ignore index-created small", "CREATE INDEX CONCURRENTLY i ON orders (note);"),
                step.path("sql").asText().lines().map(String::strip).toList());
        assertEquals(7, body(0).path("rows").path("orders").asInt());
    }

    @Test
    void either_a_migration_or_a_schema_is_asked_about() {
        assertEquals(
                4,
                run("can-i-migrate --database orders-db --to prod -b " + broker.url())
                        .code());
        assertEquals(
                4,
                run("can-i-migrate --database orders-db --to prod --migrations db --schema db -b " + broker.url())
                        .code());
    }

    private void file(String name, String text) throws IOException {
        var path = directory.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void usage(String name, Identity identity, Statement... statements) throws IOException {
        Files.write(directory.resolve(name), DatabaseUsageJson.write(new DatabaseUsage(identity, List.of(statements))));
    }

    private JsonNode body(int request) {
        return Json.parse(broker.requests().get(request).body().getBytes(StandardCharsets.UTF_8));
    }

    private static DatabaseSchema schema(byte[] document) throws IOException {
        return DatabaseSchemaJson.read(new ByteArrayInputStream(document));
    }

    private TestCli.Outcome run(String line) {
        return new TestCli(directory)
                .with("SEAMWRIGHT_CACHE_DIR", home.resolve("cache").toString())
                .with("SEAMWRIGHT_DATABASE_USER", "postgres")
                .with("SEAMWRIGHT_DATABASE_PASSWORD", server.password())
                .run(line.split(" ", -1));
    }

    private void execute(String sql) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(server.superuserUrl(), server.superuser(), server.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
