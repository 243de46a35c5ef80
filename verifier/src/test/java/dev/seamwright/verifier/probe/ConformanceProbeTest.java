package dev.seamwright.verifier.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.verifier.probe.ConformanceResult.Found;
import dev.seamwright.verifier.probe.ConformanceResult.Verdict;
import dev.seamwright.verifier.replay.Redaction;
import dev.seamwright.verifier.replay.RequestHeader;
import dev.seamwright.verifier.testing.RawProvider;
import dev.seamwright.verifier.testing.TestProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConformanceProbeTest {
    private final OpenApiDocument document = document();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private volatile Fault fault = Fault.NONE;
    private final HttpServer orders = orders();

    /** What is wrong with the provider, and what is found of it. */
    enum Fault {
        NONE(""),
        OTHER_STATUS("answer-status-undocumented"),
        NO_HEADER("answer-header-missing"),
        OTHER_HEADER("answer-header-refused"),
        OTHER_TYPE("answer-content-type-undocumented"),
        OTHER_BODY("answer-body-refused"),
        CRASHES("answer-server-error");

        private final String rule;

        Fault(String rule) {
            this.rule = rule;
        }
    }

    private static OpenApiDocument document() {
        try {
            return OpenApiDocument.parse(Files.readAllBytes(Path.of("src/test/resources/probe/orders.yaml")));
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private HttpServer orders() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::handle);
            server.start();
            return server;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Keeps the document to the letter, but for its fault. */
    private void handle(HttpExchange exchange) throws IOException {
        var line = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
        var query = exchange.getRequestURI().getRawQuery();
        var body = exchange.getRequestBody().readAllBytes();
        asked.add(line + (query == null ? "" : "?" + query));
        if (line.equals("GET /orders")) {
            list(exchange, parameters(query));
        } else if (line.equals("POST /orders")) {
            var type = exchange.getRequestHeaders().getFirst("Content-Type");
            if (type != null && !type.equals("application/json")) {
                problem(exchange, 415);
            } else if (isOrder(body)) {
                TestProvider.answer(exchange, 201, "application/json", "{\"id\":7,\"sku\":\"AB-123\",\"quantity\":1}");
            } else {
                problem(exchange, 400);
            }
        } else {
            var id = line.substring(line.lastIndexOf('/') + 1);
            if (!Pattern.matches("-?[0-9]{1,80}", id) || id.startsWith("-") || Pattern.matches("0+", id)) {
                problem(exchange, 400);
            } else if (id.equals("7")) {
                TestProvider.answer(exchange, 200, "application/json", "{\"id\":7,\"sku\":\"AB-123\",\"quantity\":1}");
            } else {
                problem(exchange, 404);
            }
        }
    }

    private static Map<String, String> parameters(String query) {
        var parameters = new HashMap<String, String>();
        for (var pair : query == null ? new String[0] : query.split("&", -1)) {
            parameters.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return parameters;
    }

    private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
        var trace = exchange.getRequestHeaders().getFirst("X-Trace");
        var limit = query.getOrDefault("limit", "10");
        var isValid = trace != null
                && Pattern.matches("[a-z]{4}", trace)
                && Pattern.matches("[1-9][0-9]?|100", limit)
                && Pattern.matches("open|paid", query.getOrDefault("state", "open"));
        if (!isValid) {
            if (fault == Fault.CRASHES) {
                TestProvider.answer(exchange, 500, "text/plain", "NullPointerException");
            } else {
                problem(exchange, 400);
            }
            return;
        }
        if (fault != Fault.NO_HEADER) {
            exchange.getResponseHeaders().set("X-Total", fault == Fault.OTHER_HEADER ? "many" : "1");
        }
        TestProvider.answer(
                exchange,
                fault == Fault.OTHER_STATUS ? 203 : 200,
                fault == Fault.OTHER_TYPE ? "text/html" : "application/json",
                fault == Fault.OTHER_BODY ? "[{\"id\":\"7\",\"sku\":\"x\",\"quantity\":1}]" : "[]");
    }

    private static boolean isOrder(byte[] body) {
        JsonNode order;
        try {
            order = Json.parse(body);
        } catch (InvalidInput notJson) {
            return false;
        }
        var quantity = order.path("quantity");
        return order.isObject()
                && Set.of("sku", "quantity", "note", "tags").containsAll(names(order))
                && order.path("sku").isTextual()
                && Pattern.matches("[A-Z]{2}-[0-9]{3}", order.path("sku").textValue())
                && quantity.isNumber()
                && quantity.decimalValue().stripTrailingZeros().scale() <= 0
                && quantity.intValue() >= 1
                && quantity.intValue() <= 10
                && (!order.has("note")
                        || (order.get("note").isTextual()
                                && order.get("note").textValue().length() <= 20))
                && (!order.has("tags") || areTags(order.get("tags")));
    }

    private static boolean areTags(JsonNode tags) {
        return tags.isArray()
                && tags.size() <= 3
                && new HashSet<>(tags.valueStream().toList()).size() == tags.size()
                && tags.valueStream()
                        .allMatch(tag -> tag.isTextual()
                                && !tag.textValue().isEmpty()
                                && tag.textValue().length() <= 5);
    }

    private static Set<String> names(JsonNode object) {
        var names = new HashSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void problem(HttpExchange exchange, int status) throws IOException {
        TestProvider.answer(exchange, status, "application/problem+json", "{\"title\":\"no\"}");
    }

    @AfterEach
    void stop() {
        orders.stop(0);
    }

    private static ProbeOptions options(UnaryOperator<ProbeOptions> change) {
        return change.apply(new ProbeOptions(
                List.of(new RequestHeader("Authorization", "Bearer secret-token")),
                Map.of("orderId", "7"),
                true,
                2_000,
                42,
                Duration.ofSeconds(10),
                Duration.ofMinutes(5)));
    }

    private static ProbeOptions safe(ProbeOptions options) {
        return new ProbeOptions(
                options.headers(),
                options.values(),
                false,
                options.mostRequests(),
                options.seed(),
                options.requestLimit(),
                options.totalLimit());
    }

    private ConformanceResult run(String url, ProbeOptions options) {
        try {
            return new ConformanceProbe(url, options, new Redaction(List.of(), options.headers()), _ -> {})
                    .run(document);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private ConformanceResult run(ProbeOptions options) {
        return run("http://127.0.0.1:" + orders.getAddress().getPort(), options);
    }

    @Test
    void a_provider_that_keeps_its_document_is_known_to() {
        var result = run(options(UnaryOperator.identity()));
        assertEquals(List.of(), result.findings());
        assertEquals(
                Verdict.KEPT, result.verdict(false), () -> result.gaps(false).toString());
        assertTrue(result.requests() > 60, () -> "only %d requests".formatted(result.requests()));
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void what_it_does_other_than_it_says_is_found(Fault one) {
        fault = one;
        var result = run(options(ConformanceProbeTest::safe));
        assertEquals(Verdict.NOT_KEPT, result.verdict(true));
        assertEquals(
                List.of(one.rule),
                result.findings().stream()
                        .filter(found -> found.level() == Level.BREAKING)
                        .map(found -> found.rule().id())
                        .distinct()
                        .toList());
        Found found = result.findings().getFirst();
        assertEquals("GET /orders", found.operation());
        assertTrue(found.witness().getFirst().startsWith("GET /orders"), found::toString);
    }

    @Test
    void what_may_change_something_is_left_alone_unless_it_is_asked_for() {
        var result = run(options(ConformanceProbeTest::safe));
        assertTrue(asked.stream().allMatch(line -> line.startsWith("GET ")), asked::toString);
        assertEquals(Verdict.UNKNOWN, result.verdict(false));
        assertEquals(Verdict.KEPT, result.verdict(true), () -> result.gaps(true).toString());
        assertTrue(result.gaps(false).getFirst().startsWith("POST /orders: it may change something"));
    }

    @Test
    void the_same_seed_asks_the_same() {
        run(options(UnaryOperator.identity()));
        var first = List.copyOf(asked);
        asked.clear();
        run(options(UnaryOperator.identity()));
        assertEquals(first, asked);
        asked.clear();
        run(options(given -> new ProbeOptions(
                given.headers(),
                given.values(),
                true,
                given.mostRequests(),
                43,
                given.requestLimit(),
                given.totalLimit())));
        assertFalse(first.equals(asked));
    }

    @Test
    void no_more_is_asked_than_was_said() {
        run(options(given -> new ProbeOptions(
                given.headers(), given.values(), true, 9, given.seed(), given.requestLimit(), given.totalLimit())));
        assertEquals(9, asked.size());
    }

    @Test
    void nothing_is_known_of_a_provider_that_does_not_answer() {
        var result = run(RawProvider.nowhere(), options(UnaryOperator.identity()));
        assertEquals(Verdict.UNKNOWN, result.verdict(true));
        assertEquals(0, result.requests());
        assertTrue(result.gaps(true).getFirst().contains("unreachable"), result.gaps(true)::toString);
    }
}
