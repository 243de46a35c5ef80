package dev.seamwright.verifier.replay;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.verifier.replay.Outcome.Mismatched;
import dev.seamwright.verifier.replay.Outcome.NotVerified;
import dev.seamwright.verifier.replay.ReplayResult.Verdict;
import dev.seamwright.verifier.testing.Pacts;
import dev.seamwright.verifier.testing.RawProvider;
import dev.seamwright.verifier.testing.TestProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PactReplayTest {
    private static final String ORDER = "{\"id\": 7, \"state\": \"paid\"}";
    private static final Duration SHORT = Duration.ofMillis(500);

    private final TestProvider provider = new TestProvider();

    @AfterEach
    void stop() {
        provider.close();
    }

    private static ReplayResult replay(ReplayTarget target, ReplayOptions options, Pact pact)
            throws InterruptedException {
        var redaction = new Redaction(List.of("x-internal"), target.headers());
        try (var replay = new PactReplay(target, options, redaction)) {
            return replay.replay("web", pact, InteractionFilter.ALL, _ -> {});
        }
    }

    private ReplayResult replay(Pact pact) throws InterruptedException {
        return replay(ReplayTarget.at(provider.url()), ReplayOptions.DEFAULT, pact);
    }

    private ReplayTarget withStates(boolean tearsDown) {
        return new ReplayTarget(provider.url(), provider.url() + "/_states", tearsDown, null, List.of());
    }

    private static ReplayOptions within(Duration limit) {
        return new ReplayOptions(1, false, limit, Duration.ofMinutes(5));
    }

    private static NotVerified notVerified(ReplayResult result) {
        assertEquals(Verdict.NOT_VERIFIED, result.verdict());
        return assertInstanceOf(
                NotVerified.class, result.interactions().getFirst().outcome());
    }

    private static List<FieldMismatch> mismatches(ReplayResult result) {
        assertEquals(Verdict.FAILED, result.verdict(), () -> ReplayText.of(result));
        return assertInstanceOf(
                        Mismatched.class, result.interactions().getFirst().outcome())
                .mismatches();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "2.0.0", "3.0.0", "4.0"})
    void a_provider_that_keeps_a_pact_of_any_version_is_verified(String version) throws InterruptedException {
        provider.on("GET /orders/7", ORDER);
        var interaction = version.startsWith("4")
                ? Pacts.getV4("an order", "/orders/7", ORDER)
                : Pacts.get("an order", "/orders/7", ORDER);
        var result = replay(Pacts.of(version, interaction));
        assertEquals(Verdict.VERIFIED, result.verdict(), () -> ReplayText.of(result));
        assertEquals(List.of("GET /orders/7"), provider.lines());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "2.0.0", "3.0.0", "4.0"})
    void a_provider_that_is_wrong_in_one_field_is_told_the_field(String version) throws InterruptedException {
        provider.on("GET /orders/7", "{\"id\": 7, \"state\": \"open\"}");
        var interaction = version.startsWith("4")
                ? Pacts.getV4("an order", "/orders/7", ORDER)
                : Pacts.get("an order", "/orders/7", ORDER);
        var mismatch = mismatches(replay(Pacts.of(version, interaction))).getFirst();
        assertAll(
                () -> assertEquals("body", mismatch.attribute()),
                () -> assertEquals("$.state", mismatch.path()),
                () -> assertEquals("\"paid\"", mismatch.expected()),
                () -> assertEquals("\"open\"", mismatch.actual()));
    }

    @Test
    void status_and_headers_are_compared_too() throws InterruptedException {
        provider.on("GET /orders/7", (exchange, _) -> TestProvider.answer(exchange, 201, "text/plain", "hello"));
        var attributes = mismatches(replay(Pacts.of("3.0.0", Pacts.get("an order", "/orders/7", ORDER)))).stream()
                .map(FieldMismatch::attribute)
                .toList();
        assertTrue(attributes.containsAll(List.of("status", "header", "body-content-type")), attributes::toString);
    }

    @Test
    void a_request_is_sent_as_the_pact_has_it() throws InterruptedException {
        provider.on("POST /a%20b/%2F", ORDER);
        var result = replay(Pacts.of("3.0.0", """
                {"description": "a search", "request": {"method": "post", "path": "/a b/%2F",
                   "query": {"q": ["x & y", "é"], "n": ["1"]}, "headers": {"Accept": "application/json", "X-Two": "a, b",
                     "Content-Length": "3", "Content-Type": "application/json"},
                   "body": {"a": [1.10, null]}},
                 "response": {"status": 200}}
                """));
        assertEquals(Verdict.VERIFIED, result.verdict(), () -> ReplayText.of(result));
        var asked = provider.asked().getFirst();
        assertAll(
                () -> assertEquals("POST /a%20b/%2F?q=x%20%26%20y&q=%C3%A9&n=1", asked.line()),
                () -> assertEquals("{\"a\":[1.10,null]}", asked.body()),
                () -> assertEquals("application/json", asked.header("accept")),
                () -> assertEquals("a, b", asked.header("x-two")));
    }

    @Test
    void a_redirect_is_an_answer_and_a_compressed_body_is_read() throws InterruptedException {
        provider.on("GET /old", (exchange, _) -> {
            exchange.getResponseHeaders().set("Location", "/new");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        provider.on("GET /zip", (exchange, _) -> {
            var bytes = new ByteArrayOutputStream();
            try (var zip = new GZIPOutputStream(bytes)) {
                zip.write(ORDER.getBytes(StandardCharsets.UTF_8));
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, bytes.size());
            exchange.getResponseBody().write(bytes.toByteArray());
            exchange.close();
        });
        var result = replay(Pacts.of(
                "3.0.0",
                "{\"description\": \"moved\", \"request\": {\"method\": \"GET\", \"path\": \"/old\"}, \"response\": {\"status\": 302}}",
                Pacts.get("small", "/zip", ORDER)));
        assertEquals(Verdict.VERIFIED, result.verdict(), () -> ReplayText.of(result));
    }

    // what cannot be asked is no failure of the provider's

    @Test
    void a_provider_that_is_not_there_is_not_verified() throws InterruptedException {
        var result = replay(
                ReplayTarget.at(RawProvider.nowhere()),
                ReplayOptions.DEFAULT,
                Pacts.of("3.0.0", Pacts.get("an order", "/orders/7", ORDER)));
        assertEquals(Cause.UNREACHABLE, notVerified(result).cause());
    }

    @Test
    void a_provider_that_hangs_is_not_verified_and_does_not_hang_us() throws InterruptedException {
        var over = new CountDownLatch(1);
        provider.on("GET /orders/7", (exchange, _) -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            over.await(30, TimeUnit.SECONDS); // in the middle of its body
            exchange.close();
        });
        provider.on("GET /orders/8", ORDER);
        var result = replay(
                ReplayTarget.at(provider.url()),
                within(SHORT),
                Pacts.of(
                        "3.0.0",
                        Pacts.get("an order", "/orders/7", ORDER),
                        Pacts.get("another order", "/orders/8", ORDER)));
        over.countDown();
        assertEquals(Cause.TIMED_OUT, notVerified(result).cause());
        assertInstanceOf(Outcome.Verified.class, result.interactions().get(1).outcome());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "garbage| hello, who is there? ",
                "garbage| HTTP/1.1 abc\\r\\n\\r\\n",
                "connection-closed| ''",
                "connection-closed| HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nContent-Length: 100\\r\\n\\r\\n{\"id\":",
                "connection-closed| HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\n{\"id\"",
                "garbage| HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nxyz\\r\\n",
                "garbage| HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nContent-Length: 6\\r\\n\\r\\n{\"id\":",
                "garbage| HTTP/1.1 200 OK\\r\\nContent-Encoding: gzip\\r\\nContent-Length: 6\\r\\n\\r\\nnozip!",
            })
    void a_provider_that_answers_garbage_or_dies_half_way_is_not_verified(String cause, String bytes)
            throws InterruptedException, IOException {
        try (var raw = new RawProvider(bytes.translateEscapes())) {
            var result = replay(
                    ReplayTarget.at(raw.url()),
                    ReplayOptions.DEFAULT,
                    Pacts.of("3.0.0", Pacts.get("an order", "/orders/7", ORDER)));
            assertEquals(cause, notVerified(result).cause().word(), () -> ReplayText.of(result));
        }
    }

    @ParameterizedTest
    @CsvSource({"X-Long: ,1000000", "'X: 1\r\n',100000"})
    void headers_without_end_are_no_answer(String part, int times) throws InterruptedException, IOException {
        try (var raw =
                new RawProvider("HTTP/1.1 200 OK\r\n" + part.translateEscapes().repeat(times))) {
            var result = replay(
                    ReplayTarget.at(raw.url()),
                    ReplayOptions.DEFAULT,
                    Pacts.of("3.0.0", Pacts.get("an order", "/orders/7", ORDER)));
            assertEquals(Cause.GARBAGE, notVerified(result).cause(), () -> ReplayText.of(result));
        }
    }

    @Test
    void a_provider_that_ends_each_connection_without_saying_so_is_asked_on_another() throws Exception {
        var answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(ORDER.getBytes(StandardCharsets.UTF_8).length, ORDER);
        try (var raw = new RawProvider(answer)) {
            var result = replay(
                    ReplayTarget.at(raw.url()),
                    ReplayOptions.DEFAULT,
                    Pacts.of("3.0.0", Pacts.get("one", "/1", ORDER), Pacts.get("two", "/2", ORDER), """
                            {"description": "three", "request": {"method": "POST", "path": "/3"},
                             "response": {"status": 200}}
                            """));
            assertEquals(Verdict.VERIFIED, result.verdict(), () -> ReplayText.of(result));
        }
    }

    @ParameterizedTest
    @CsvSource({"'GET\r\nX: 1', X-A, a", "GET, 'X-A: b\r\nX', a", "GET, X-A, 'a\r\nX-B: b'"})
    void what_would_be_another_line_of_a_request_is_not_sent(String method, String header, String value)
            throws InterruptedException {
        var interaction = JsonNodeFactory.instance.objectNode().put("description", "two in one");
        var request = interaction.putObject("request").put("method", method.translateEscapes());
        request.put("path", "/orders/7").putObject("headers").put(header.translateEscapes(), value.translateEscapes());
        interaction.putObject("response").put("status", 200);
        var result = replay(Pacts.of("3.0.0", interaction.toString()));
        assertEquals(Cause.INVALID_PACT, notVerified(result).cause(), () -> ReplayText.of(result));
        assertTrue(provider.asked().isEmpty());
    }

    @Test
    void an_answer_without_end_is_not_verified() throws InterruptedException {
        provider.on("GET /orders/7", (exchange, _) -> {
            exchange.sendResponseHeaders(200, 0);
            var chunk = new byte[1 << 20];
            while (true) {
                exchange.getResponseBody().write(chunk); // fails when nobody reads on
            }
        });
        var result = replay(Pacts.of("3.0.0", Pacts.get("an order", "/orders/7", ORDER)));
        assertEquals(Cause.TOO_LARGE, notVerified(result).cause(), () -> ReplayText.of(result));
    }

    @Test
    void the_time_for_the_whole_pact_holds() throws InterruptedException {
        provider.on("GET /slow", (exchange, _) -> {
            Thread.sleep(300);
            TestProvider.answer(exchange, 200, "application/json", ORDER);
        });
        var slow = IntStream.range(0, 50)
                .mapToObj(i -> Pacts.get("slow " + i, "/slow", ORDER))
                .toArray(String[]::new);
        var result = replay(
                ReplayTarget.at(provider.url()),
                new ReplayOptions(1, false, Duration.ofSeconds(30), Duration.ofSeconds(2)),
                Pacts.of("3.0.0", slow));
        var last = assertInstanceOf(
                NotVerified.class, result.interactions().getLast().outcome());
        assertEquals(Cause.NO_TIME_LEFT, last.cause());
        assertEquals(50, result.interactions().size());
    }

    @Test
    void an_interrupted_replay_ends_at_once() throws InterruptedException {
        var asked = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        provider.on("GET /orders/7", (_, _) -> {
            asked.countDown();
            over.await(60, TimeUnit.SECONDS);
        });
        var ended = new CountDownLatch(1);
        var thread = Thread.ofPlatform().start(() -> {
            try {
                replay(Pacts.of("3.0.0", Pacts.get("an order", "/orders/7", ORDER)));
            } catch (InterruptedException _) {
                ended.countDown();
            }
        });
        assertTrue(asked.await(60, TimeUnit.SECONDS));
        thread.interrupt();
        assertTrue(ended.await(20, TimeUnit.SECONDS));
        over.countDown();
    }

    // provider states

    private static String stateful(String description, String path, String state) {
        return """
                {"description": "%s", "providerStates": [{"name": "%s", "params": {"id": 7}}],
                 "request": {"method": "GET", "path": "%s"},
                 "response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"id": 7}}}
                """.formatted(description, state, path);
    }

    @Test
    void states_are_set_up_and_torn_down_as_the_pact_tools_do() throws InterruptedException {
        provider.on("POST /_states", "{}").on("GET /orders/7", ORDER);
        var result = replay(
                withStates(true),
                ReplayOptions.DEFAULT,
                Pacts.of("3.0.0", stateful("an order", "/orders/7", "it is paid")));
        assertEquals(Verdict.VERIFIED, result.verdict(), () -> ReplayText.of(result));
        assertEquals(List.of("POST /_states", "GET /orders/7", "POST /_states"), provider.lines());
        assertEquals(
                "{\"consumer\":\"web\",\"state\":\"it is paid\",\"params\":{\"id\":7},\"action\":\"setup\"}",
                provider.asked().getFirst().body());
        assertTrue(provider.asked().getLast().body().contains("\"action\":\"teardown\""));
    }

    @Test
    void the_state_of_versions_1_and_2_is_one_too() throws InterruptedException {
        provider.on("POST /_states", "{}").on("GET /orders/7", ORDER);
        var result = replay(withStates(false), ReplayOptions.DEFAULT, Pacts.of("2.0.0", """
                {"description": "an order", "providerState": "it is paid", "request": {"method": "GET", "path": "/orders/7"},
                 "response": {"status": 200}}
                """));
        assertEquals(Verdict.VERIFIED, result.verdict());
        assertTrue(provider.asked().getFirst().body().contains("\"state\":\"it is paid\",\"params\":{}"));
        assertEquals(2, provider.asked().size());
    }

    @Test
    void a_state_that_is_refused_makes_its_interaction_unknown_and_no_request_is_sent() throws InterruptedException {
        provider.on(
                "POST /_states", (exchange, _) -> TestProvider.answer(exchange, 500, "text/plain", "no such state"));
        var result = replay(
                withStates(false),
                ReplayOptions.DEFAULT,
                Pacts.of("3.0.0", stateful("an order", "/orders/7", "it is paid")));
        assertEquals(Cause.STATE_NOT_SET_UP, notVerified(result).cause());
        assertEquals(List.of("POST /_states"), provider.lines());
    }

    @Test
    void values_of_a_state_are_injected_into_the_request_and_the_expected_answer() throws InterruptedException {
        provider.on("POST /_states", "{\"orderId\": 42, \"token\": \"t-1\"}").on("GET /orders/42", "{\"id\": 42}");
        var interaction = """
                {"description": "an order", "providerStates": [{"name": "there is one"}],
                 "request": {"method": "GET", "path": "/orders/1", "headers": {"X-Token": "x"},
                   "generators": {"path": {"type": "ProviderState", "expression": "/orders/${orderId}"},
                     "header": {"X-Token": {"type": "ProviderState", "expression": "${token}"}}}},
                 "response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"id": 1},
                   "generators": {"body": {"$.id": {"type": "ProviderState", "expression": "${orderId}", "dataType": "INTEGER"}}}}}
                """;
        var result = replay(withStates(false), ReplayOptions.DEFAULT, Pacts.of("3.0.0", interaction));
        assertEquals(Verdict.VERIFIED, result.verdict(), () -> ReplayText.of(result));
        assertEquals("t-1", provider.asked().getLast().header("X-Token"));
    }

    @Test
    void two_hundred_interactions_run_at_once_and_those_with_states_one_by_one() throws InterruptedException {
        var atOnce = new AtomicInteger();
        var mostAtOnce = new AtomicInteger();
        var inState = new AtomicInteger();
        var mostInState = new AtomicInteger();
        var together = new CountDownLatch(8);
        for (int i = 0; i < 180; i++) {
            provider.on("GET /orders/" + i, (exchange, _) -> {
                mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                together.countDown();
                assertTrue(together.await(30, TimeUnit.SECONDS), "eight come at once");
                atOnce.decrementAndGet();
                TestProvider.answer(exchange, 200, "application/json", ORDER);
            });
        }
        provider.on("POST /_states", (exchange, asked) -> {
            if (asked.body().contains("\"setup\"")) {
                mostInState.accumulateAndGet(inState.incrementAndGet(), Math::max);
            } else {
                inState.decrementAndGet();
            }
            TestProvider.answer(exchange, 200, "application/json", "{}");
        });
        provider.on("GET /stateful", "{\"id\": 7}");
        var interactions = new ArrayList<String>();
        for (int i = 0; i < 200; i++) {
            interactions.add(
                    i % 10 == 9
                            ? stateful("stateful " + i, "/stateful", "state " + i)
                            : Pacts.get("plain " + i, "/orders/" + i % 180, ORDER));
        }
        var result = replay(
                withStates(true),
                new ReplayOptions(8, false, Duration.ofSeconds(60), Duration.ofMinutes(5)),
                Pacts.of("3.0.0", interactions.toArray(String[]::new)));
        assertEquals(Verdict.VERIFIED, result.verdict(), () -> ReplayText.of(result));
        assertEquals(
                IntStream.range(0, 200).boxed().toList(),
                result.interactions().stream().map(InteractionResult::index).toList());
        assertEquals(8, mostAtOnce.get());
        assertEquals(1, mostInState.get());
    }

    // messages

    private static final String MESSAGE = """
            {"description": "an order was paid", "providerStates": [{"name": "there is one"}],
             "contents": {"id": 7, "at": "2026-01-01"}, "metadata": {"topic": "orders", "contentType": "application/json"},
             "matchingRules": {"body": {"$.id": {"matchers": [{"match": "integer"}]}}}}
            """;

    private void answersMessages(String contents, String metadata) {
        provider.on("POST /messages/", (exchange, _) -> {
            exchange.getResponseHeaders()
                    .set(
                            "Pact-Message-Metadata",
                            Base64.getEncoder().encodeToString(metadata.getBytes(StandardCharsets.UTF_8)));
            TestProvider.answer(exchange, 200, "application/json", contents);
        });
    }

    private ReplayResult replayMessages(Pact pact) throws InterruptedException {
        return replay(
                new ReplayTarget(provider.url(), null, false, provider.url() + "/messages/", List.of()),
                ReplayOptions.DEFAULT,
                pact);
    }

    private static Pact messages(String version) {
        return version.startsWith("3") ? Pacts.messages(MESSAGE) : Pacts.of("4.0", """
                {"type": "Asynchronous/Messages", "description": "an order was paid", "providerStates": [{"name": "there is one"}],
                 "contents": {"contentType": "application/json", "encoded": false, "content": {"id": 7, "at": "2026-01-01"}},
                 "metadata": {"topic": "orders"},
                 "matchingRules": {"body": {"$.id": {"combine": "AND", "matchers": [{"match": "integer"}]}}}}
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.0.0", "4.0"})
    void a_message_is_asked_for_by_description_and_states(String version) throws InterruptedException {
        answersMessages(
                "{\"id\": 8, \"at\": \"2026-01-01\"}", "{\"topic\":\"orders\",\"contentType\":\"application/json\"}");
        var result = replayMessages(messages(version));
        assertEquals(Verdict.VERIFIED, result.verdict(), () -> ReplayText.of(result));
        assertEquals(
                "{\"description\":\"an order was paid\",\"providerStates\":[{\"name\":\"there is one\",\"params\":{}}]}",
                provider.asked().getFirst().body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.0.0", "4.0"})
    void a_wrong_message_is_told_by_field(String version) throws InterruptedException {
        answersMessages("{\"id\": \"8\"}", "{\"topic\":\"users\",\"contentType\":\"application/json\"}");
        var mismatches = mismatches(replayMessages(messages(version)));
        assertEquals(
                List.of("$", "$.id", "topic"),
                mismatches.stream().map(FieldMismatch::path).sorted().toList(),
                mismatches::toString);
    }

    @Test
    void a_provider_without_such_a_message_is_not_verified() throws InterruptedException {
        var result = replayMessages(Pacts.messages(MESSAGE));
        assertEquals(Cause.GARBAGE, notVerified(result).cause());
    }

    @Test
    void a_message_with_an_answer_is_sent_and_compared() throws InterruptedException {
        provider.on("POST /messages/", "{\"ok\": true}");
        var result = replayMessages(Pacts.of("4.0", """
                {"type": "Synchronous/Messages", "description": "pay", "request":
                   {"contents": {"contentType": "application/json", "encoded": false, "content": {"id": 7}}},
                 "response": [{"contents": {"contentType": "application/json", "encoded": false, "content": {"ok": true}}}]}
                """));
        assertEquals(Verdict.VERIFIED, result.verdict(), () -> ReplayText.of(result));
        assertTrue(provider.asked().getFirst().body().contains("\"request\":{\"contents\":{\"id\":7}"));
    }

    @Test
    void what_needs_a_plugin_is_not_verified() throws InterruptedException {
        var result = replay(Pacts.of("4.0", """
                {"type": "Synchronous/HTTP", "description": "csv", "pluginConfiguration": {"csv": {"x": 1}},
                 "request": {"method": "GET", "path": "/"}, "response": {"status": 200}}
                """));
        assertEquals(Cause.NOT_SUPPORTED, notVerified(result).cause());
    }

    @Test
    void what_is_pending_by_the_pact_itself_fails_nobody() throws InterruptedException {
        provider.on("GET /orders/7", "{}");
        var result = replay(Pacts.of(
                "4.0",
                Pacts.getV4("an order", "/orders/7", ORDER)
                        .replace("\"Synchronous/HTTP\",", "\"Synchronous/HTTP\", \"pending\": true,")));
        assertInstanceOf(Mismatched.class, result.interactions().getFirst().outcome());
        assertEquals(Verdict.VERIFIED, result.verdict());
    }

    // hostile pacts

    @Test
    void a_body_of_ten_megabytes_is_compared() throws InterruptedException {
        var large = "{\"text\": \"" + "x".repeat(10 * 1024 * 1024 - 20) + "\"}";
        provider.on("GET /large", large);
        var result = replay(Pacts.of("3.0.0", Pacts.get("large", "/large", large)));
        assertEquals(Verdict.VERIFIED, result.verdict());
        provider.on("GET /large", large.replace("xxx\"", "xxy\""));
        var mismatch = mismatches(replay(Pacts.of("3.0.0", Pacts.get("large", "/large", large))))
                .getFirst();
        assertEquals("$.text", mismatch.path());
        var shown = String.valueOf(mismatch.expected());
        assertTrue(shown.length() < 3000, () -> "shown are " + shown.length());
    }

    @Test
    void deep_nesting_in_an_answer_does_no_harm() throws InterruptedException {
        var deep = "[".repeat(200_000) + "]".repeat(200_000);
        provider.on("GET /deep", deep);
        var result = replay(Pacts.of("3.0.0", Pacts.get("deep", "/deep", "[[]]")));
        assertFalse(result.verdict() == Verdict.VERIFIED, () -> ReplayText.of(result));
    }

    @Test
    void an_exploding_regular_expression_is_given_up() throws InterruptedException {
        provider.on("GET /orders/7", "{\"state\": \"%s!\"}".formatted("a".repeat(60)));
        var before = PactReplay.threadsLeftBehind();
        var result = replay(ReplayTarget.at(provider.url()), within(Duration.ofSeconds(2)), Pacts.of("3.0.0", """
                {"description": "an order", "request": {"method": "GET", "path": "/orders/7"},
                 "response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"state": "a"},
                   "matchingRules": {"body": {"$.state": {"matchers": [{"match": "regex", "regex": "^(a+)+\\\\1x$"}]}}}}}
                """));
        assertEquals(Cause.COMPARISON_TIMED_OUT, notVerified(result).cause(), () -> ReplayText.of(result));
        assertEquals(before + 1, PactReplay.threadsLeftBehind());
    }

    // what is shown

    @Test
    void secrets_stand_neither_in_results_nor_in_logs() throws InterruptedException {
        provider.on("GET /orders/7", (exchange, asked) -> {
            exchange.getResponseHeaders().set("Set-Cookie", "session=s3cr3t-cookie");
            exchange.getResponseHeaders().set("X-Internal", "inner-secret");
            TestProvider.answer(
                    exchange, 200, "application/json", "{\"id\": \"%s\"}".formatted(asked.header("authorization")));
        });
        var target = new ReplayTarget(
                provider.url(), null, false, null, List.of(new RequestHeader("Authorization", "Bearer t0ken-value")));
        var result = replay(target, ReplayOptions.DEFAULT, Pacts.of("3.0.0", """
                {"description": "an order", "request": {"method": "GET", "path": "/orders/7", "query": {"X-Internal": ["q-secret"]},
                   "headers": {"Authorization": "Bearer of-the-pact"}},
                 "response": {"status": 200, "headers": {"Content-Type": "application/json", "Set-Cookie": "session=expected-cookie"},
                   "body": {"id": 7}}}
                """));
        assertEquals(2, mismatches(result).size(), () -> mismatches(result).toString());
        assertEquals("Bearer t0ken-value", provider.asked().getFirst().header("Authorization"));
        var shown = result.log()
                + ReplayText.of(result)
                + ReplayJson.of(result)
                + ReplayJUnit.of(List.of(result), _ -> false)
                + ReplayJson.verification(result, "1", null, "0");
        for (var secret :
                List.of("t0ken", "of-the-pact", "cookie\"", "s3cr3t", "expected-cookie", "inner-secret", "q-secret")) {
            assertFalse(shown.contains(secret), () -> secret + " in " + shown);
        }
        assertTrue(result.log().contains("GET /orders/7?X-Internal=[redacted]"), result::log);
    }

    @Test
    void results_have_the_shape_that_the_pact_tools_publish() throws InterruptedException {
        provider.on("GET /orders/7", "{\"id\": 7, \"state\": \"open\"}").on("GET /orders/8", ORDER);
        var pact = Pacts.of("3.0.0", Pacts.get("wrong", "/orders/7", ORDER), Pacts.get("right", "/orders/8", ORDER))
                .withInteractionIds();
        var ids = pact.toJson().path("interactions");
        var json = ReplayJson.verification(replay(pact), "1.4.0", "https://ci/7", "0.1");
        assertEquals(
                Json.parse("""
                {"success": false, "providerApplicationVersion": "1.4.0", "buildUrl": "https://ci/7",
                 "verifiedBy": {"implementation": "Seamwright", "version": "0.1"},
                 "testResults": [
                   {"interactionId": "%s", "interactionDescription": "wrong", "success": false, "mismatches": [
                     {"attribute": "body", "identifier": "$.state", "description": %s, "expected": "\\"paid\\"",
                      "actual": "\\"open\\""}]},
                   {"interactionId": "%s", "interactionDescription": "right", "success": true}]}
                """.formatted(
                                ids.path(0).path("_id").asText(),
                                json.at("/testResults/0/mismatches/0/description"),
                                ids.path(1).path("_id").asText())
                        .getBytes(StandardCharsets.UTF_8)),
                json);
    }

    @Test
    void filters_choose_interactions_and_say_that_not_all_were_asked_for() throws InterruptedException {
        provider.on("POST /_states", "{}").on("GET /orders/7", "{\"id\": 7}");
        var pact = Pacts.of(
                "3.0.0",
                stateful("an order", "/orders/7", "it is paid"),
                stateful("an order", "/orders/7", "it is open"),
                Pacts.get("another", "/nowhere", ORDER));
        try (var replay =
                new PactReplay(withStates(false), ReplayOptions.DEFAULT, new Redaction(List.of(), List.of()))) {
            var paid = replay.replay("web", pact, InteractionFilter.of("an .*", "it is paid"), _ -> {});
            assertEquals(
                    List.of(0),
                    paid.interactions().stream().map(InteractionResult::index).toList());
            assertFalse(paid.isWhole());
            var stateless = replay.replay("web", pact, InteractionFilter.of(null, ""), _ -> {});
            assertEquals(
                    List.of(2),
                    stateless.interactions().stream()
                            .map(InteractionResult::index)
                            .toList());
        }
    }
}
