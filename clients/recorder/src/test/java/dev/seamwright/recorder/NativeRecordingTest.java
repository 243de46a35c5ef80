package dev.seamwright.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Statement;
import dev.seamwright.recorder.testing.TestServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of drivers that are not JDBC's. */
class NativeRecordingTest {
    private static final String HEADER = """
            {"format": "seamwright-recording/1", "database": "shop-db", "startedAt": "2026-11-26T10:00:00+00:00"}
            """;

    @Test
    void a_text_is_taken_as_it_reached_the_server(@TempDir Path directory) throws Exception {
        try (var server = TestServer.in(directory)) {
            var recording = server.recording("a.jsonl", HEADER + """
                            {"statement": 1, "sql": "SELECT data ? 'a' FROM t WHERE id = $1 AND note = '{fn now()}'", "by": "native"}
                            {"run": 2, "statement": 1, "user": "shop", "place": "shop.find(shop.py:1)", "test": "tests/test_shop.py::test_it"}
                            {"run": 2, "calls": 3}
                            """, Identity.UNKNOWN);
            var statement = recording.usage().statements().getFirst();
            assertEquals("SELECT data ? $2 FROM t WHERE id = $1 AND note = $3", statement.sql());
            assertEquals(List.of("shop.find(shop.py:1)", "test tests/test_shop.py::test_it"), statement.sources());
            assertEquals(3L, statement.calls());
            assertTrue(recording.usage().identity().prepared());
        }
    }

    @Test
    void what_a_driver_writes_out_is_not_prepared(@TempDir Path directory) throws Exception {
        try (var server = TestServer.in(directory)) {
            var recording = server.recording("a.jsonl", HEADER + """
                            {"statement": 1, "sql": "SET ROLE shop; SELECT $1::int; UPDATE t SET a = $1", "by": "interpolated"}
                            {"run": 2, "statement": 1}
                            """, Identity.UNKNOWN);
            assertEquals(
                    List.of("SELECT $1::int", "UPDATE t SET a = $1"),
                    recording.usage().statements().stream()
                            .map(Statement::sql)
                            .sorted()
                            .toList());
            assertFalse(recording.usage().identity().prepared());
            assertEquals("shop", recording.usage().identity().role());
        }
    }
}
