package dev.seamwright.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.seamwright.recorder.RecordStatements;
import dev.seamwright.recorder.Recorder;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs of other tests, with a command that writes down what it is asked. */
class PublishingExtensionTest {
    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

    static {
        // of one JVM, so before the first recorder is made
        System.setProperty(
                Recorder.DIRECTORY, Path.of("target", "recordings-of-tests").toString());
    }

    @TempDir
    private Path directory = Path.of("");

    private Path pacts = directory;
    private Path asked = directory;
    private Path command = directory;

    @BeforeEach
    void prepare() throws IOException {
        pacts = Files.createDirectory(directory.resolve("pacts"));
        Files.writeString(pacts.resolve("web-orders.json"), "{}");
        asked = directory.resolve("asked");
        command = answering(0, "done");
    }

    private Path answering(int code, String line) throws IOException {
        var file = directory.resolve("seamwright");
        Files.writeString(file, """
                #!/bin/sh
                echo "$*" >>'%s'
                echo '%s'
                exit %d
                """.formatted(asked, line, code));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private List<String> asked() throws IOException {
        return Files.exists(asked) ? Files.readAllLines(asked) : List.of();
    }

    @Test
    void a_run_stays_in_files_unless_it_is_asked_for() throws IOException {
        var summary = run(WithDatabase.class, Map.of());
        assertEquals(1, summary.getTestsSucceededCount());
        assertEquals(List.of(), asked());
        assertTrue(!Recorder.recordings("orders-db").isEmpty());
    }

    @Test
    void pacts_and_statements_are_published_when_the_run_is_over() throws IOException {
        var summary = run(WithDatabase.class, Map.of("publish", "always", "version", "1.0.0", "brokerUrl", "http://b"));
        assertEquals(0, summary.getTotalFailureCount());
        var commands = asked();
        assertEquals("publish --version=1.0.0 " + pacts + " --broker=http://b", commands.getFirst());
        assertTrue(
                commands.get(1).matches("usage record --from-recording=.* --resolve-schema=db/migration --output=.*"),
                commands.get(1));
        assertTrue(
                commands.get(2)
                        .matches(
                                "usage publish --version=1.0.0 --participant=web --database=orders-db .*usage-orders-db.json --broker=http://b"),
                commands.get(2));
        assertEquals(3, commands.size());
    }

    @Test
    void a_run_with_a_failed_test_is_not_published() throws IOException {
        var summary = run(Failing.class, Map.of("publish", "always"));
        assertEquals(1, summary.getTestsFailedCount());
        assertEquals(List.of(), asked());
    }

    @Test
    void what_cannot_be_published_fails_a_run_only_when_it_is_asked_for() throws IOException {
        command = answering(3, "The broker cannot be reached.");
        assertEquals(0, run(OfPacts.class, Map.of("publish", "always")).getTotalFailureCount());

        var summary = run(OfPacts.class, Map.of("publish", "always", "failBuild", "true"));
        assertEquals(1, summary.getContainersFailedCount());
        var told = told(summary);
        assertTrue(told.startsWith("Not published: The broker cannot be reached."), told);
    }

    @Test
    void a_command_that_is_missing_is_told() throws IOException {
        command = directory.resolve("missing");
        var summary = run(OfPacts.class, Map.of("publish", "always", "failBuild", "true"));
        var told = told(summary);
        assertTrue(told.contains("put seamwright on the PATH, or name it in seamwright.command"), told);
    }

    @Test
    void a_wrong_setting_fails_before_the_tests() throws IOException {
        var summary = run(OfPacts.class, Map.of("publish", "yes"));
        assertEquals(0, summary.getTestsStartedCount());
        assertTrue(summary.getTotalFailureCount() > 0);
    }

    @Test
    void a_provider_that_is_not_as_expected_fails_its_test_with_the_fields() throws IOException {
        command = answering(1, "$.id is a text");
        var summary = run(Verifying.class, Map.of());
        assertEquals(1, summary.getTestsFailedCount());
        var told = told(summary);
        assertEquals("web is not what a consumer expects:\n$.id is a text", told);
        assertEquals(List.of("verify --provider=web --base-url=http://127.0.0.1:9"), asked());
    }

    @Test
    void a_verification_without_an_answer_aborts_its_test_or_fails_it_where_it_is_published() throws IOException {
        command = answering(3, "The broker cannot be reached.");
        assertEquals(1, run(Verifying.class, Map.of()).getTestsAbortedCount());
        assertEquals(1, run(Verifying.class, Map.of("publish", "always")).getTestsFailedCount());
        assertTrue(asked().getLast().contains(" --publish"), asked()::toString);
    }

    private static String told(TestExecutionSummary summary) {
        var failure = summary.getFailures().getFirst().getException();
        return String.valueOf((failure.getCause() == null ? failure : failure.getCause()).getMessage());
    }

    private TestExecutionSummary run(Class<?> tests, Map<String, String> settings) {
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .configurationParameter("seamwright.pacts", pacts.toString())
                .configurationParameter("seamwright.command", command.toString());
        settings.forEach((name, value) -> request.configurationParameter("seamwright." + name, value));
        var listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request.build(), listener);
        return listener.getSummary();
    }

    @RecordStatements(database = "orders-db")
    @PublishContracts(participant = "web", schema = "db/migration")
    static class WithDatabase {
        @Test
        void runs_a_statement(Recorder recorder) throws SQLException {
            try (var connection = recorder.record(connection());
                    var statement = connection.createStatement()) {
                statement.execute("SELECT 1");
            }
        }

        private static Connection connection() {
            return answering(Connection.class);
        }

        /** Answers with what answers likewise, with false, or with nothing. */
        private static <T> T answering(Class<T> type) {
            return type.cast(
                    Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                        var answer = method.getReturnType();
                        return answer == boolean.class
                                ? (Object) false
                                : answer.isInterface() ? answering(answer) : null;
                    }));
        }
    }

    @PublishContracts(participant = "web")
    static class OfPacts {
        @Test
        void passes() {}
    }

    @PublishContracts(participant = "web")
    static class Failing {
        @Test
        void fails() {
            fail("as it is to");
        }
    }

    @PublishContracts(participant = "web")
    static class Verifying {
        @Test
        void it_keeps_what_consumers_expect(ProviderVerification verification) {
            verification.verify(NOWHERE);
        }
    }
}
