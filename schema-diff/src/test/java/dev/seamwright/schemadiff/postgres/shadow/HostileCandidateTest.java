package dev.seamwright.schemadiff.postgres.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.schemadiff.postgres.shadow.Shadow.LimitReached;
import dev.seamwright.schemadiff.postgres.shadow.Shadow.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attempts to get out of the shadow, or to use it up: a folder each, with what the shadow answers. {@code -Dgolden=update} rewrites the
 * answers. After each attempt the server has to be the same one as before it, without a trace of the run.
 */
class HostileCandidateTest {
    private static final Path RESOURCES = Path.of("src/test/resources");

    private static final String DONE = "PostgreSQL does it, and nothing of it is left.";
    private static final String STARTED = "SELECT pg_postmaster_start_time()";

    @TempDir
    static Path directory = Path.of("");

    static Shadow shadow = Shadow.embedded(directory, Limits.DEFAULT);
    static ServerSocket listener = listener();

    private static Path writable = directory;
    private static String started = "";

    private static ServerSocket listener() {
        try {
            var socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            socket.setSoTimeout(1);
            return socket;
        } catch (IOException failure) {
            throw new ExceptionInInitializerError(failure);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        var limits = new Limits(Duration.ofSeconds(4), Duration.ofSeconds(2), 96L << 20, 512L << 20);
        shadow = Shadow.embedded(directory.resolve("shadow"), limits);
        // a short path: long statements are cut in messages
        writable = Files.createTempDirectory(Path.of("/tmp"), "seam");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(writable, PosixFilePermissions.fromString("rwxrwxrwx"));
        started = first();
    }

    @AfterAll
    static void stop() throws IOException {
        assertEquals(started, first());
        shadow.close();
        listener.close();
        Files.delete(writable); // nothing was written
    }

    static Stream<String> attempts() throws IOException {
        return names("hostile");
    }

    static Stream<String> exhausting() throws IOException {
        return names("exhausting");
    }

    private static Stream<String> names(String folder) throws IOException {
        try (var folders = Files.list(RESOURCES.resolve(folder))) {
            return folders.map(path -> folder + "/" + path.getFileName()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void a_candidate_does_not_get_out(String attempt) throws IOException {
        assertContained(attempt);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("exhausting")
    void a_candidate_does_not_use_the_server_up(String attempt) throws IOException {
        // which limit it meets first is a matter of the machine
        var answer = answer(sql(RESOURCES.resolve(attempt)));
        assertFalse(answer.startsWith(DONE), answer);
    }

    private static void assertContained(String attempt) throws IOException {
        var folder = RESOURCES.resolve(attempt);
        var answer = answer(sql(folder))
                        .replace(writable.toString(), "${directory}")
                        .replace("port=" + listener.getLocalPort(), "port=${port}")
                        .replace("'" + listener.getLocalPort() + "'", "'${port}'")
                + "\n";
        var expected = folder.resolve("expected.txt");
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(expected, answer, StandardCharsets.UTF_8);
        }
        assertEquals(Files.readString(expected), answer);
    }

    private static String sql(Path folder) throws IOException {
        return Files.readString(folder.resolve("attempt.sql"))
                .replace("${directory}", writable.toString())
                .replace("${port}", Integer.toString(listener.getLocalPort()));
    }

    private static String answer(String sql) {
        try {
            var notes = shadow.run(List.of(), database -> {
                try (var session = database.connect()) {
                    // a server in which the attempt before has left something would have been thrown away
                    assertEquals(started, Names.read(session, STARTED).getFirst());
                    session.setAutoCommit(!sql.startsWith("-- in one transaction"));
                    return database.load(session, Script.parse("script", sql), Loaded.Missing.REJECT)
                            .notes();
                } catch (SQLException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            return (DONE + " " + String.join(" ", notes)).strip();
        } catch (Rejected | LimitReached contained) {
            return String.valueOf(contained.getMessage());
        }
    }

    @AfterEach
    void nothing_is_outside() throws IOException {
        try (var files = Files.list(writable)) {
            assertEquals(List.of(), files.toList());
        }
        assertTrue(nobodyConnects(), "a candidate has connected to the outside");
    }

    private static boolean nobodyConnects() throws IOException {
        try (var caller = listener.accept()) {
            return !caller.isConnected();
        } catch (SocketTimeoutException nobody) {
            return true;
        }
    }

    private static String first() {
        return shadow.run(List.of(), database -> {
            try (var session = database.connect()) {
                return Names.read(session, STARTED).getFirst();
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        });
    }
}
