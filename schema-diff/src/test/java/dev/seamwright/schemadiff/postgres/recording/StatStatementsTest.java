package dev.seamwright.schemadiff.postgres.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.dbusage.DatabaseUsageJson;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Identity.PoolMode;
import dev.seamwright.contracts.dbusage.Identity.Tenant;
import dev.seamwright.contracts.dbusage.Statement;
import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a server counts that has pg_stat_statements. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatStatementsTest {
    @SuppressWarnings("NullAway.Init")
    private EmbeddedPostgres server;

    @SuppressWarnings("NullAway.Init")
    private Connection connection;

    @BeforeAll
    void count(@TempDir Path home) throws Exception {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        server = EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(home.resolve("data"))
                .with("fsync", "off")
                .with("shared_preload_libraries", "pg_stat_statements"));
        connection = DriverManager.getConnection(server.superuserUrl(), server.superuser(), server.password());
        execute("CREATE EXTENSION pg_stat_statements");
        execute("CREATE TABLE orders (id bigint, kind text, at timestamptz DEFAULT now())");
        execute("CREATE ROLE web");
        execute("GRANT SELECT, INSERT ON orders TO web");
        execute("SET ROLE web");
        execute("INSERT INTO orders (id, kind) VALUES (1, 'secret')");
        execute("INSERT INTO orders (id, kind) VALUES (2, 'secret too')");
        execute("SELECT kind FROM orders WHERE id IN (1, 2, 3) AND kind <> 'secret' LIMIT 7");
        execute("SELECT id FROM orders WHERE at > now() - interval '1 day'");
        execute("RESET ROLE");
        execute("SELECT count(*) FROM orders");
    }

    @AfterAll
    void stop() throws SQLException {
        connection.close();
        server.close();
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Recording recording(@Nullable String role) throws SQLException {
        var identity = new Identity(role, new Tenant.None(), PoolMode.SESSION, true, List.of());
        return new UsageRecorder(new Literals(connection), identity).ofStatStatements(connection);
    }

    @Test
    void statements_of_the_role_are_recorded_with_their_counts_and_no_value() throws SQLException {
        var recording = recording("web");
        assertEquals(
                List.of(
                        "INSERT INTO orders (id, kind) VALUES ($1, $2) calls=2 rows=2",
                        "SELECT kind FROM orders WHERE id IN ($1) AND kind <> $2 LIMIT $3 calls=1 rows=1"),
                recording.usage().statements().stream()
                        .map(statement -> "%s calls=%d rows=%d"
                                .formatted(
                                        statement.sql().replaceAll("\\s+(?=\\))", ""),
                                        statement.calls(),
                                        statement.rows()))
                        .sorted()
                        .toList());
        assertFalse(new String(DatabaseUsageJson.write(recording.usage()), StandardCharsets.UTF_8).contains("secret"));
    }

    @Test
    void what_the_extension_has_made_unreadable_is_told() throws SQLException {
        assertTrue(
                recording("web").notes().stream().anyMatch(note -> note.startsWith("A statement from")),
                recording("web").notes().toString()); // interval $1
    }

    @Test
    void without_a_role_all_are_recorded() throws SQLException {
        assertTrue(recording(null).usage().statements().stream()
                .map(Statement::sql)
                .toList()
                .contains("SELECT count(*) FROM orders"));
    }

    @Test
    void statements_whose_text_may_not_be_seen_are_told() throws SQLException {
        execute("SET ROLE web");
        try {
            assertTrue(
                    recording(null).notes().stream().anyMatch(note -> note.contains("pg_read_all_stats")),
                    recording(null).notes().toString());
        } finally {
            execute("RESET ROLE");
        }
    }
}
