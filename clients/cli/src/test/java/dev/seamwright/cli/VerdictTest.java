package dev.seamwright.cli;

import static dev.seamwright.cli.testing.StubBroker.answer;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.cli.testing.Golden;
import dev.seamwright.cli.testing.OfficialFormats;
import dev.seamwright.cli.testing.StubBroker;
import dev.seamwright.cli.testing.TestCli;
import dev.seamwright.contracts.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictTest {
    private static final Path CASES = Path.of("src/test/resources/verdict");

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

    private void answers(String matrix) {
        broker.on("GET /matrix", 200, matrix);
    }

    private TestCli.Outcome ask(String... more) {
        var words = Stream.concat(
                Stream.of("can-i-deploy", "-a", "web", "-e", "1.2.3", "--to-environment", "prod", "-b", broker.url()),
                Stream.of(more));
        return new TestCli(directory).run(words.toArray(String[]::new));
    }

    private static Stream<Arguments> reports() {
        return Stream.of("yes", "no", "unknown", "nothing", "hostile", "cross-check")
                .flatMap(name -> Stream.of("table", "json", "markdown", "junit", "sarif", "github", "gitlab")
                        .map(format -> Arguments.of(name, format)));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void a_verdict_is_printed(String name, String format) throws Exception {
        answers(Files.readString(CASES.resolve(name).resolve("matrix.json")));
        var outcome = ask("-o", format);
        Golden.assertMatches(
                "verdict/%s/%s.txt".formatted(name, format), outcome.out().replace(broker.url(), "http://broker"));
        OfficialFormats.assertValid(format, outcome.out());
        if (format.equals("json")) {
            OfficialFormats.assertVerdict(outcome.out());
        }
        if (format.equals("junit")) {
            var xml = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(outcome.out().getBytes(StandardCharsets.UTF_8)));
            var failures = xml.getElementsByTagName("failure").getLength();
            assertEquals(outcome.code() != 0, failures > 0, "JUnit is red exactly when the answer is not yes");
        }
    }

    private static String asked(String line) {
        return URLDecoder.decode(line.substring(line.indexOf('?') + 1), StandardCharsets.UTF_8);
    }

    private static Stream<Arguments> questions() {
        return Stream.of(
                Arguments.of(
                        "can-i-deploy -a web -e 1 --to-environment prod",
                        "q[][pacticipant]=web&q[][version]=1&latestby=cvpv&environment=prod&limit=1000"),
                Arguments.of(
                        "can-i-deploy -a web -e 1",
                        "q[][pacticipant]=web&q[][version]=1&latestby=cvp&latest=true&limit=1000"),
                Arguments.of(
                        "can-i-deploy -a web -e 1 --to prod",
                        "q[][pacticipant]=web&q[][version]=1&latestby=cvp&latest=true&tag=prod&limit=1000"),
                Arguments.of(
                        "can-i-deploy -a web --branch feat/a&b --to-environment prod",
                        "q[][pacticipant]=web&q[][latest]=true&q[][branch]=feat/a&b&latestby=cvpv&environment=prod&limit=1000"),
                Arguments.of(
                        "can-i-deploy -a web --main-branch --to-main-branch",
                        "q[][pacticipant]=web&q[][latest]=true&q[][mainBranch]=true&latestby=cvp&latest=true&mainBranch=true&limit=1000"),
                Arguments.of(
                        "can-i-deploy --pacticipant web --version 1 --pacticipant orders --latest",
                        "q[][pacticipant]=web&q[][version]=1&q[][pacticipant]=orders&q[][latest]=true&latestby=cvpv&limit=1000"),
                Arguments.of(
                        "can-i-deploy -e 1 -a web -e 2 -a orders",
                        "q[][pacticipant]=web&q[][version]=1&q[][pacticipant]=orders&q[][version]=2&latestby=cvpv&limit=1000"),
                Arguments.of(
                        "can-i-deploy -a web -l dev --to prod --ignore old --ignore new@7",
                        "q[][pacticipant]=web&q[][latest]=true&q[][tag]=dev&ignore[][pacticipant]=old&ignore[][pacticipant]=new&ignore[][version]=7&latestby=cvp&latest=true&tag=prod&limit=1000"),
                Arguments.of(
                        "can-i-merge -a web -e 1",
                        "q[][pacticipant]=web&q[][version]=1&latestby=cvp&latest=true&mainBranch=true&limit=1000"));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void a_question_reaches_the_matrix_as_the_pact_tools_send_it(String line, String query) {
        answers("{\"summary\":{\"deployable\":true},\"matrix\":[]}");
        var outcome = new TestCli(directory).run((line + " -b " + broker.url()).split(" "));
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals(query, asked(broker.lines().getFirst()));
    }

    @Test
    void unknown_is_asked_again_until_it_is_known() {
        var asked = new AtomicInteger();
        broker.on(
                "GET /matrix",
                (exchange, _) -> answer(
                        exchange,
                        200,
                        "application/json",
                        "{\"summary\":{\"deployable\":%s},\"matrix\":[]}"
                                .formatted(asked.incrementAndGet() < 3 ? "null" : "true")));
        var cli = new TestCli(directory);
        var outcome = cli.run(
                "can-i-deploy",
                "-a",
                "web",
                "-e",
                "1",
                "--to",
                "prod",
                "-b",
                broker.url(),
                "--retry-while-unknown",
                "5",
                "--retry-interval",
                "7");
        assertEquals(0, outcome.code());
        assertEquals(List.of(Duration.ofSeconds(7), Duration.ofSeconds(7)), cli.pauses());
    }

    @Test
    void a_broker_that_tells_when_it_is_known_is_not_asked_again_and_again() {
        var asked = new AtomicInteger();
        broker.on(
                "GET /matrix",
                (exchange, _) -> answer(
                        exchange,
                        200,
                        "application/json",
                        "{\"summary\":{\"deployable\":%s},\"matrix\":[]}"
                                .formatted(asked.incrementAndGet() < 2 ? "null" : "true")));
        broker.on("GET /api/v1/verdicts/events", (exchange, _) -> answer(exchange, 200, "text/event-stream", """
                        event: verdict
                        data: {"deployable":"unknown"}

                        : waiting

                        event: verdict
                        data: {"deployable":"yes"}

                        """));
        var cli = new TestCli(directory);
        var outcome = cli.run(
                "can-i-deploy",
                "-a",
                "web",
                "-e",
                "1",
                "--to",
                "prod",
                "-b",
                broker.url(),
                "--retry-while-unknown",
                "5");
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals(List.of(), cli.pauses());
        assertEquals(3, broker.requests().size());
        assertEquals(
                asked(broker.lines().getFirst()), asked(broker.lines().get(1)), "the same question, to another path");
    }

    @Test
    void a_broker_that_ends_its_events_is_asked_again_and_again() {
        answers("{\"summary\":{\"deployable\":null},\"matrix\":[]}");
        broker.on(
                "GET /api/v1/verdicts/events",
                (exchange, _) -> answer(
                        exchange, 200, "text/event-stream", "event: verdict\ndata: {\"deployable\":\"unknown\"}\n\n"));
        var cli = new TestCli(directory);
        var outcome = cli.run(
                "can-i-deploy",
                "-a",
                "web",
                "-e",
                "1",
                "--to",
                "prod",
                "-b",
                broker.url(),
                "--retry-while-unknown",
                "2");
        assertEquals(2, outcome.code(), outcome.err());
        assertEquals(2, cli.pauses().size());
    }

    @Test
    void no_is_not_asked_again() {
        answers("{\"summary\":{\"deployable\":false},\"matrix\":[]}");
        assertEquals(1, ask("--retry-while-unknown", "5").code());
        assertEquals(1, broker.requests().size());
    }

    @Test
    void retries_end() {
        answers("{\"summary\":{\"deployable\":null},\"matrix\":[]}");
        assertEquals(
                2, ask("--retry-while-unknown", "2", "--retry-interval", "0").code());
        assertEquals(3, broker.requests().size());
    }

    @Test
    void a_short_outage_is_waited_for() {
        var asked = new AtomicInteger();
        broker.on("GET /matrix", (exchange, _) -> {
            if (asked.incrementAndGet() < 4) {
                answer(exchange, 503, "text/plain", "starting");
            } else {
                answer(exchange, 200, "application/json", "{\"summary\":{\"deployable\":true},\"matrix\":[]}");
            }
        });
        assertEquals(0, ask().code());
    }

    /** A verdict on so many seams, each of which fails. */
    private static String many(int seams) {
        var rows = IntStream.range(0, seams).mapToObj("""
                {"consumer": {"name": "web", "version": {"number": "1"}},
                 "provider": {"name": "service-with-a-rather-long-name-%1$d", "version": {"number": "4"}},
                 "verificationResult": {"success": false}}"""::formatted).collect(Collectors.joining(","));
        return "{\"summary\":{\"deployable\":false,\"reason\":\"failed\"},\"matrix\":[%s]}".formatted(rows);
    }

    @Test
    void a_large_answer_keeps_to_the_limits_of_those_who_show_it() throws Exception {
        answers(many(900));
        for (var format : List.of("table", "json", "markdown", "junit", "sarif", "github", "gitlab")) {
            OfficialFormats.assertValid(format, ask("-o", format).out());
        }
        var markdown = ask("-o", "markdown").out();
        assertTrue(markdown.matches("(?s).*\\*and [0-9]+ more lines; the log has all of them\\.\\*\n"), markdown);
        var annotations = ask("-o", "github").out();
        assertTrue(annotations.contains("::and 891 more; the log and the summary have all of them"), annotations);
    }

    @Test
    void one_evaluation_has_many_forms() throws Exception {
        answers(Files.readString(CASES.resolve("no").resolve("matrix.json")));
        var outcome = ask(
                "--report",
                "json=out/verdict.json",
                "--report",
                "junit=out/verdict.xml",
                "--report",
                "sarif=verdict.sarif");
        assertEquals(1, outcome.code(), outcome.err());
        assertEquals(1, broker.requests().size());
        assertEquals(ask("-o", "json").out(), Files.readString(directory.resolve("out/verdict.json")));
        OfficialFormats.assertValid("junit", Files.readString(directory.resolve("out/verdict.xml")));
        OfficialFormats.assertValid("sarif", Files.readString(directory.resolve("verdict.sarif")));
    }

    @Test
    void a_report_that_cannot_be_written_is_no_yes() {
        answers("{\"summary\":{\"deployable\":true},\"matrix\":[]}");
        assertAll(
                () -> assertEquals(4, ask("--report", "yaml=x").code()),
                () -> assertEquals(4, ask("--report", "json").code()),
                () -> assertEquals(List.of(), broker.requests()),
                () -> assertEquals(4, ask("--report", "json=" + directory).code()));
    }

    @Test
    void a_fingerprint_outlives_versions() throws Exception {
        var matrix = Files.readString(CASES.resolve("no").resolve("matrix.json"));
        answers(matrix);
        var before = fingerprints(ask("-o", "gitlab").out());
        answers(matrix.replace("\"4.5\"", "\"4.7\"").replace("1.2.3", "1.2.4"));
        assertEquals(before, fingerprints(ask("-o", "gitlab").out()));
        assertEquals(2, before.size());
    }

    private static Set<String> fingerprints(String report) {
        var all = new TreeSet<String>();
        Json.parse(report.getBytes(StandardCharsets.UTF_8))
                .forEach(issue -> all.add(issue.path("fingerprint").asText()));
        return all;
    }

    @Test
    void a_token_is_sent_from_where_it_is_kept() throws Exception {
        answers("{\"summary\":{\"deployable\":true},\"matrix\":[]}");
        Files.writeString(directory.resolve("token"), "from-file\n");
        var words = new String[] {"can-i-merge", "-a", "web", "-e", "1", "-b", broker.url()};
        new TestCli(directory).with("SEAMWRIGHT_TOKEN_FILE", "token").run(words);
        new TestCli(directory).with("PACT_BROKER_TOKEN", "from-pact").run(words);
        new TestCli(directory)
                .with("PACT_BROKER_USERNAME", "u")
                .with("PACT_BROKER_PASSWORD", "p")
                .run(words);
        new TestCli(directory)
                .run("can-i-merge", "-a", "web", "-e", "1", "-b", broker.url().replace("//", "//u:p%40@"));
        assertEquals(
                List.of("Bearer from-file", "Bearer from-pact", "Basic dTpw", "Basic dTpwQA=="),
                broker.requests().stream()
                        .map(StubBroker.Request::authorization)
                        .toList());
    }

    @Test
    void verbose_shows_requests_and_no_secret() {
        answers("{\"summary\":{\"deployable\":true},\"matrix\":[]}");
        var outcome = ask("--token", "hidden", "--verbose");
        assertTrue(outcome.err().contains("GET " + broker.url() + "/matrix?"), outcome.err());
        assertTrue(!outcome.err().contains("hidden"), outcome.err());
    }
}
