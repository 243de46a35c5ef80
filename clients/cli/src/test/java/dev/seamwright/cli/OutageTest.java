package dev.seamwright.cli;

import static dev.seamwright.cli.testing.StubBroker.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.seamwright.cli.testing.OfficialFormats;
import dev.seamwright.cli.testing.SelfSigned;
import dev.seamwright.cli.testing.Signer;
import dev.seamwright.cli.testing.StubBroker;
import dev.seamwright.cli.testing.TestCli;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Outages and policies: a case a line, in {@code src/test/resources/outage/cases.txt}. */
class OutageTest {
    private static final Path CASES = Path.of("src/test/resources/outage/cases.txt");
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
    private static final String ANSWER = "{\"summary\":{\"deployable\":%s},\"notices\":[],\"matrix\":[]}";
    private static final String YES = ANSWER.formatted("true");
    private static final String JSON = "application/json";

    @TempDir
    private Path directory = Path.of("");

    private final Signer signer = new Signer();
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

    /**
     * A line of the table.
     *
     * @param answer what stdout begins with
     * @param said a part of stderr
     */
    record Case(String happens, String policy, int code, String answer, String said) {
        @Override
        public String toString() {
            return happens + ", " + policy;
        }
    }

    private static Stream<Case> cases() throws IOException {
        return Files.readAllLines(CASES).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> {
                    var cells =
                            Arrays.stream(line.split("\\|")).map(String::strip).toList();
                    return new Case(
                            cells.get(0), cells.get(1), Integer.parseInt(cells.get(2)), cells.get(3), cells.get(4));
                });
    }

    @Test
    void there_are_at_least_sixty_cases() throws IOException {
        assertTrue(cases().count() >= 60);
    }

    private List<String> question(String url, String key, String policy) {
        var words = new ArrayList<>(
                List.of("can-i-deploy -a web -e 1 --to-environment prod --last-verdict last.json -b".split(" ")));
        words.addAll(List.of(url, "--on-outage", policy));
        if (!key.isEmpty()) {
            words.addAll(List.of("--verdict-key", key));
        }
        return words;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void an_outage_has_the_exit_code_and_the_text_of_its_policy(Case one) throws Exception {
        var cli = new TestCli(directory);
        before(one.happens(), cli);
        try (var url = during(one.happens())) {
            cli.pass(
                    switch (one.happens()) {
                        case "too-old" -> Duration.ofDays(2);
                        default -> Duration.ofHours(1);
                    });
            var key = switch (one.happens()) {
                case "without-a-key" -> "";
                case "of-another-key" -> new Signer().key();
                default -> signer.key();
            };
            var words = question(url.address(), key, one.policy());
            // seconds: a loaded machine may be slow, only a broker that hangs must be given up soon
            words.addAll(List.of("--timeout", one.happens().endsWith("in-time") ? "1" : "30"));
            var formats = List.of("json", "markdown", "junit", "sarif", "github", "gitlab");
            formats.forEach(format -> words.addAll(List.of("--report", "%s=%s.out".formatted(format, format))));
            var outcome = cli.run(words.toArray(String[]::new));

            assertEquals(one.code(), outcome.code(), outcome.err());
            assertTrue(outcome.out().startsWith(one.answer()), outcome.out());
            assertTrue(outcome.err().contains(one.said()), outcome.err());
            assertEquals(
                    outcome.code() == 0,
                    outcome.out().startsWith("YES"),
                    "only a verdict exits with 0: " + outcome.out());
            assertTrue(outcome.out().endsWith("\nOn outage: %s.\n".formatted(one.policy())), outcome.out());
            for (var format : formats) {
                var report = Files.readString(directory.resolve(format + ".out"));
                OfficialFormats.assertValid(format, report);
                // Code Quality has no place for it
                assertTrue(format.equals("gitlab") || report.contains(one.policy()), report);
                assertTrue(outcome.code() == 0 || !report.contains("✅"), report);
            }
            OfficialFormats.assertVerdict(Files.readString(directory.resolve("json.out")));
        }
    }

    /** What was before the outage: a yes, if nothing else is said. */
    private void before(String happens, TestCli cli) throws IOException {
        var last = directory.resolve("last.json");
        switch (happens) {
            case "never-asked" -> {
                return;
            }
            case "of-a-broker-that-does-not-sign" ->
                broker.otherwise((exchange, _) -> answer(exchange, 200, JSON, YES));
            case "no-before" -> broker.otherwise(signer.answering(ANSWER.formatted("false"), () -> NOW));
            case "unknown-before" -> broker.otherwise(signer.answering(ANSWER.formatted("null"), () -> NOW));
            case "from-the-future" -> broker.otherwise(signer.answering(YES, () -> NOW.plus(Duration.ofHours(2))));
            default -> broker.otherwise(signer.answering(YES, () -> NOW));
        }
        var words = question(broker.url(), signer.key(), "fail");
        if (happens.equals("of-another-question")) {
            words.set(words.indexOf("prod"), "test");
        }
        cli.run(words.toArray(String[]::new));
        switch (happens) {
            case "forged" -> Files.writeString(last, Files.readString(last).replace("true", "null"));
            case "damaged" -> Files.writeString(last, Files.readString(last).substring(0, 40));
            default -> assertEquals(!happens.equals("of-a-broker-that-does-not-sign"), Files.exists(last));
        }
    }

    /** Where the broker is asked now, and what has to be stopped afterwards. */
    private record During(String address, Runnable server) implements AutoCloseable {
        @Override
        public void close() {
            server.run();
        }
    }

    private During during(String happens) throws Exception {
        if (happens.equals("certificate-of-nobody")) {
            var https = SelfSigned.server(directory, exchange -> answer(exchange, 200, JSON, YES));
            return new During("https://127.0.0.1:" + https.getAddress().getPort(), () -> https.stop(0));
        }
        if (happens.equals("unknown-host")) {
            return new During("http://broker.invalid", () -> {});
        }
        if (happens.equals("connection-refused")) {
            broker.close();
        }
        broker.otherwise((exchange, _) -> fail(exchange, happens));
        return new During(broker.url(), () -> {});
    }

    private static void fail(HttpExchange exchange, String happens) throws IOException {
        switch (happens) {
            case "connection-cut" -> {
                exchange.sendResponseHeaders(200, 1000);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                exchange.close();
            }
            case "no-answer-in-time" -> hang();
            case "half-an-answer-in-time" -> {
                exchange.sendResponseHeaders(200, 1000);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                hang();
            }
            case "500" -> answer(exchange, 500, JSON, "{\"error\":{\"message\":\"boom\"}}");
            case "500-that-claims-yes" -> answer(exchange, 500, JSON, YES);
            case "502" -> answer(exchange, 502, "text/html", "<h1>Bad gateway</h1>");
            case "503-read-only-database" ->
                answer(
                        exchange,
                        503,
                        "application/problem+json",
                        "{\"title\":\"Unavailable\",\"detail\":\"The database cannot write now: it is read-only.\"}");
            case "429" -> answer(exchange, 429, JSON, "{}");
            case "html" -> answer(exchange, 200, "text/html", "<html>Welcome</html>");
            case "truncated-json" -> answer(exchange, 200, JSON, YES.substring(0, 30));
            case "json-that-is-no-verdict" -> answer(exchange, 200, JSON, "{\"deployable\":true}");
            case "redirect-to-login" -> {
                exchange.getResponseHeaders().set("Location", "https://login.example/");
                answer(exchange, 302, "text/html", "");
            }
            case "401" -> answer(exchange, 401, JSON, "{}");
            case "403" -> answer(exchange, 403, JSON, "{}");
            default -> answer(exchange, 503, "text/plain", "away");
        }
    }

    private static void hang() {
        try {
            Thread.sleep(20_000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void the_key_comes_from_a_variable_too_and_may_be_one_of_several() {
        broker.otherwise(signer.answering(YES, () -> NOW));
        var cli = new TestCli(directory).with("SEAMWRIGHT_VERDICT_KEY", new Signer().key() + "\n" + signer.key());
        cli.run(question(broker.url(), "", "fail").toArray(String[]::new));
        broker.otherwise((exchange, _) -> answer(exchange, 503, "text/plain", "away"));
        var outcome = cli.run(question(broker.url(), "", "last-known").toArray(String[]::new));
        assertEquals(0, outcome.code(), outcome.err());
    }

    @Test
    void without_a_file_the_cache_has_the_last_answer() {
        broker.otherwise(signer.answering(YES, () -> NOW));
        var cli = new TestCli(directory);
        var words = new ArrayList<>(question(broker.url(), signer.key(), "last-known"));
        var file = words.indexOf("--last-verdict");
        words.subList(file, file + 2).clear();
        cli.run(words.toArray(String[]::new));
        broker.otherwise((exchange, _) -> answer(exchange, 503, "text/plain", "away"));
        assertEquals(0, cli.run(words.toArray(String[]::new)).code());
    }

    @Test
    void a_dry_run_without_a_verdict_is_no_yes() {
        broker.otherwise((exchange, _) -> answer(exchange, 503, "text/plain", "away"));
        var words = question(broker.url(), signer.key(), "pass");
        words.add("--dry-run");
        assertEquals(5, new TestCli(directory).run(words.toArray(String[]::new)).code());
    }

    @Test
    void wrong_keys_and_ages_ask_nobody() {
        var cli = new TestCli(directory);
        for (var line : List.of("--verdict-key x", "--verdict-key ed25519:AAAA", "--max-age 3", "--max-age 1y")) {
            var words = question(broker.url(), "", "fail");
            words.addAll(List.of(line.split(" ")));
            assertEquals(4, cli.run(words.toArray(String[]::new)).code(), line);
        }
        assertEquals(List.of(), broker.requests());
    }
}
