package dev.seamwright.schemadiff.postgres.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgres;
import dev.seamwright.schemadiff.postgres.server.TestDatabases;
import dev.seamwright.schemadiff.postgres.server.Trees;
import dev.seamwright.schemadiff.postgres.shadow.Shadow.Limits;
import dev.seamwright.schemadiff.postgres.shadow.Shadow.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GivenShadowTest {
    private static final String STATE = """
            SELECT string_agg(x, '; ' ORDER BY x) FROM (
                SELECT 'database ' || datname FROM pg_database UNION ALL SELECT 'role ' || rolname FROM pg_roles
                UNION ALL SELECT 'setting ' || array_to_string(setconfig, ',') FROM pg_db_role_setting) s (x)
            """;

    private static final Path ROOT = root();

    static EmbeddedPostgres server = EmbeddedPostgres.start(
            EmbeddedPostgres.Settings.in(ROOT.resolve("data")).with("fsync", "off"));

    // not a @TempDir, which the account of the server could not enter
    private static Path root() {
        try {
            var root = Files.createTempDirectory("given-shadow");
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
            return root;
        } catch (IOException failure) {
            throw new ExceptionInInitializerError(failure);
        }
    }

    @BeforeAll
    static void somebody_uses_the_server() throws SQLException {
        try (var admin = admin()) {
            Names.execute(admin, "CREATE ROLE app LOGIN");
            Names.execute(admin, "ALTER ROLE app SET work_mem = '1MB'");
            Names.execute(admin, "CREATE DATABASE theirs OWNER app");
            Names.execute(admin, "CREATE ROLE modest LOGIN CREATEDB CREATEROLE PASSWORD 'secret'");
            Names.execute(admin, "CREATE ROLE weak LOGIN CREATEDB PASSWORD 'secret'");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        Trees.delete(ROOT);
    }

    private static Connection admin() throws SQLException {
        return DriverManager.getConnection(server.superuserUrl(), server.superuser(), server.password());
    }

    private static Shadow given(String user, String password) throws SQLException {
        try (var data = TestDatabases.create()) {
            return Shadow.given(server.superuserUrl(), user, password, data, Limits.DEFAULT);
        }
    }

    private static Loaded load(Shadow shadow, String sql, Loaded.Missing missing, String... roles) {
        return shadow.run(List.of(roles), database -> {
            try (var session = database.connect()) {
                return database.load(session, Script.parse("schema", sql), missing);
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        });
    }

    private static String state() throws SQLException {
        try (var admin = admin()) {
            return Names.read(admin, STATE).getFirst();
        }
    }

    @Test
    void a_run_leaves_the_server_as_it_was_whoever_else_uses_it() throws SQLException {
        var before = state();
        var schema = """
                CREATE ROLE made_here; CREATE ROLE made_there; GRANT made_here TO made_there; ALTER ROLE made_here SET work_mem = '2MB';
                CREATE TABLE t (id int); ALTER TABLE t OWNER TO named;
                CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1 port=1' PUBLICATION p WITH (connect = false);
                COMMENT ON SUBSCRIPTION s IS 'left';
                """;
        try (var shadow = given(server.superuser(), server.password())) {
            load(shadow, schema, Loaded.Missing.REJECT, "app", "named");
            assertEquals(before, state());
        }
    }

    @Test
    void a_login_that_may_make_databases_and_roles_is_enough() throws SQLException {
        var before = state();
        try (var shadow = given("modest", "secret")) {
            load(
                    shadow,
                    "CREATE ROLE made_here; CREATE TABLE t (id int); GRANT SELECT ON t TO made_here, named",
                    Loaded.Missing.REJECT,
                    "named");
            assertThrows(
                    Rejected.class, () -> load(shadow, "CREATE PUBLICATION p FOR ALL TABLES", Loaded.Missing.REJECT));
        }
        assertEquals(before, state());
    }

    @Test
    void a_login_that_lacks_an_attribute_is_refused_with_its_name() {
        var refused = assertThrows(Unusable.class, () -> given("weak", "secret"));
        assertTrue(String.valueOf(refused.getMessage()).contains("weak of the shadow server lacks CREATEROLE"));
    }

    @Test
    void the_server_with_the_data_is_refused() throws SQLException {
        try (var data = admin()) {
            var refused = assertThrows(
                    Unusable.class,
                    () -> Shadow.given(
                            server.superuserUrl(), server.superuser(), server.password(), data, Limits.DEFAULT));
            assertTrue(String.valueOf(refused.getMessage()).contains("holds the broker's data"));
        }
    }

    @Test
    void without_an_extension_what_does_not_need_it_is_checked_all_the_same() throws SQLException {
        var schema = """
                CREATE TABLE plain (id int);
                CREATE EXTENSION no_such_extension;
                CREATE TABLE items (id int, embedding no_such_type);
                CREATE INDEX ON items (embedding);
                CREATE VIEW ids AS SELECT id FROM plain;
                """;
        try (var shadow = given(server.superuser(), server.password())) {
            var missing = assertThrows(ExtensionMissing.class, () -> load(shadow, schema, Loaded.Missing.REJECT));
            assertEquals("no_such_extension", missing.name());
            assertEquals(2, missing.line());
            assertTrue(String.valueOf(missing.getMessage()).contains("--shadow-url"));
            var unchecked = load(shadow, schema, Loaded.Missing.SKIP).unchecked();
            assertEquals(
                    List.of(2, 3, 4),
                    unchecked.stream().map(Loaded.Unchecked::line).toList());
            assertThrows(
                    Rejected.class, () -> load(shadow, schema + "CREATE TABLE plain (id int)", Loaded.Missing.SKIP));
        }
    }
}
