package dev.seamwright.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.cli.testing.StubBroker;
import dev.seamwright.cli.testing.TestCli;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The combined head of a merge queue, and whether a workflow asks there at all. */
class MergeQueueTest {
    private static final Path WORKFLOWS =
            Path.of("src/test/resources/workflows").toAbsolutePath();
    private static final String MAIN =
            "GET /matrix?q%5B%5D%5Bpacticipant%5D=web&q%5B%5D%5Bversion%5D=c0de&latestby=cvp&latest=true&mainBranch=true&limit=1000";
    private static final String TOGETHER =
            "GET /matrix?q%%5B%%5D%%5Bpacticipant%%5D=web&q%%5B%%5D%%5Bversion%%5D=c0de&q%%5B%%5D%%5Bpacticipant%%5D=%s&q%%5B%%5D%%5Bversion%%5D=%s&latestby=cvpv&limit=1000";
    private static final String ANSWER = "{\"summary\":{\"deployable\":%s,\"reason\":\"%s\"},\"matrix\":[]}";

    @TempDir
    private Path directory = Path.of("");

    private final StubBroker broker = start();

    private static StubBroker start() {
        try {
            return new StubBroker();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private static String version(String number, String branches, String at) {
        var listed = Arrays.stream(branches.split(" "))
                .map("{\"name\":\"%s\",\"latest\":true}"::formatted)
                .toList();
        return "{\"number\":\"%s\",\"branches\":%s,\"createdAt\":\"%s\"}".formatted(number, listed, at);
    }

    private void queue() {
        broker.on("GET /integrations", 200, """
                {"_embedded": {"integrations": [
                  {"consumer": {"name": "web"}, "provider": {"name": "orders"}},
                  {"consumer": {"name": "app"}, "provider": {"name": "web"}},
                  {"consumer": {"name": "app"}, "provider": {"name": "stock"}}]}}""");
        broker.on(
                "GET /api/v1/participants/orders/versions",
                200,
                "{\"items\":[%s,%s,%s,%s]}"
                        .formatted(
                                version("queued", "gh-readonly-queue/main/pr-3-aa", "2026-11-23T08:00:00Z"),
                                version("merged", "gh-readonly-queue/main/pr-2-bb main", "2026-11-23T07:00:00Z"),
                                version("thrown-out", "gh-readonly-queue/main/pr-1-cc", "2026-11-21T07:00:00Z"),
                                version("elsewhere", "feature", "2026-11-23T07:00:00Z")));
        broker.on("GET /api/v1/participants/app/versions", 200, "{\"items\":[]}");
        broker.on(MAIN, 200, ANSWER.formatted("true", "main fits"));
    }

    private TestCli.Outcome ask(String... more) {
        return new TestCli(directory)
                .run(Stream.concat(
                                Stream.of("can-i-merge", "-a", "web", "-e", "c0de", "-b", broker.url()),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({"true, 0, YES", "false, 1, NO", "null, 2, UNKNOWN"})
    void the_combined_head_has_to_suit_what_waits_in_the_queue(String deployable, int code, String word) {
        queue();
        broker.on(TOGETHER.formatted("orders", "queued"), 200, ANSWER.formatted(deployable, "together"));
        var outcome = ask("--queue", "gh-readonly-queue/main/");
        assertAll(
                () -> assertEquals(code, outcome.code(), outcome.err()),
                () -> assertTrue(outcome.out().startsWith(word + ": merge web c0de"), outcome.out()),
                () -> assertTrue(
                        outcome.out().contains("main fits") && outcome.out().contains("together"), outcome.out()),
                () -> assertTrue(outcome.err().contains("In the queue: orders queued."), outcome.err()),
                () -> assertEquals(
                        2,
                        broker.lines().stream()
                                .filter(line -> line.startsWith("GET /matrix"))
                                .count()));
    }

    @Test
    void a_change_that_waits_elsewhere_can_be_named() {
        broker.on(MAIN, 200, ANSWER.formatted("true", ""));
        broker.on(TOGETHER.formatted("orders", "9"), 200, ANSWER.formatted("false", "no"));
        assertEquals(1, ask("--with", "orders@9").code());
        assertEquals(4, ask("--with", "orders").code());
    }

    @Test
    void a_queue_that_cannot_be_read_is_no_yes_whatever_was_before() {
        broker.on(MAIN, 200, ANSWER.formatted("true", ""));
        broker.on("GET /integrations", 503, "{}");
        assertAll(
                () -> assertEquals(3, ask("--queue", "gh-readonly-queue/main/").code()),
                () -> assertEquals(
                        3,
                        ask("--queue", "gh-readonly-queue/main/", "--on-outage", "last-known")
                                .code()),
                () -> assertEquals(
                        5,
                        ask("--queue", "gh-readonly-queue/main/", "--on-outage", "pass")
                                .code()));
    }

    @ParameterizedTest
    @CsvSource({
        "with.yml, 0, 1 gates in 1 workflows",
        "without.yml, 1, workflow-without-merge-group",
        "other-types.yml, 1, workflow-without-merge-group",
        "skipped.yml, 1, gate-skipped-in-merge-group",
        "no-gate.yml, 2, 0 gates in 1 workflows",
        "broken.yml, 1, workflow-unreadable",
        "missing.yml, 4, ''"
    })
    void a_workflow_asks_in_the_merge_queue_too(String file, int code, String said) {
        var outcome = new TestCli(directory)
                .run("check-workflows", WORKFLOWS.resolve(file).toString());
        assertEquals(code, outcome.code(), outcome.err());
        assertTrue(outcome.out().contains(said.replace("''", "'")), outcome.out());
    }
}
