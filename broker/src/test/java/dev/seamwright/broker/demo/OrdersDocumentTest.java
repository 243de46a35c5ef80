package dev.seamwright.broker.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.verifier.probe.ConformanceJson;
import dev.seamwright.verifier.probe.ConformanceProbe;
import dev.seamwright.verifier.probe.ProbeOptions;
import dev.seamwright.verifier.replay.Redaction;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Orders keeps the documents that the demo publishes: our probe asks it, and the evidence is what it finds. {@code -Dgolden=update} keeps
 * it.
 */
class OrdersDocumentTest {
    private static final Path KEPT = Path.of("src/main/resources/demo/openapi");
    private static final boolean UPDATES = "update".equals(System.getProperty("golden"));
    private static final Pattern ORDER = Pattern.compile("/orders/([1-9]\\d*)");
    private static final String LINES = "\"lines\": [{\"sku\": \"TEA-100\", \"quantity\": 2, \"price\": 12.5}]";

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    private String more = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** The service of orders. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var order = ORDER.matcher(exchange.getRequestURI().getPath());
            if (!exchange.getRequestMethod().equals("GET") || !order.matches() || !isLong(order.group(1))) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            var body = "{\"id\": %s, \"status\": \"paid\", %s%s}"
                    .formatted(order.group(1), LINES, more)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static boolean isLong(String number) {
        return new BigInteger(number).bitLength() < Long.SIZE;
    }

    @ParameterizedTest
    @CsvSource({"orders-2.4.0, ''", "orders-2.5.0, ', \"deliveryDate\": \"2026-11-30\"'"})
    void orders_keeps_its_document(String name, String also) throws IOException, InterruptedException {
        more = also;
        var document = OpenApiDocument.parse(Files.readAllBytes(KEPT.resolve(name + ".yaml")));
        var options =
                new ProbeOptions(List.of(), Map.of(), false, 200, 1, Duration.ofSeconds(20), Duration.ofMinutes(2));
        var probe = new ConformanceProbe(
                "http://127.0.0.1:%d".formatted(server.getAddress().getPort()),
                options,
                new Redaction(List.of(), List.of()),
                line -> {});
        var result = ConformanceJson.of(probe.run(document), false);
        if (UPDATES) {
            Files.write(KEPT.resolve(name + "-evidence.json"), Json.canonical(result));
        }
        assertEquals("kept", result.path("verdict").asText(), result::toPrettyString);
        assertEquals(
                Files.readString(KEPT.resolve(name + "-evidence.json")),
                new String(Json.canonical(result), StandardCharsets.UTF_8));
    }
}
