package dev.seamwright.cli;

import static dev.seamwright.cli.testing.StubBroker.answer;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.seamwright.cli.testing.Signer;
import dev.seamwright.cli.testing.StubBroker;
import dev.seamwright.cli.testing.StubBroker.Handler;
import dev.seamwright.cli.testing.TestCli;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExitCodeTest {
    private static final String JSON = "application/hal+json";
    private static final String YES = "{\"summary\":{\"deployable\":true},\"notices\":[],\"matrix\":[]}";

    @TempDir
    private Path directory = Path.of("");

    private StubBroker broker = start();

    private static StubBroker start() {
        try {
            return new StubBroker();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @BeforeEach
    void pact() throws IOException {
        Files.writeString(
                directory.resolve("web-orders.json"),
                "{\"consumer\":{\"name\":\"web\"},\"provider\":{\"name\":\"orders\"},\"interactions\":[]}");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    /**
     * A way in which a broker fails.
     *
     * @param outage whether it may be over later, so that --on-outage applies
     * @param verdict the exit code of can-i-deploy
     * @param list the exit code of a list
     * @param publish the exit code of publish
     * @param said a part of the sentence on stderr
     */
    record Fault(String name, boolean outage, int verdict, int list, int publish, String said, Handler handler) {
        /** Seconds: a loaded machine may be slow, only a broker that hangs must be given up soon. */
        String patience() {
            return name.endsWith("in time") ? "1" : "30";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Fault outage(String name, String said, Handler handler) {
        return new Fault(name, true, 3, 3, 3, said, handler);
    }

    private static Fault wrongSetup(String name, String said, Handler handler) {
        return new Fault(name, false, 3, 3, 3, said, handler);
    }

    private static Fault says(String name, String said, String body) {
        return new Fault(name, true, 3, 0, 0, said, (exchange, _) -> answer(exchange, 200, JSON, body));
    }

    private static Handler status(int status, String contentType, String body) {
        return (exchange, _) -> answer(exchange, status, contentType, body);
    }

    private static Handler redirect(int status) {
        return (exchange, _) -> {
            exchange.getResponseHeaders().set("Location", "https://elsewhere.example/matrix");
            answer(exchange, status, "text/html", "");
        };
    }

    private static void hang(HttpExchange exchange, int announced, String begun) throws IOException {
        if (announced > 0) {
            exchange.sendResponseHeaders(200, announced);
            exchange.getResponseBody().write(begun.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        }
        try {
            Thread.sleep(20_000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Stream<Fault> faults() {
        return Stream.of(
                outage("500 with JSON", "answered 500: boom", status(500, JSON, "{\"error\":{\"message\":\"boom\"}}")),
                outage("500 with HTML", "answered 500", status(500, "text/html", "<h1>Oops</h1>")),
                outage("500 without a body", "answered 500", status(500, JSON, "")),
                outage("501", "answered 501", status(501, JSON, "{}")),
                outage("502", "answered 502", status(502, "text/html", "<h1>Bad gateway</h1>")),
                outage("503", "answered 503", status(503, "text/plain", "try later")),
                outage("504", "answered 504", status(504, "text/html", "")),
                outage("429", "answered 429", status(429, JSON, "{\"detail\":\"slow down\"}")),
                outage("a 500 that claims yes", "answered 500", status(500, JSON, YES)),
                new Fault(
                        "HTML instead of JSON",
                        true,
                        3,
                        3,
                        3,
                        "no JSON",
                        status(200, "text/html", "<html>Sign in</html>")),
                new Fault("truncated JSON", true, 3, 3, 3, "no JSON", status(200, JSON, YES.substring(0, 30))),
                new Fault("two documents", true, 3, 3, 3, "no JSON", status(200, JSON, YES + YES)),
                new Fault(
                        "a key twice",
                        true,
                        3,
                        3,
                        3,
                        "no JSON",
                        status(200, JSON, "{\"summary\":{\"deployable\":false,\"deployable\":true},\"matrix\":[]}")),
                new Fault("JSON without end", true, 3, 3, 3, "no JSON", status(200, JSON, "[".repeat(100_000))),
                new Fault("an array", true, 3, 3, 0, "no answer of a broker", status(200, JSON, "[]")),
                new Fault("a bare true", true, 3, 3, 0, "no answer of a broker", status(200, JSON, "true")),
                new Fault("an empty 200", true, 3, 3, 0, "no answer of a broker", status(200, JSON, "")),
                new Fault("204", true, 3, 3, 0, "no answer of a broker", (exchange, _) -> {
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                }),
                says("an empty object", "no verdict", "{}"),
                says("no matrix", "no verdict", "{\"summary\":{\"deployable\":true}}"),
                says("a matrix that is no list", "no verdict", "{\"summary\":{\"deployable\":true},\"matrix\":{}}"),
                says("no summary", "no verdict", "{\"matrix\":[]}"),
                says("no deployable", "no verdict", "{\"summary\":{\"success\":1},\"matrix\":[]}"),
                says("a yes in words", "no verdict", "{\"summary\":{\"deployable\":\"true\"},\"matrix\":[]}"),
                says("a yes in numbers", "no verdict", "{\"summary\":{\"deployable\":1},\"matrix\":[]}"),
                outage("a connection closed without an answer", "broke", (exchange, _) -> exchange.close()),
                outage("an answer cut off", "broke", (exchange, _) -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    exchange.close();
                }),
                outage("no answer in time", "no answer within 1 s", (exchange, _) -> hang(exchange, 0, "")),
                outage("half an answer in time", "no answer within 1 s", (exchange, _) -> hang(exchange, 1000, "{")),
                wrongSetup("401", "--token", status(401, JSON, "{\"detail\":\"who are you\"}")),
                wrongSetup("401 with HTML", "--token", status(401, "text/html", "<h1>Login</h1>")),
                wrongSetup("403", "scope", status(403, JSON, "{\"detail\":\"not you\"}")),
                wrongSetup("404 with HTML", "is --broker right?", status(404, "text/html", "<h1>Not found</h1>")),
                new Fault("404 with JSON", false, 3, 1, 1, "not here", status(404, JSON, "{\"error\":\"not here\"}")),
                new Fault(
                        "409", false, 3, 1, 1, "another content", status(409, JSON, "{\"error\":\"another content\"}")),
                new Fault(
                        "400",
                        false,
                        4,
                        4,
                        4,
                        "Pacticipant X not found",
                        status(400, JSON, "{\"errors\":[\"Pacticipant X not found\"]}")),
                new Fault(
                        "422 with a problem",
                        false,
                        4,
                        4,
                        4,
                        "/name: is blank",
                        status(422, JSON, "{\"errors\":[{\"pointer\":\"/name\",\"detail\":\"is blank\"}]}")),
                wrongSetup("301", "redirects to https://elsewhere.example/matrix", redirect(301)),
                wrongSetup("302", "redirects", redirect(302)),
                wrongSetup("307", "redirects", redirect(307)));
    }

    private TestCli.Outcome ask(String... more) {
        var words = Stream.concat(
                Stream.of("can-i-deploy", "-a", "web", "-e", "1", "--to-environment", "prod"), Stream.of(more));
        return new TestCli(directory).run(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_failure_to_get_a_verdict_is_neither_yes_nor_no(Fault fault) {
        broker.otherwise(fault.handler());
        var outcome = ask("-b", broker.url(), "--timeout", fault.patience());
        assertEquals(fault.verdict(), outcome.code(), outcome.err());
        assertTrue(outcome.err().contains(fault.said()), outcome.err());
        assertTrue(
                fault.verdict() == 4 ? outcome.out().isEmpty() : outcome.out().startsWith("NO VERDICT: "),
                outcome.out());
        assertFalse(outcome.err().contains("\tat "), outcome.err());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_dry_run_does_not_hide_a_failure(Fault fault) {
        broker.otherwise(fault.handler());
        assertEquals(
                fault.verdict(),
                ask("-b", broker.url(), "--timeout", fault.patience(), "--dry-run")
                        .code());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_list_that_cannot_be_read_is_not_an_empty_list(Fault fault) {
        broker.otherwise(fault.handler());
        var outcome =
                new TestCli(directory).run("environment", "list", "-b", broker.url(), "--timeout", fault.patience());
        assertEquals(fault.list(), outcome.code(), outcome.err());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_refused_publication_is_not_a_published_one(Fault fault) {
        broker.otherwise(fault.handler());
        var outcome = new TestCli(directory)
                .run("publish", "web-orders.json", "-e", "1", "-b", broker.url(), "--timeout", fault.patience());
        assertEquals(fault.publish(), outcome.code(), outcome.err());
        assertEquals(1, broker.requests().size(), "a publication is sent once");
    }

    @Test
    void nothing_listens() {
        broker.close();
        var outcome = ask("-b", broker.url());
        assertEquals(3, outcome.code());
        assertTrue(outcome.err().contains("nothing listens there"), outcome.err());
    }

    @Test
    void a_plain_server_is_asked_with_tls() throws IOException {
        try (var plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerPlainly(plain));
            var outcome = ask("-b", "https://127.0.0.1:" + plain.getLocalPort());
            assertEquals(3, outcome.code());
            assertTrue(outcome.err().contains("No safe connection"), outcome.err());
        }
    }

    private static void answerPlainly(ServerSocket server) {
        try (var connection = server.accept()) {
            connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void answers_have_their_own_codes() {
        var codes = Stream.of("true", "false", "null")
                .map(deployable -> {
                    broker.otherwise(status(200, JSON, YES.replace("true", deployable)));
                    return ask("-b", broker.url()).code();
                })
                .toList();
        assertEquals(List.of(0, 1, 2), codes);
    }

    @Test
    void a_dry_run_gives_each_answer_the_code_of_yes() {
        broker.otherwise(status(200, JSON, YES.replace("true", "false")));
        var outcome = ask("-b", broker.url(), "--dry-run");
        assertEquals(0, outcome.code());
        assertTrue(outcome.out().startsWith("NO: "), outcome.out());
    }

    @Test
    void wrong_command_lines_ask_nobody() {
        var cli = new TestCli(directory);
        assertAll(Stream.of(
                        "",
                        "deploy",
                        "can-i-deploy",
                        "can-i-deploy -a web",
                        "can-i-deploy -a web -e 1 --to-environment a --to b",
                        "can-i-deploy -a web -e 1 --branch b",
                        "can-i-deploy -a web -e 1 -o yaml",
                        "can-i-deploy -a web -e 1 --on-outage hope",
                        "can-i-deploy -a web -e 1 --retry-while-unknown -1",
                        "can-i-deploy -a web -e 1 --timeout 0",
                        "can-i-merge -a web",
                        "can-i-merge -a web -e 1 --branch b",
                        "publish",
                        "publish missing.json",
                        "publish web-orders.json -e 1 --broker nonsense",
                        "record-deployment -a web -e 1",
                        "environment",
                        "environment create two words",
                        "token create ci --scope everything",
                        "import",
                        "version list",
                        "up")
                .map(line -> () -> {
                    var outcome = cli.run(line.isEmpty() ? new String[0] : line.split(" "));
                    assertEquals(4, outcome.code(), line + ": " + outcome.err());
                    assertFalse(outcome.err().isBlank(), line);
                }));
        assertEquals(List.of(), broker.requests());
    }

    @Test
    void an_empty_variable_on_the_command_line_is_not_another_question() {
        broker.otherwise(status(200, JSON, YES));
        var cli = new TestCli(directory);
        assertAll(
                () -> assertEquals(
                        4,
                        cli.run("can-i-deploy", "-b", broker.url(), "-a", "web", "-e", "", "--to-environment", "prod")
                                .code()),
                () -> assertEquals(
                        4,
                        cli.run("can-i-deploy", "-b", broker.url(), "-a", "web", "-e", "1", "--to-environment", "")
                                .code()),
                () -> assertEquals(
                        4,
                        cli.run("can-i-deploy", "-b", broker.url(), "-a", "", "-e", "1", "--to", "prod")
                                .code()),
                () -> assertEquals(List.of(), broker.requests()));
    }

    @Test
    void a_crash_is_no_answer() {
        var outcome = new TestCli(directory)
                .with("SEAMWRIGHT_CACHE_DIR", "\0")
                .run(
                        "can-i-deploy",
                        "-a",
                        "web",
                        "-e",
                        "1",
                        "--to",
                        "x",
                        "-b",
                        broker.otherwise(new Signer().answering(YES, Instant::now))
                                .url());
        assertEquals(3, outcome.code());
        assertTrue(outcome.err().contains("Seamwright itself failed"), outcome.err());
    }

    @Test
    void an_answer_that_nobody_could_read_is_not_given() {
        broker.otherwise(status(200, JSON, YES));
        var full = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        var err = new ByteArrayOutputStream();
        var utf8 = StandardCharsets.UTF_8;
        var code = Main.run(
                new Surroundings(
                        Map.of("SEAMWRIGHT_CACHE_DIR", directory.toString()),
                        directory,
                        InputStream.nullInputStream(),
                        new PrintStream(full, false, utf8),
                        new PrintStream(err, true, utf8),
                        Clock.systemUTC(),
                        _ -> {}),
                "can-i-deploy",
                "-a",
                "web",
                "-e",
                "1",
                "-b",
                broker.url());
        assertEquals(3, code, err.toString(utf8));
    }
}
