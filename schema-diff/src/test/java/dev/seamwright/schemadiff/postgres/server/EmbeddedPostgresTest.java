package dev.seamwright.schemadiff.postgres.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The directory with one database is made once and used by all tests in turn. */
class EmbeddedPostgresTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path temporary;

    private static Path data;

    @BeforeAll
    static void create_a_database() throws Exception {
        // As root this makes the server run as another user; a directory that this user cannot reach has a test of its
        // own.
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        data = temporary.resolve("my data");
        try (var postgres = EmbeddedPostgres.start(settings(data));
                var connection = connect(postgres)) {
            execute(connection, "CREATE TABLE note (body text)");
        }
    }

    @AfterEach
    void nothing_of_the_server_is_left() throws Exception {
        assertEquals(List.of(), serversOf(data));
    }

    @AfterAll
    static void delete_the_database() throws IOException {
        Trees.delete(data);
    }

    @Test
    void a_restart_keeps_the_data_and_stops_cleanly() throws Exception {
        try (var postgres = EmbeddedPostgres.start(settings(data));
                var connection = connect(postgres)) {
            execute(connection, "INSERT INTO note VALUES ('kept')");
        }
        var log = Files.readString(data.resolve("postgres.log"));
        assertTrue(log.stripTrailing().endsWith("database system is shut down"), log);
        try (var postgres = EmbeddedPostgres.start(settings(data));
                var connection = connect(postgres)) {
            assertEquals("1", query(connection, "SELECT count(*) FROM note WHERE body = 'kept'"));
        }
    }

    @Test
    void it_is_a_durable_UTF8_server_on_loopback_only_that_asks_for_a_password() throws Exception {
        try (var postgres =
                EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(data).with("work_mem", "8MB"))) {
            try (var connection = connect(postgres)) {
                assertEquals("18", query(connection, "SELECT current_setting('server_version_num')::int / 10000"));
                assertEquals("on", query(connection, "SHOW fsync"));
                assertEquals("8MB", query(connection, "SHOW work_mem"));
                assertEquals("127.0.0.1", query(connection, "SHOW listen_addresses"));
                assertEquals("", query(connection, "SHOW unix_socket_directories"));
                assertEquals("UTF8", query(connection, "SHOW server_encoding"));
                assertEquals(
                        "C.UTF-8",
                        query(connection, "SELECT datlocale FROM pg_database WHERE datname = current_database()"));
                assertEquals(
                        "scram-sha-256",
                        query(connection, "SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"));
            }
            var refusal = assertThrows(
                    SQLException.class,
                    () -> DriverManager.getConnection(postgres.superuserUrl(), "postgres", "guess"));
            assertEquals("28P01", refusal.getSQLState());
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("postgres.password"))));
        }
    }

    @Test
    void a_killed_server_comes_back_on_the_same_port_with_all_that_was_committed() throws Exception {
        try (var postgres = EmbeddedPostgres.start(settings(data))) {
            try (var connection = connect(postgres)) {
                execute(connection, "INSERT INTO note VALUES ('before the crash')");
            }
            var first = postgres.pid();
            DataDirectory.signal("KILL", first);
            await("a new server", () -> postgres.pid() != first && connects(postgres));
            try (var connection = connect(postgres)) {
                assertEquals("1", query(connection, "SELECT count(*) FROM note WHERE body = 'before the crash'"));
            }
        }
    }

    @Test
    void a_signal_to_the_terminal_of_the_broker_does_not_reach_the_server() throws Exception {
        try (var postgres = EmbeddedPostgres.start(settings(data))) {
            // proc_pid_stat(5): the session is the fourth field after the name in parentheses
            var stat = Files.readString(Path.of("/proc/" + postgres.pid() + "/stat"));
            var session = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
            assertEquals(Long.toString(postgres.pid()), session);
        }
    }

    @Test
    void a_second_start_on_the_directory_is_refused_and_leaves_the_first_alone() throws Exception {
        try (var postgres = EmbeddedPostgres.start(settings(data))) {
            for (var attempt = 0; attempt < 2; attempt++) {
                var message = failureOf(settings(data));
                assertTrue(message.contains("Process " + ProcessHandle.current().pid()), message);
                assertTrue(message.contains(data.toString()), message);
            }
            assertTrue(connects(postgres));
        }
    }

    @Test
    void a_killed_broker_takes_its_server_along_and_its_directory_is_free_again() throws Exception {
        var broker = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherBroker.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            var lines = broker.inputReader(StandardCharsets.UTF_8);
            assertTrue(lines.lines().anyMatch("started"::equals));
            var message = failureOf(settings(data));
            assertTrue(message.contains("Process " + broker.pid()), message);
        } finally {
            broker.destroyForcibly();
        }
        broker.waitFor();
        await("the end of the server", () -> serversOf(data).isEmpty());
        try (var postgres = EmbeddedPostgres.start(settings(data));
                var connection = connect(postgres)) {
            assertEquals("1", query(connection, "SELECT count(*) FROM note WHERE body = 'of the other broker'"));
        }
    }

    @Test
    void a_server_that_outlived_its_broker_is_stopped_first() throws Exception {
        var orphan = orphan();
        try (var postgres = EmbeddedPostgres.start(settings(data))) {
            assertTrue(connects(postgres));
            assertFalse(orphan.isAlive());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4_194_303})
    void a_pid_file_from_before_a_reboot_does_not_stop_the_start(long pid) throws Exception {
        Files.writeString(data.resolve("cluster/postmaster.pid"), pid + "\n" + data.resolve("cluster") + "\n");
        try (var postgres = EmbeddedPostgres.start(settings(data))) {
            assertTrue(connects(postgres));
        }
    }

    @Test
    void a_failed_start_tells_what_the_server_said_and_frees_the_directory() throws Exception {
        var message = failureOf(settings(data).with("no_such_setting", "1"));
        assertTrue(message.contains("unrecognized configuration parameter \"no_such_setting\""), message);
        EmbeddedPostgres.start(settings(data)).close();
    }

    @Test
    void a_database_without_its_password_is_refused() throws Exception {
        var password = data.resolve("postgres.password");
        var aside = data.resolve("aside");
        Files.move(password, aside);
        try {
            var message = failureOf(settings(data));
            assertTrue(message.contains("postgres.password"), message);
        } finally {
            Files.move(aside, password);
        }
    }

    @Test
    void a_directory_below_one_that_others_cannot_enter_works_too() throws Exception {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx------"));
        try (var postgres = EmbeddedPostgres.start(settings(data))) {
            assertTrue(connects(postgres));
        } finally {
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void a_named_directory_without_the_programs_is_refused() {
        System.setProperty(PostgresHome.PROPERTY, temporary.toString());
        try {
            var message = failureOf(settings(data));
            assertTrue(message.contains(temporary.toString()), message);
        } finally {
            System.clearProperty(PostgresHome.PROPERTY);
        }
    }

    /** Stands in for a broker in a process of its own. */
    static final class OtherBroker {
        public static void main(String[] arguments) throws Exception {
            var postgres = EmbeddedPostgres.start(settings(Path.of(arguments[0])));
            try (var connection = connect(postgres)) {
                execute(connection, "INSERT INTO note VALUES ('of the other broker')");
            }
            System.out.println("started");
            Thread.sleep(Duration.ofMinutes(5));
        }
    }

    /** A server on the directory that no broker holds, as one without setpriv leaves it. */
    private static Process orphan() throws Exception {
        try (var directory = DataDirectory.open(data)) {
            var home = PostgresHome.locate();
            var account = Account.choose(home, directory.root());
            var port = EmbeddedPostgres.freePort();
            var arguments = List.of("-D", directory.cluster().toString(), "-p", "" + port, "-k", "");
            var server = Account.process(account.command(home.program("postgres"), arguments))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            data.resolve("orphan.log").toFile()))
                    .start();
            await("the orphan", () -> directory.ready(server.pid()));
            return server;
        }
    }

    private static String failureOf(EmbeddedPostgres.Settings settings) {
        return String.valueOf(assertThrows(EmbeddedPostgresException.class, () -> EmbeddedPostgres.start(settings))
                .getMessage());
    }

    private static EmbeddedPostgres.Settings settings(Path directory) {
        return EmbeddedPostgres.Settings.in(directory).with("fsync", "off");
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.superuserUrl(), postgres.superuser(), postgres.password());
    }

    private static boolean connects(EmbeddedPostgres postgres) {
        try (var connection = connect(postgres)) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static List<Long> serversOf(Path directory) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> workingDirectory(pid)
                        .filter(directory.resolve("cluster")::equals)
                        .isPresent())
                .toList();
    }

    private static Optional<Path> workingDirectory(long pid) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void await(String what, Condition condition) throws Exception {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException(what);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }
}
