package dev.seamwright.recorder.orders;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.dbusage.DatabaseUsageJson;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Identity.Scope;
import dev.seamwright.contracts.dbusage.Identity.Tenant;
import dev.seamwright.contracts.dbusage.Statement;
import dev.seamwright.recorder.Recorder;
import dev.seamwright.recorder.RecordingDataSource;
import dev.seamwright.recorder.testing.TestServer;
import dev.seamwright.schemadiff.postgres.recording.Recording;
import dev.seamwright.schemadiff.postgres.usage.UsageResolver;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Wrapper;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;

/** What services do with JDBC besides of what they should. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddStatementsTest {
    @SuppressWarnings("NullAway.Init")
    private TestServer server;

    @SuppressWarnings("NullAway.Init")
    private Recorder recorder;

    @SuppressWarnings("NullAway.Init")
    private DataSource plain;

    @SuppressWarnings("NullAway.Init")
    private DataSource recorded;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        server = TestServer.in(home);
        server.execute("CREATE TABLE thing (id int PRIMARY KEY, doc jsonb, word text)");
        server.execute("CREATE ROLE app; GRANT app TO CURRENT_USER; GRANT ALL ON thing TO app");
        plain = server.superuser();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void record(@TempDir Path directory) {
        recorder = new Recorder("things-db", directory);
        recorded = RecordingDataSource.wrap(plain, recorder);
    }

    private interface Work {
        void with(Connection connection) throws SQLException, IOException;
    }

    private void run(Work work) throws SQLException, IOException {
        try (var connection = recorded.getConnection()) {
            work.with(connection);
        }
    }

    private void execute(String... texts) throws SQLException, IOException {
        run(connection -> {
            try (var statement = connection.createStatement()) {
                for (var text : texts) {
                    statement.execute(text);
                }
            }
        });
    }

    private List<String> statements() throws SQLException, IOException {
        return server.recording(recorder).usage().statements().stream()
                .map(Statement::sql)
                .sorted()
                .toList();
    }

    @Test
    void literals_comments_and_quotes_do_not_leave_the_machine() throws Exception {
        execute(
                "SELECT id FROM thing WHERE word = 'hunter2' -- of hunter2",
                "SELECT /* hunter2 */ word FROM thing WHERE word IN ($$hunter2$$, $q$it's hunter2$q$, E'\\\\hunter2', U&'hunter2')",
                "SELECT doc FROM thing WHERE doc @> '{\"password\": \"hunter2\"}'::jsonb",
                "SET application_name = 'hunter2'",
                "DO $$BEGIN PERFORM 'hunter2'; END$$");
        assertTrue(Files.readString(recorder.file()).contains("hunter2"));
        var recording = server.recording(recorder);
        var document = new String(DatabaseUsageJson.write(recording.usage()), StandardCharsets.UTF_8);
        assertFalse((document + recording.notes()).contains("hunter2"), document + recording.notes());
        assertEquals(3, recording.usage().statements().size());
    }

    @Test
    void only_the_owner_can_read_a_recording() throws Exception {
        execute("SELECT 1");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(recorder.file())));
    }

    @Test
    void several_statements_in_a_text_are_recorded_one_by_one() throws Exception {
        execute("SELECT id FROM thing; SELECT word FROM thing WHERE word <> 'a;b'; /* nothing */ ;");
        assertEquals(List.of("SELECT id FROM thing", "SELECT word FROM thing WHERE word <> $1"), statements());
    }

    @Test
    void a_question_mark_is_a_parameter_where_it_is_one_for_the_driver() throws Exception {
        execute("SELECT id FROM thing WHERE doc ? 'key'");
        run(connection -> {
            try (var query = connection.prepareStatement("SELECT id FROM thing WHERE doc ?? ? AND word <> '?'")) {
                query.setString(1, "key");
                query.executeQuery();
            }
        });
        assertEquals(
                List.of("SELECT id FROM thing WHERE doc ? $1", "SELECT id FROM thing WHERE doc ? $1 AND word <> $2"),
                statements());
    }

    @Test
    void a_parameter_that_is_only_asked_for_null_has_a_type_as_the_driver_gives_it_one() throws Exception {
        run(connection -> {
            try (var query =
                    connection.prepareStatement("SELECT id FROM thing WHERE (? IS NULL OR word = ?) AND 'é' <> ''")) {
                query.setString(1, "key");
                query.setString(2, "key");
                query.executeQuery();
            }
        });
        var usage = server.recording(recorder).usage();
        try (var test = plain.getConnection()) {
            var statement = UsageResolver.resolve(test, usage).statements().getFirst();
            assertEquals(
                    "SELECT id FROM thing WHERE (CAST($1 AS text) IS NULL OR word = $2) AND $3 <> $4", statement.sql());
            assertNull(statement.unresolved());
        }
    }

    @Test
    void escapes_of_jdbc_are_what_the_driver_makes_of_them() throws Exception {
        execute("SELECT id FROM thing WHERE {fn ucase(word)} = 'A' AND {d '2026-01-01'} < now()");
        assertEquals(List.of("SELECT id FROM thing WHERE upper(word) = $1 AND CAST($2 AS DATE) < now()"), statements());
    }

    @Test
    void generated_keys_are_a_part_of_the_statement() throws Exception {
        run(connection -> {
            var insert = "INSERT INTO thing (id, word) VALUES (%d, 'x')";
            try (var statement = connection.createStatement();
                    var prepared = connection.prepareStatement(
                            insert.formatted(101), java.sql.Statement.RETURN_GENERATED_KEYS)) {
                prepared.executeUpdate();
                assertTrue(prepared.getGeneratedKeys().next());
                statement.executeUpdate(insert.formatted(102), new String[] {"id"});
                assertTrue(statement.getGeneratedKeys().next());
            }
        });
        assertEquals(
                List.of(
                        "INSERT INTO thing (id, word) VALUES (CAST($1 AS integer), $2)\nRETURNING \"id\"",
                        "INSERT INTO thing (id, word) VALUES (CAST($1 AS integer), $2)\nRETURNING *"),
                statements());
    }

    @Test
    void a_batch_of_texts_is_recorded_when_it_is_executed() throws Exception {
        run(connection -> {
            try (var statement = connection.createStatement()) {
                statement.addBatch("DELETE FROM thing WHERE id = 7");
                statement.clearBatch();
                statement.addBatch("DELETE FROM thing WHERE id = 1");
                statement.addBatch("UPDATE thing SET word = 'b' WHERE id = 2");
                assertFalse(Files.exists(recorder.file()));
                statement.executeBatch();
                statement.executeBatch();
            }
        });
        assertEquals(
                List.of(
                        "DELETE FROM thing WHERE id = CAST($1 AS integer)",
                        "UPDATE thing SET word = $1 WHERE id = CAST($2 AS integer)"),
                statements());
        assertEquals(
                List.of(1L, 1L),
                server.recording(recorder).usage().statements().stream()
                        .map(Statement::calls)
                        .toList());
    }

    /** What fails with the driver fails just so when it is recorded. */
    private void assertSameFailure(Work work) throws Exception {
        @Nullable Throwable expected = null;
        @Nullable Throwable actual = null;
        try (var connection = plain.getConnection()) {
            expected = assertThrows(Throwable.class, () -> work.with(connection));
        }
        try (var connection = recorded.getConnection()) {
            actual = assertThrows(Throwable.class, () -> work.with(connection));
        }
        assertNotNull(expected);
        assertNotNull(actual);
        assertSame(expected.getClass(), actual.getClass());
        assertEquals(expected.getMessage(), actual.getMessage());
        assertEquals(String.valueOf(expected.getCause()), String.valueOf(actual.getCause()));
        if (expected instanceof SQLException refusal) {
            assertEquals(refusal.getSQLState(), ((SQLException) actual).getSQLState());
        }
    }

    @Test
    @SuppressWarnings("NullAway") // nulls are the point
    void exceptions_of_the_driver_pass_unchanged() throws Exception {
        assertSameFailure(connection -> connection.prepareStatement(null).execute());
        assertSameFailure(connection -> connection.createStatement().execute(null));
        assertSameFailure(connection -> connection.createStatement().executeQuery("SELEC 1"));
        assertSameFailure(connection -> connection.prepareStatement("SELECT 1").executeQuery("SELECT 2"));
        assertSameFailure(connection -> connection.prepareStatement("SELECT ?").executeQuery());
        assertSameFailure(connection -> connection.createStatement().execute("SELECT {fn nothing("));
        assertSameFailure(connection -> connection.unwrap(null));
        assertSameFailure(connection -> connection.unwrap(List.class));
        assertSameFailure(connection -> {
            connection.close();
            connection.createStatement();
        });
        assertSameFailure(connection -> {
            var statement = connection.createStatement();
            statement.close();
            statement.execute("SELECT 1");
        });
        assertSameFailure(connection -> {
            var statement = connection.createStatement();
            statement.addBatch("SELECT nothing FROM nowhere");
            statement.executeBatch();
        });
        // the one without its value: it is right, and the SQLSTATE is that of a wrong value
        assertEquals(List.of("SELECT $1"), statements());
    }

    @Test
    void a_statement_counts_that_failed_for_its_values_and_not_one_that_never_was_right() throws Exception {
        execute("INSERT INTO thing (id) VALUES (1) ON CONFLICT DO NOTHING");
        assertThrows(PSQLException.class, () -> execute("INSERT INTO thing (id, word) VALUES (1, 'again')"));
        assertThrows(PSQLException.class, () -> execute("SELECT nothing FROM thing WHERE word = 'hunter2'"));
        var recording = server.recording(recorder);
        assertEquals(2, recording.usage().statements().size());
        var note = recording.notes().stream()
                .filter(text -> text.startsWith("A statement that never worked is left out: 42703, "))
                .findFirst();
        assertTrue(note.isPresent(), recording.notes().toString());
        assertTrue(note.get().contains("OddStatementsTest.execute(OddStatementsTest.java:"), note.get());
    }

    @Test
    void what_the_driver_has_besides_is_there() throws Exception {
        run(connection -> {
            assertTrue(connection.isWrapperFor(PGConnection.class));
            assertSame(connection, connection.unwrap(Connection.class));
            var copied = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY thing (id, word) FROM STDIN (FORMAT csv)", new StringReader("201,x\n202,y\n"));
            assertEquals(2, copied);
            try (var statement = connection.createStatement()) {
                assertSame(connection, statement.getConnection());
                assertEquals(statement, statement);
                assertEquals(statement.hashCode(), statement.hashCode());
                assertFalse(statement.isWrapperFor(Comparable.class));
            }
            try (var prepared = connection.prepareStatement("SELECT ?::int")) {
                prepared.setInt(1, 5);
                assertTrue(prepared.toString().contains("5"), prepared.toString());
                assertTrue(((Wrapper) prepared).isWrapperFor(org.postgresql.PGStatement.class));
            }
        });
    }

    @Test
    void as_whom_a_service_comes_is_seen_in_what_it_sets() throws Exception {
        run(connection -> {
            connection.setSchema("Shop of \"A\"");
            try (var statement = connection.createStatement();
                    var setting = connection.prepareStatement("SELECT set_config('app.tenant', ?, false)")) {
                statement.execute("SET ROLE app");
                setting.setString(1, "hunter2");
                setting.execute();
                statement.execute("SELECT id FROM public.thing");
                statement.execute("RESET ROLE");
            }
        });
        var identity = server.recording(recorder).usage().identity();
        assertEquals("app", identity.role());
        assertEquals(new Tenant.Setting("app.tenant", Scope.SESSION), identity.tenant());
        assertEquals(List.of("Shop of \"A\""), identity.searchPath());
        assertTrue(identity.prepared());
    }

    @Test
    void what_is_not_clear_about_the_identity_is_told_and_not_guessed() throws Exception {
        execute(
                "SET LOCAL app.tenant = 'hunter2'",
                "SELECT set_config('app.user', 'hunter2', true)",
                "SELECT set_config('app.user', 'hunter2', true), set_config('role', 'app', true)",
                "SET ROLE app",
                "SET SESSION AUTHORIZATION DEFAULT",
                "SELECT id FROM thing");
        var recording = server.recording(recorder);
        assertEquals(new Tenant.None(), recording.usage().identity().tenant());
        assertFalse(recording.usage().identity().prepared());
        assertTrue(recording.notes().stream().anyMatch(note -> note.startsWith("app.tenant, app.user was set")));
        assertFalse(recording.notes().toString().contains("hunter2"));
    }

    @Test
    void what_is_given_counts_more_than_what_was_seen() throws Exception {
        execute("SET ROLE app", "SELECT id FROM thing");
        recorder.flush();
        var given = new Identity("other", new Tenant.RolePerTenant(), Identity.PoolMode.STATEMENT, false, List.of("s"));
        assertEquals(
                given,
                server.recording("r.jsonl", Files.readString(recorder.file()), given)
                        .usage()
                        .identity());
    }

    @Test
    void a_recording_that_ends_within_a_line_is_read_up_to_there() throws Exception {
        execute("SELECT id FROM thing", "SELECT word FROM thing");
        var text = Files.readString(recorder.file());
        var recording = read(text.substring(0, text.length() - 5));
        assertEquals(
                List.of("SELECT id FROM thing"),
                recording.usage().statements().stream().map(Statement::sql).toList());
        assertTrue(recording.notes().getFirst().startsWith("r.jsonl ends within a line"));
    }

    @Test
    void what_is_no_recording_is_refused_with_its_line() throws Exception {
        execute("SELECT id FROM thing");
        var text = Files.readString(recorder.file());
        assertAll(
                () -> assertThrows(InvalidInput.class, () -> read("")),
                () -> assertThrows(InvalidInput.class, () -> read("SELECT 1\n")),
                () -> assertThrows(InvalidInput.class, () -> read("{\"format\":\"seamwright-recording/2\"}\n")),
                () -> assertTrue(Objects.requireNonNull(
                                assertThrows(InvalidInput.class, () -> read(text + "{\"run\":9,\"statement\":77}\n"))
                                        .getMessage())
                        .contains("r.jsonl:4")));
    }

    private Recording read(String text) throws SQLException {
        return server.recording("r.jsonl", text, Identity.UNKNOWN);
    }

    @Test
    void a_disk_that_takes_no_recording_harms_no_statement_and_is_told_by_the_flush(@TempDir Path directory)
            throws Exception {
        var obstacle = Files.createFile(directory.resolve("file"));
        recorder = new Recorder("things-db", obstacle);
        recorded = RecordingDataSource.wrap(plain, recorder);
        execute("SELECT id FROM thing");
        assertThrows(UncheckedIOException.class, recorder::flush);
    }

    @Test
    void threads_record_at_the_same_time_without_loss() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var all = threads.invokeAll(java.util.stream.IntStream.range(0, 8)
                    .<java.util.concurrent.Callable<Integer>>mapToObj(number -> () -> {
                        for (var i = 0; i < 50; i++) {
                            execute("SELECT word AS w%d FROM thing".formatted(i));
                            // the recording goes on, whatever becomes of this thread
                            Thread.currentThread().interrupt();
                            assertTrue(Thread.interrupted());
                        }
                        return number;
                    })
                    .toList());
            for (Future<Integer> each : all) {
                each.get();
            }
        }
        var statements = server.recording(recorder).usage().statements();
        assertEquals(50, statements.size());
        assertTrue(statements.stream().allMatch(statement -> Long.valueOf(8).equals(statement.calls())));
    }
}
