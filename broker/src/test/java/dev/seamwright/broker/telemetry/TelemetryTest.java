package dev.seamwright.broker.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import dev.seamwright.broker.BrokerConfig;
import dev.seamwright.broker.BrokerConfig.Operations;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class TelemetryTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";
    private static final String PROMETHEUS =
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";
    private static final String LATEST = "/pacts/provider/{provider}/consumer/{consumer}/latest";

    static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static String latest(String consumer) {
        return "/pacts/provider/Orders/consumer/" + consumer + "/latest";
    }

    @Test
    void a_callers_trace_is_continued_and_named_in_the_problem() {
        var answer = broker.get(latest("Nobody"), "traceparent", PARENT, "Accept", "application/problem+json");
        assertEquals(TRACE, answer.json().get("traceId").asText());
        var header = answer.header("traceparent");
        assertNotNull(header);
        assertTrue(header.startsWith("00-" + TRACE + "-") && header.endsWith("-01"), header);
        assertNotEquals(PARENT, header);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more"
            })
    void a_malformed_trace_is_replaced_by_a_new_one(String header) {
        var trace = TraceContext.of(header);
        assertNotEquals(TRACE, trace.traceId());
        assertTrue(trace.header().matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"), trace.header());
        assertEquals(
                TRACE,
                TraceContext.of("cc-" + TRACE + "-00f067aa0ba902b7-00-more").traceId());
        assertFalse(TraceContext.of("00-" + TRACE + "-00f067aa0ba902b7-00").sampled());
    }

    @Test
    void every_request_is_one_access_line_with_its_template() {
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        var access = (Logger) LoggerFactory.getLogger("access");
        access.addAppender(lines);
        try {
            broker.get(latest("Secret"), "traceparent", PARENT);
            broker.get("/nowhere/at/all", "traceparent", PARENT);
            // the line is written after the answer has left
            for (var wait = 0; lines.list.size() < 2 && wait < 100; wait++) {
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            access.detachAppender(lines);
        }
        assertEquals(2, lines.list.size());
        var known = lines.list.getFirst().getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
        assertEquals("GET", known.get("method"));
        assertEquals(LATEST, known.get("route"));
        assertEquals("404", known.get("status"));
        assertEquals("default", known.get("workspace"));
        assertEquals(TRACE, known.get("trace_id"));
        assertTrue(Double.parseDouble(String.valueOf(known.get("duration_ms"))) > 0);
        assertTrue(lines.list.get(1).getKeyValuePairs().toString().contains("route=\"unmatched\""));
    }

    @Test
    void prometheus_gets_series_by_route_template_and_never_a_name() {
        broker.get(latest("VerySecretName"));
        broker.get("/no/such/VerySecretPath");
        broker.send("QUERYISH", "/no/such/method", null);
        var series = broker.get("/metrics", "Accept", PROMETHEUS);
        assertEquals(200, series.status());
        assertTrue(String.valueOf(series.header("Content-Type")).startsWith("application/openmetrics-text"));
        var text = series.body();
        assertTrue(
                text.contains(
                        "http_server_requests_seconds_count{method=\"GET\",route=\"" + LATEST + "\",status=\"404\"}"),
                text);
        assertTrue(text.contains("route=\"unmatched\",status=\"404\""), text);
        assertTrue(text.contains("seamwright_transactions_seconds_count{mode=\"read\",outcome=\"rolled_back\"}"), text);
        assertTrue(text.contains("hikaricp_connections_active{pool=\"broker\"}"), text);
        assertTrue(text.contains("jvm_memory_used_bytes"), text);
        assertTrue(text.contains("http_server_requests_in_flight 1.0"), text);
        assertFalse(text.contains("VerySecret") || text.contains("QUERYISH"), text);
        assertTrue(broker.get("/metrics", "Accept", "text/plain").body().contains("# TYPE"));
    }

    @Test
    void verdicts_are_timed_by_their_answer() {
        var given = new Given(broker);
        given.environment("timed");
        given.version("lonely", "1");
        for (var version : new String[] {"1", "2", "2"}) {
            given.get("/can-i-deploy?pacticipant=lonely&version=" + version + "&environment=timed");
        }
        var series = broker.get("/metrics", "Accept", PROMETHEUS).body();
        assertTrue(series.contains("seamwright_verdicts_seconds_count{answer=\"yes\"} 1"), series);
        assertTrue(series.contains("seamwright_verdicts_seconds_count{answer=\"no\"} 2"), series);
    }

    @Test
    void with_authentication_the_series_are_the_operators() {
        try (var closed = TestBroker.start(TelemetryTest::withAuth)) {
            assertEquals(401, closed.get("/metrics", "Accept", PROMETHEUS).status());
            var operator = "Bearer " + TestBroker.OPERATOR_TOKEN;
            assertEquals(
                    200,
                    closed.get("/metrics", "Accept", PROMETHEUS, "Authorization", operator)
                            .status());
            assertEquals(200, closed.get("/livez").status());
            assertEquals(200, closed.get("/readyz").status());
        }
    }

    private static BrokerConfig withAuth(BrokerConfig config) {
        return new BrokerConfig(
                config.host(),
                config.port(),
                null,
                config.dataDir(),
                config.database(),
                true,
                false,
                config.operatorToken(),
                4,
                false);
    }

    @Test
    void a_collector_gets_a_span_for_the_request_and_one_for_its_transaction() throws Exception {
        var received = new LinkedBlockingQueue<byte[]>();
        var collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            received.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        var endpoint = URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/");
        try (var traced = TestBroker.start(config -> config.with(Operations.DEFAULT.otlpEndpoint(endpoint)))) {
            var answer = traced.get(latest("Nobody"), "traceparent", PARENT);
            var header = String.valueOf(answer.header("traceparent"));
            assertTrue(header.startsWith("00-" + TRACE + "-"), header);
            var body = collect(received, "GET " + LATEST);
            assertTrue(body.contains("read transaction"), "a span for the transaction");
            assertTrue(body.contains("postgresql") && body.contains("service.name") && body.contains("seamwright"));
            assertTrue(body.contains(raw(TRACE)), "the caller's trace");
            assertTrue(body.contains(raw("00f067aa0ba902b7")), "the caller's span as parent");
            assertTrue(body.contains(raw(header.substring(36, 52))), "the span that the answer names");
            assertFalse(body.contains("Nobody"), "templates, not names");
        } finally {
            collector.stop(0);
        }
    }

    @Test
    void a_collector_that_is_gone_disturbs_nobody() {
        var nowhere = URI.create("http://127.0.0.1:9");
        var began = System.nanoTime();
        try (var traced = TestBroker.start(config -> config.with(Operations.DEFAULT.otlpEndpoint(nowhere)))) {
            assertEquals(404, traced.get(latest("Nobody")).status());
        }
        assertTrue(System.nanoTime() - began < TimeUnit.SECONDS.toNanos(20));
    }

    /** Everything up to the batch that has {@code text}, as Latin-1: a byte a character. */
    private static String collect(LinkedBlockingQueue<byte[]> received, String text)
            throws InterruptedException, IOException {
        var all = new StringBuilder();
        while (all.indexOf(text) < 0) {
            var batch = received.poll(15, TimeUnit.SECONDS);
            assertNotNull(batch, "no span came");
            all.append(new String(batch, StandardCharsets.ISO_8859_1));
        }
        return all.toString();
    }

    private static String raw(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }
}
