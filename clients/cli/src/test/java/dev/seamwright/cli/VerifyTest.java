package dev.seamwright.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.cli.testing.Golden;
import dev.seamwright.cli.testing.StubBroker;
import dev.seamwright.cli.testing.TestCli;
import dev.seamwright.contracts.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyTest {
    private static final String PACT = """
            {"consumer": {"name": "web"}, "provider": {"name": "orders"}, "interactions": [
              {"_id": "i1", "description": "an order", "providerState": "it is paid",
               "request": {"method": "GET", "path": "/orders/7"},
               "response": {"status": 200, "headers": {"Content-Type": "application/json"},
                 "body": {"id": 7, "state": "paid"}}},
              {"_id": "i2", "description": "no order", "request": {"method": "GET", "path": "/orders/8"},
               "response": {"status": 404}}],
             "metadata": {"pactSpecification": {"version": "2.0.0"}}%s}
            """;

    @TempDir
    private Path directory = Path.of("");

    private final StubBroker provider = stub();
    private final StubBroker broker = stub();

    private static StubBroker stub() {
        try {
            return new StubBroker();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("web-orders.json"), PACT.formatted(""));
        answers("{\"id\": 7, \"state\": \"paid\"}");
    }

    @AfterEach
    void stop() {
        provider.close();
        broker.close();
    }

    private void answers(String json) {
        provider.on("GET /orders/7", (exchange, _) -> StubBroker.answer(exchange, 200, "application/json", json));
    }

    private TestCli.Outcome verify(String... further) {
        var words = new ArrayList<>(List.of("verify", "--base-url", provider.url(), "-b", broker.url()));
        words.addAll(List.of(further));
        return new TestCli(directory).run(words.toArray(String[]::new));
    }

    private TestCli.Outcome verifyFile(String... further) {
        var words = new ArrayList<>(List.of("--pact", "web-orders.json"));
        words.addAll(List.of(further));
        return verify(words.toArray(String[]::new));
    }

    @Test
    void a_provider_that_keeps_the_pact_is_verified_without_a_broker() {
        var outcome = verifyFile();
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals("""
                web → orders
                  ok    an order (given it is paid)
                  ok    no order
                  2 interactions: 2 verified, 0 failed, 0 not verified
                """, outcome.out());
        assertEquals("Verifying the pact of web with 2 interactions…\n", outcome.err());
        assertEquals(List.of(), broker.requests());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "junit"})
    void a_mismatch_is_printed_with_its_field(String format) throws IOException {
        answers("{\"id\": 7, \"state\": \"open <\"}");
        var outcome = verifyFile("-o", format);
        assertEquals(1, outcome.code());
        Golden.assertMatches(
                "verify/" + format + ".txt",
                outcome.out()
                        .replaceAll("\"millis\" : \\d+", "\"millis\" : 0")
                        .replaceAll("time=\"[^\"]*\"", "time=\"0.000\""));
    }

    @Test
    void a_provider_that_is_not_there_is_neither_a_yes_nor_a_no() throws IOException {
        provider.close();
        var outcome = verifyFile();
        assertEquals(2, outcome.code());
        assertTrue(outcome.out().contains("not verified, unreachable: Nothing listens at 127.0.0.1:"), outcome.out());
    }

    @Test
    void states_headers_and_filters_are_passed_on() throws IOException {
        Files.writeString(directory.resolve("headers"), "# ours\nX-One: 1\n\nAuthorization=@env:TOKEN\n");
        provider.on("POST /states", 200, "{}");
        var outcome = new TestCli(directory)
                .with("TOKEN", "Bearer abcdefgh")
                .run(
                        "verify",
                        "--pact",
                        "web-orders.json",
                        "--base-url",
                        provider.url(),
                        "--state-url",
                        provider.url() + "/states",
                        "--state-teardown",
                        "--header-file",
                        "headers",
                        "--filter-description",
                        "an .*",
                        "--log",
                        "verify.log");
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals(List.of("POST /states", "GET /orders/7", "POST /states"), provider.lines());
        assertTrue(provider.requests().stream()
                .allMatch(request -> request.authorization().equals("Bearer abcdefgh")));
        var log = Files.readString(directory.resolve("verify.log"));
        assertTrue(log.contains("Authorization: [redacted]"), log);
        assertFalse(log.contains("abcdefgh"), log);
        assertTrue(outcome.out().contains("(of those that were asked for)"), outcome.out());
    }

    @Test
    void filters_that_match_nothing_are_no_success() {
        assertEquals(2, verifyFile("--filter-description", "nothing").code());
    }

    // with a broker

    private void selects(boolean pending) {
        broker.on("POST /pacts/provider/orders/for-verification", 200, """
                {"_embedded": {"pacts": [{"shortDescription": "latest main",
                  "verificationProperties": {"pending": %s, "notices": [
                    {"when": "before_verification", "text": "The pact is being verified because it is the newest."},
                    {"when": "after_verification:success_true_published_true", "text": "later"}]},
                  "_links": {"self": {"href": "%s/pacts/web/metadata/abc"}}}]}}
                """.formatted(pending, broker.url()));
        broker.on(
                "GET /pacts/web/metadata/abc",
                200,
                PACT.formatted(", \"_links\": {\"pb:publish-verification-results\": {\"href\": \"%s/results/abc\"}}"
                        .formatted(broker.url())));
        broker.on("PUT /pacticipants/orders/branches/feat%2Fx/versions/1.4.0", 201, "{}");
        broker.on("PUT /pacticipants/orders/versions/1.4.0/tags/dev", 201, "{}");
        broker.on("POST /results/abc", 201, "{}");
    }

    private TestCli.Outcome publish(String... further) {
        var words = new ArrayList<>(List.of(
                "--provider",
                "orders",
                "--publish",
                "--provider-version",
                "1.4.0",
                "--branch",
                "feat/x",
                "--tag",
                "dev",
                "--build-url",
                "https://ci/7"));
        words.addAll(List.of(further));
        return verify(words.toArray(String[]::new));
    }

    @Test
    void pacts_are_selected_by_the_broker_and_results_published_as_the_pact_tools_do() {
        selects(false);
        var outcome = publish(
                "--selector", "{\"mainBranch\": true}", "--enable-pending", "--include-wip-pacts-since", "2026-01-01");
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals(
                List.of(
                        "POST /pacts/provider/orders/for-verification",
                        "GET /pacts/web/metadata/abc",
                        "PUT /pacticipants/orders/branches/feat%2Fx/versions/1.4.0",
                        "PUT /pacticipants/orders/versions/1.4.0/tags/dev",
                        "POST /results/abc"),
                broker.lines());
        assertEquals(
                "{\"consumerVersionSelectors\":[{\"mainBranch\":true}],\"includePendingStatus\":true,\"providerVersionBranch\":\"feat/x\",\"providerVersionTags\":[\"dev\"],\"includeWipPactsSince\":\"2026-01-01\"}",
                broker.requests().getFirst().body());
        var result = Json.parse(broker.requests().getLast().body().getBytes(StandardCharsets.UTF_8));
        assertAll(
                () -> assertTrue(result.path("success").asBoolean()),
                () -> assertEquals(
                        "1.4.0", result.path("providerApplicationVersion").asText()),
                () -> assertEquals("https://ci/7", result.path("buildUrl").asText()),
                () -> assertEquals(
                        "Seamwright", result.at("/verifiedBy/implementation").asText()),
                () -> assertEquals(
                        "i2", result.at("/testResults/1/interactionId").asText()),
                () -> assertTrue(outcome.err().contains("because it is the newest"), outcome.err()),
                () -> assertFalse(outcome.err().contains("later"), outcome.err()));
    }

    @Test
    void a_pending_pact_fails_nobody_and_its_result_is_published() {
        selects(true);
        answers("{}");
        var outcome = publish();
        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(outcome.out().contains("This pact is pending: its failure fails nobody."), outcome.out());
        assertTrue(broker.requests().getLast().body().startsWith("{\"success\":false"));
    }

    @Test
    void what_is_not_known_or_not_whole_is_not_published() {
        selects(false);
        assertEquals(0, publish("--filter-description", "no order").code());
        provider.close();
        assertEquals(2, publish().code());
        assertTrue(broker.lines().stream().noneMatch(line -> line.startsWith("PUT") || line.contains("results")));
    }

    @Test
    void no_pact_is_no_failure_unless_it_is_said_to_be() {
        broker.on("POST /pacts/provider/orders/for-verification", 200, "{\"_embedded\": {\"pacts\": []}}");
        assertEquals(0, verify("--provider", "orders").code());
        assertEquals(2, verify("--provider", "orders", "--no-pacts-is-error").code());
    }

    @Test
    void a_broker_that_is_away_is_told_from_an_answer() {
        broker.close();
        assertEquals(3, verify("--provider", "orders").code());
    }

    // a provider that is started

    /** Answers 200 as soon as a file is there. */
    private String readyWhen(String file) {
        provider.on(
                "GET /ready",
                (exchange, _) -> StubBroker.answer(
                        exchange, Files.exists(directory.resolve(file)) ? 200 : 503, "text/plain", "as it is"));
        return provider.url() + "/ready";
    }

    @Test
    void a_provider_is_started_asked_and_ended() throws IOException {
        var outcome = verifyFile(
                "--start",
                "echo hello; echo $$ > pid; touch up; exec sleep 300",
                "--ready-url",
                readyWhen("up"),
                "--log",
                "verify.log");
        assertEquals(0, outcome.code(), outcome.err());
        var process = ProcessHandle.of(
                Long.parseLong(Files.readString(directory.resolve("pid")).strip()));
        assertFalse(process.isPresent() && process.get().isAlive());
        assertTrue(Files.readString(directory.resolve("verify.log")).startsWith("provider: hello\n"));
    }

    @Test
    void a_provider_that_ends_or_does_not_come_up_is_told_with_its_last_words() throws IOException {
        var ended = verifyFile("--start", "echo no database; exit 5", "--ready-url", provider.url() + "/nothing");
        assertEquals(3, ended.code());
        assertTrue(
                ended.err().contains("ended with code 5 before it was ready. Its last words:\n  no database"),
                ended.err());
        var url = nobody();
        var late = verifyFile("--start", "sleep 300", "--ready-url", url, "--ready-timeout", "1");
        assertEquals(3, late.code());
        assertTrue(late.err().contains("was not ready at " + url + " within 1 s: Nothing listens"), late.err());
    }

    private static String nobody() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + free.getLocalPort();
        }
    }

    @Test
    void wrong_usage_is_told() {
        assertAll(
                () -> assertEquals(4, verify().code(), "no provider"),
                () -> assertEquals(4, verifyFile("--publish").code()),
                () -> assertEquals(4, verifyFile("--provider", "users").code()),
                () -> assertEquals(4, verifyFile("--parallel", "0").code()),
                () -> assertEquals(4, verifyFile("--filter-description", "(").code()),
                () -> assertEquals(
                        4, verifyFile("--header", "Authorization=@env:NOWHERE").code()),
                () -> assertEquals(4, verifyFile("--ready-url", provider.url()).code()),
                () -> assertEquals(4, verifyFile("--state-url", "ftp://x").code()),
                () -> assertEquals(
                        4, verify("--provider", "orders", "--selector", "[]").code()),
                () -> assertEquals(
                        4,
                        verify("--provider", "orders", "--enable-pending", "--branch", " ")
                                .code()));
    }
}
