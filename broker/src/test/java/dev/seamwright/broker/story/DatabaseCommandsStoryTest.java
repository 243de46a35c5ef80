package dev.seamwright.broker.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.testing.CommandLine;
import dev.seamwright.broker.testing.CommandLine.Outcome;
import dev.seamwright.broker.testing.Eventually;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people type about databases, against a running broker and real PostgreSQL servers. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseCommandsStoryTest {
    private static final Path MIGRATIONS =
            Path.of("src/test/resources/migrations").toAbsolutePath();
    private static final String READS_NOTE = "SELECT note FROM orders WHERE id = $1;";

    private final TestBroker broker = TestBroker.start();

    @SuppressWarnings("NullAway.Init")
    private EmbeddedPostgres server;

    @SuppressWarnings("NullAway.Init")
    private Path home;

    private int tests;
    private String database = "";
    private String web = "";
    private String environment = "";

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = directory;
        server = EmbeddedPostgres.start(
                EmbeddedPostgres.Settings.in(directory.resolve("data")).with("fsync", "off"));
        execute("postgres", "CREATE DATABASE test");
        execute(
                "test",
                "CREATE TABLE orders (id bigint PRIMARY KEY, note text, total numeric(10,2) NOT NULL, kind text)");
    }

    @AfterAll
    void stop() {
        broker.close();
        server.close();
    }

    @BeforeEach
    void inAWorkspaceOfItsOwn() throws Exception {
        tests++;
        database = "orders-db-" + tests;
        web = "web-" + tests;
        environment = "production-" + tests;
        for (var name : List.of("shop", "eu", "us", "odd")) {
            execute("postgres", "DROP DATABASE IF EXISTS " + name);
        }
        execute("postgres", "CREATE DATABASE shop");
        ok(run("environment create production --production"));
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.port(), database);
    }

    private void execute(String database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url(database), server.superuser(), server.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private CommandLine line() {
        return new CommandLine(broker, home)
                .with("SEAMWRIGHT_DATABASE_USER", server.superuser())
                .with("SEAMWRIGHT_DATABASE_PASSWORD", server.password());
    }

    /** Each test has names of its own in the broker, which are longer than these. */
    private Outcome run(String words) {
        return line().run(words.replaceAll("\\borders-db\\b", database)
                .replaceAll("(?<= )web\\b", web)
                .replaceAll("(?<= )production\\b", environment));
    }

    private static String ok(Outcome outcome) {
        assertEquals(0, outcome.code(), outcome.out() + outcome.err());
        return outcome.out();
    }

    private String file(String name, String text) throws IOException {
        Files.writeString(home.resolve(name), text);
        return name;
    }

    private void publishSchema(String version) {
        ok(run("schema publish --database orders-db --branch main --version %s --database-url %s"
                .formatted(version, url("shop"))));
    }

    private void publishUsage(String consumer, String version, String sql) throws IOException {
        file("queries.sql", sql);
        ok(run("usage record --from-sql queries.sql --resolve-on %s -o usage.json".formatted(url("test"))));
        ok(run("usage publish usage.json -a %s --database orders-db --branch main --version %s"
                .formatted(consumer, version)));
    }

    private void deploy(String participant, String version) {
        ok(run("record-deployment -a %s -e %s --environment production".formatted(participant, version)));
    }

    private String ddl(String statements) throws SQLException {
        execute("shop", statements);
        return statements;
    }

    private void aShop() throws Exception {
        ddl("CREATE TABLE orders (id bigint PRIMARY KEY, note text, total numeric(10,2) NOT NULL)");
        publishSchema("1");
        deploy("orders-db", "1");
        publishUsage("web", "1", READS_NOTE);
        deploy("web", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flyway", "liquibase", "goose", "dbmate", "golang-migrate", "sqitch", "plain"})
    void a_directory_of_migrations_is_asked_about_as_its_tool_applies_it(String layout) throws Exception {
        aShop();
        var answer =
                run("can-i-migrate --database orders-db --to production --migrations " + MIGRATIONS.resolve(layout));
        assertEquals(1, answer.code(), answer.out() + answer.err());
        assertTrue(answer.out().contains("which has 1 of the files already"), answer.out());
        assertTrue(answer.out().contains("waits for %s 1".formatted(web)), answer.out());
        assertTrue(answer.out().contains("column \"note\" does not exist (42703)"), answer.out());
        var now = answer.out()
                .substring(answer.out().indexOf("  now"), answer.out().indexOf("  later"));
        assertTrue(now.contains("ADD COLUMN kind") && now.contains("INDEX CONCURRENTLY"), answer.out());
        assertTrue(
                answer.out().contains("AccessExclusiveLock on public.orders blocks readers and writers"), answer.out());
        assertTrue(answer.out().contains("instead: "), answer.out());
        publishUsage("web", "2", "SELECT total FROM orders WHERE id = $1;");
        deploy("web", "2");
        ok(run("can-i-migrate --database orders-db --to production --migrations " + MIGRATIONS.resolve(layout)));
    }

    @Test
    void a_tool_that_opens_a_transaction_for_it_cannot_build_an_index_concurrently() throws Exception {
        aShop();
        Files.createDirectories(home.resolve("inside"));
        file(
                "inside/00001_index.sql",
                "-- +goose Up\nCREATE INDEX CONCURRENTLY i ON orders (total);\n-- +goose Down\nDROP INDEX i;\n");
        var refused = run("can-i-migrate --database orders-db --to production --migrations inside");
        assertEquals(4, refused.code(), refused.out());
        assertTrue(refused.err().contains("25001"), refused.err());
    }

    @Test
    void a_schema_is_asked_about_without_a_migration() throws Exception {
        aShop();
        file("next.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, total numeric(10,2) NOT NULL);\n");
        var answer = run("can-i-migrate --database orders-db --to production --schema next.sql");
        assertEquals(1, answer.code(), answer.out() + answer.err());
        assertTrue(answer.out().contains("waits for %s 1".formatted(web)), answer.out());
        ok(run("can-i-migrate --database orders-db --to production --schema " + url("shop")));
        var markdown = run("can-i-migrate --database orders-db --to production --schema next.sql -o markdown");
        assertTrue(markdown.out().contains("column-removed"), markdown.out());
    }

    @Test
    void a_large_table_is_told_by_the_statistics_of_a_live_database() throws Exception {
        aShop();
        execute("shop", "INSERT INTO orders SELECT n, 'x', 1 FROM generate_series(1, 20000) n");
        execute("shop", "ANALYZE orders");
        file("index.sql", "CREATE INDEX ON orders (total);\n");
        var answer = run(
                "can-i-migrate --database orders-db --to production --migrations index.sql --rows-of " + url("shop"));
        assertTrue(answer.out().contains("It has about 20000 rows"), answer.out() + answer.err());
    }

    @Test
    void a_consumer_that_needs_what_production_does_not_have_cannot_be_deployed_yet() throws Exception {
        aShop();
        publishUsage("web", "2", "SELECT kind FROM orders WHERE id = $1;");
        var question = "can-i-deploy -a web -e 2 --to-environment production";
        var answer = Eventually.get(() -> run(question), outcome -> outcome.code() != 2);
        assertEquals(1, answer.code(), answer.out() + answer.err());
        assertTrue(
                answer.out().contains("query: fails: column \"kind\" does not exist (42703) | SELECT kind FROM orders"),
                answer.out());
        assertTrue(answer.out().contains("fails its queries"), answer.out());

        ddl("ALTER TABLE orders ADD COLUMN kind text");
        publishSchema("2");
        deploy("orders-db", "2");
        ok(Eventually.get(() -> run(question), outcome -> outcome.code() != 2));
    }

    @Test
    void a_database_that_somebody_alters_by_hand_has_drifted() throws Exception {
        aShop();
        var question =
                "drift --database-url %s --participant orders-db --environment production".formatted(url("shop"));
        ok(run(question));
        ddl("ALTER TABLE orders ALTER COLUMN note SET DEFAULT 'none'");
        ddl("CREATE TABLE left_behind (id int)");
        var drifted = run(question);
        assertEquals(1, drifted.code(), drifted.err());
        assertTrue(drifted.out().contains("public.orders.note"), drifted.out());
        assertTrue(drifted.out().contains("public.left_behind"), drifted.out());
        ddl("ALTER TABLE orders ALTER COLUMN note DROP DEFAULT");
        ddl("DROP TABLE left_behind");
        ok(run(question));
    }

    @Test
    void what_was_not_seen_whole_is_unknown() throws Exception {
        aShop();
        ddl("SELECT lo_create(0)");
        var question =
                "drift --database-url %s --participant orders-db --environment production".formatted(url("shop"));
        var unknown = run(question);
        assertEquals(2, unknown.code(), unknown.out() + unknown.err());
        var nothing =
                run("drift --database-url %s --participant orders-db --environment staging".formatted(url("shop")));
        assertTrue(nothing.code() == 1 || nothing.code() == 2, nothing.err());
    }

    @Test
    void databases_of_a_group_are_placed_on_the_chain_of_published_versions() throws Exception {
        aShop();
        execute("postgres", "CREATE DATABASE eu TEMPLATE shop");
        ddl("ALTER TABLE orders ADD COLUMN kind text");
        publishSchema("2");
        execute("postgres", "CREATE DATABASE odd TEMPLATE shop");
        execute("odd", "CREATE TABLE mine (id int)");
        ddl("ALTER TABLE orders ADD COLUMN city text");
        publishSchema("3");
        deploy("orders-db", "2");
        execute("postgres", "CREATE DATABASE us TEMPLATE shop");
        var members = new ArrayList<String>();
        Stream.of("eu", "us", "odd").forEach(name -> members.add(name + "=" + url(name)));
        file("members.txt", String.join("\n", members) + "\n");
        var skewed = run("skew --members members.txt --participant orders-db --environment production");
        assertEquals(1, skewed.code(), skewed.err());
        assertTrue(skewed.out().contains("eu: at version 1, behind by 1"), skewed.out());
        assertTrue(skewed.out().contains("us: at version 3, ahead by 1"), skewed.out());
        assertTrue(skewed.out().contains("odd: diverged"), skewed.out());
        assertTrue(skewed.out().contains("public.mine"), skewed.out());
    }
}
