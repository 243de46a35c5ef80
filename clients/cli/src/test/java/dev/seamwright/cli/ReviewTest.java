package dev.seamwright.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.cli.testing.StubBroker;
import dev.seamwright.cli.testing.TestCli;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The review of a database, on a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReviewTest {
    private static final String TABLE = """
            CREATE TABLE document (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant int NOT NULL, body text);
            CREATE INDEX ON document (tenant);
            GRANT SELECT, INSERT, UPDATE, DELETE ON document TO shop_app;
            """;
    private static final String POLICY = """
            ALTER TABLE document ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant ON document USING (tenant = current_setting('app.tenant', true)::int);
            """;
    private static final String AS_APP = " --role shop_app --tenant-setting app.tenant";

    private Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private EmbeddedPostgres server;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        server = EmbeddedPostgres.start(
                EmbeddedPostgres.Settings.in(home.resolve("data")).with("fsync", "off"));
        execute(
                "CREATE ROLE shop_owner; CREATE ROLE shop_app LOGIN; CREATE ROLE support BYPASSRLS; GRANT support TO shop_app");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void write(@TempDir Path fresh) throws IOException {
        directory = fresh;
        file("open/V1__document.sql", TABLE);
        file("closed/V1__document.sql", TABLE);
        file("closed/V2__policy.sql", POLICY);
        file(
                "V3__share.sql",
                "CREATE VIEW every_document AS SELECT * FROM document; GRANT SELECT ON every_document TO shop_app;\n");
    }

    @Test
    void a_leak_in_migrations_is_no_and_its_script_is_written_for_psql() throws IOException {
        var outcome = run("review rls --migrations open" + AS_APP + " --script leaks");
        assertEquals(1, outcome.code(), outcome.err());
        assertTrue(outcome.out().startsWith("LEAK: with the login shop_app "), outcome.out());
        assertTrue(outcome.out().contains("breaking rls-disabled: public.document: "), outcome.out());
        assertTrue(
                outcome.out()
                        .contains(
                                "    ALTER TABLE public.document ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"),
                outcome.out());
        var script = Files.readString(directory.resolve("leaks/shop_app-rls-disabled-public.document.sql"));
        assertTrue(script.contains("\\connect - \"shop_app\"\n"), script);
        assertTrue(script.contains("SELECT set_config('app.tenant', '1', true);\n"), script);
        assertTrue(script.contains("SELECT id, tenant, body FROM public.document;\n"), script);
    }

    @Test
    void tenants_that_are_kept_apart_are_no_witness_and_what_was_tried_is_said() {
        var outcome = run("review rls --migrations closed" + AS_APP);
        assertEquals(0, outcome.code(), outcome.out() + outcome.err());
        assertTrue(outcome.out().startsWith("NO WITNESS: nothing of another tenant showed in "), outcome.out());
        assertTrue(outcome.out().contains("risky rls-identity-forgeable: "), outcome.out());
        assertEquals(
                1,
                run("review rls --migrations closed --fail-on risky" + AS_APP).code());
    }

    @Test
    void a_session_that_does_not_say_whose_it_is_is_unknown_with_the_reason() {
        var outcome = run("review rls --migrations closed --role shop_app");
        assertEquals(2, outcome.code(), outcome.out() + outcome.err());
        assertTrue(outcome.out().contains("The session does not set app.tenant, "), outcome.out());
    }

    @Test
    void a_setting_that_outlives_transactions_leaks_where_the_pool_does_not_keep_connections() {
        var line = "review rls --migrations closed --tenant-scope session --pool-mode ";
        assertEquals(0, run(line + "session" + AS_APP).code());
        var pooled = run(line + "transaction" + AS_APP);
        assertEquals(1, pooled.code(), pooled.out() + pooled.err());
        assertTrue(
                pooled.out().contains("breaking rls-pooled-session-state: app.tenant is set for the connection, "),
                pooled.out());
    }

    @Test
    void a_change_is_judged_by_what_it_opens() {
        var shared = run("review rls --migrations closed --migration V3__share.sql" + AS_APP);
        assertEquals(1, shared.code(), shared.out() + shared.err());
        assertTrue(shared.out().contains("The change: 1 findings appear, 0 are resolved; "), shared.out());
        assertTrue(shared.out().contains("  breaking rls-definer-view public.every_document\n"), shared.out());
        assertTrue(shared.out().contains("Opened:\n  public.every_document: "), shared.out());

        var closing = run("review rls --migrations closed --before open" + AS_APP);
        assertEquals(0, closing.code(), closing.out() + closing.err());
        assertTrue(closing.out().contains("Are resolved:\n  breaking rls-disabled public.document\n"), closing.out());

        file("V3__note.sql", "ALTER TABLE document ADD note text;\n");
        var harmless = run("review rls --migrations open --migration V3__note.sql" + AS_APP);
        assertEquals(0, harmless.code(), harmless.out() + harmless.err());
        assertTrue(
                harmless.out().contains("The change: 0 findings appear, 0 are resolved; 0 rows open, 0 close.\n"),
                harmless.out());
    }

    @Test
    void a_live_database_is_reviewed_with_its_roles_and_without_its_rows() throws Exception {
        execute("CREATE SCHEMA live; SET search_path = live; " + TABLE + POLICY
                + "GRANT USAGE ON SCHEMA live TO shop_app, support; GRANT SELECT ON document TO support;"
                + "INSERT INTO document (tenant, body) VALUES (7, 'nobody reads this');");
        var line = "review rls --database-url %s".formatted(server.superuserUrl());
        var live = run(line + AS_APP);
        assertEquals(1, live.code(), live.out() + live.err());
        // a member of a role that bypasses policies
        assertTrue(live.out().contains("breaking rls-bypass-role: live.document: "), live.out());
        assertFalse(live.out().contains("nobody reads this"), live.out());

        assertEquals(
                0,
                run("schema capture --database-url %s -o schema.json".formatted(server.superuserUrl()))
                        .code());
        var stored = run("review rls --schema schema.json" + AS_APP);
        assertEquals(0, stored.code(), stored.out() + stored.err());
        assertTrue(
                stored.out().contains("\n  roles: a contract names roles and does not say what they may do"),
                stored.out());

        file("roles.sql", "CREATE ROLE shop_app LOGIN; CREATE ROLE support BYPASSRLS; GRANT support TO shop_app;\n");
        assertEquals(
                1,
                run("review rls --schema schema.json --roles roles.sql" + AS_APP)
                        .code());

        var superuser = run(line + " --role postgres --tenant-setting app.tenant");
        assertEquals(4, superuser.code());
        assertTrue(superuser.err().contains("superuser, whom no policy holds"), superuser.err());
        assertEquals(4, run(line + " --role nobody").code());
        execute("DROP SCHEMA live CASCADE");
    }

    @Test
    void a_usage_contract_says_as_whom_the_consumer_comes_and_a_broker_knows_the_schema() throws Exception {
        file("usage.json", """
                {"format": "db-usage/1", "statements": [],
                 "identity": {"role": "shop_app", "tenant": {"by": "setting", "name": "app.tenant", "scope": "transaction"},
                              "pool": "transaction", "prepared": true}}
                """);
        assertEquals(0, run("schema capture --migrations open -o schema.json").code());
        try (var broker = new StubBroker()) {
            broker.on(
                    "GET /api/v1/participants/shop-db/versions/7/contracts",
                    200,
                    "{\"items\":[{\"kind\":\"db-schema\",\"sha256\":\"abc\"}]}");
            broker.on("GET /api/v1/contracts/db-schema/abc", 200, Files.readString(directory.resolve("schema.json")));
            var outcome =
                    run("review rls --participant shop-db --version 7 --usage usage.json -o json -b " + broker.url());
            assertEquals(1, outcome.code(), outcome.out() + outcome.err());
            var json = Json.parse(outcome.out().getBytes(StandardCharsets.UTF_8));
            assertEquals("leak", json.get("verdict").asText());
            assertEquals("shop_app", json.at("/reviews/0/role").asText());
            assertEquals("rls-disabled", json.at("/reviews/0/findings/0/rule").asText());
        }
        var markdown = run("review rls --schema schema.json --usage usage.json -o markdown");
        assertTrue(markdown.out().startsWith("**LEAK: with the login shop\\_app "), markdown.out());
        assertTrue(run("review rls --schema schema.json --usage usage.json -o sarif")
                .out()
                .contains("rls-disabled"));
        assertTrue(run("review rls --schema schema.json --usage usage.json -o junit")
                .out()
                .contains("<failure "));
    }

    @Test
    void a_wrong_command_line_is_told_as_such() {
        assertEquals(4, run("review rls --role shop_app").code());
        assertEquals(4, run("review rls --migrations open").code());
        assertEquals(4, run("review rls --migrations missing" + AS_APP).code());
        assertEquals(
                4, run("review rls --migrations open --schema x.json" + AS_APP).code());
        assertEquals(
                4,
                run("review rls --migrations open --role shop_app --session NONSENSE")
                        .code());
        file("wrong/V1__wrong.sql", "\nALTER TABLE nowhere ADD x int;\n");
        var refused = run("review rls --migrations wrong" + AS_APP);
        assertEquals(4, refused.code());
        assertTrue(refused.err().contains("wrong/V1__wrong.sql:2"), refused.err());
    }

    @Test
    void the_schema_is_made_in_a_postgresql_of_the_users_own_where_there_is_one() throws IOException {
        file("occupied", "no directory, so no PostgreSQL can be started below it\n");
        // a role that the server has already would not be the candidate's
        file("till/V1__document.sql", TABLE.replace("shop_app", "till_app"));
        file("till/V2__policy.sql", POLICY);
        var question = "review rls --migrations till --role till_app --tenant-setting app.tenant".split(" ", -1);
        var cli = new TestCli(directory)
                .with("SEAMWRIGHT_CACHE_DIR", directory.resolve("occupied").toString());
        assertEquals(3, cli.run(question).code());
        var own = cli.with("SEAMWRIGHT_SHADOW_URL", server.superuserUrl())
                .with("SEAMWRIGHT_SHADOW_USER", "postgres")
                .with("SEAMWRIGHT_SHADOW_PASSWORD", server.password())
                .run(question);
        assertEquals(0, own.code(), own.err());
    }

    @Test
    void a_postgresql_that_cannot_be_reached_is_told() {
        var outcome = new TestCli(directory)
                .with("SEAMWRIGHT_SHADOW_URL", "jdbc:postgresql://127.0.0.1:1/postgres")
                .with("SEAMWRIGHT_SHADOW_USER", "postgres")
                .run(("review rls --migrations closed" + AS_APP).split(" ", -1));
        assertEquals(4, outcome.code(), outcome.err());
        assertTrue(
                outcome.err().contains("SEAMWRIGHT_SHADOW_URL: The shadow server cannot be reached: "), outcome.err());
    }

    private TestCli.Outcome run(String line) {
        return new TestCli(directory)
                .with("SEAMWRIGHT_DATABASE_USER", "postgres")
                .with("SEAMWRIGHT_DATABASE_PASSWORD", server.password())
                .run(line.split(" ", -1));
    }

    private void file(String name, String text) {
        try {
            var file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(server.superuserUrl(), "postgres", server.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
