package dev.seamwright.broker.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.CommandLine;
import dev.seamwright.broker.testing.CommandLine.Outcome;
import dev.seamwright.broker.testing.Eventually;
import dev.seamwright.broker.testing.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody has shown that the deployed provider keeps its document; a worker finds out, and the gate knows. */
class ConformanceStoryTest {
    private static final String DOCUMENT = """
            {"openapi":"3.1.0","info":{"title":"Orders","version":"1"},"paths":{"/orders/{id}":{"get":{
             "parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"integer","minimum":1}}],
             "responses":{"200":{"description":"ok","content":{"application/json":{"schema":{"type":"object","required":["id"],
               "properties":{"id":{"type":"integer"}}}}}},"400":{"description":"no number"},"404":{"description":"unknown"}}}}}}
            """;
    private static final String PACT = """
            {"consumer":{"name":"web"},"provider":{"name":"orders"},"interactions":[
              {"description":"an order","request":{"method":"GET","path":"/orders/7"},
               "response":{"status":200,"headers":{"Content-Type":"application/json"},"body":{"id":7},
                           "matchingRules":{"$.body.id":{"match":"type"}}}}],
             "metadata":{"pactSpecification":{"version":"2.0.0"}}}
            """;

    @TempDir
    private Path directory = Path.of("");

    private final TestBroker broker = TestBroker.start();
    private final ApiClient api = ApiClient.of(broker);
    private volatile String answer = "{\"id\": 7}";
    private final HttpServer orders = orders();

    private HttpServer orders() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/orders/", exchange -> {
                var id = exchange.getRequestURI().getPath().substring("/orders/".length());
                var status = id.matches("[1-9][0-9]*") ? id.equals("7") ? 200 : 404 : 400;
                var bytes = (status == 200 ? answer : "").getBytes(StandardCharsets.UTF_8);
                if (status == 200) {
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                }
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("openapi.json"), DOCUMENT);
        Files.writeString(directory.resolve("pact.json"), PACT);
        assertEquals(
                201,
                api.put("/environments/production", "{\"production\":true}").status());
    }

    @AfterEach
    void stop() {
        orders.stop(0);
        broker.close();
    }

    private Outcome run(int code, String line) {
        var outcome = new CommandLine(broker, directory).run(line);
        assertEquals(code, outcome.code(), () -> "%s%n%s%s".formatted(line, outcome.out(), outcome.err()));
        return outcome;
    }

    private String url() {
        return "http://127.0.0.1:" + orders.getAddress().getPort();
    }

    private void until(int code, String line) {
        var outcome =
                Eventually.get(() -> new CommandLine(broker, directory).run(line), answered -> answered.code() == code);
        assertEquals(code, outcome.code(), () -> outcome.out() + outcome.err());
    }

    @Test
    void a_worker_shows_what_the_cross_check_lacked() {
        run(0, "publish-openapi openapi.json -a orders --version 1 --branch main");
        run(0, "publish pact.json -e 1 --branch main");
        run(0, "record-deployment -a orders -e 1 --environment production");
        until(2, "can-i-deploy -a web -e 1 --to-environment production");
        run(
                0,
                "worker --once --methods conformance --provider orders --provider-version 1 --base-url %s --value id=7"
                        .formatted(url()));
        var evidence = api.get("/participants/orders/versions/1/evidence").json();
        assertTrue(evidence.get("success").asBoolean(), evidence::toString);
        until(0, "can-i-deploy -a web -e 1 --to-environment production");
    }

    @Test
    void a_provider_that_breaks_its_document_is_no_reason_to_deploy() {
        answer = "{\"id\": \"seven\"}";
        run(0, "publish pact.json -e 1 --branch main");
        var outcome = run(
                1,
                "conformance --openapi openapi.json --base-url %s --value id=7 --seed 7 -a orders --version 1 --branch main --publish"
                        .formatted(url()));
        assertTrue(outcome.out().contains("answer-body-refused"), outcome.out());
        assertTrue(outcome.out().contains("GET /orders/7"), outcome.out());
        assertTrue(outcome.out().contains("Seed: 7"), outcome.out());
        run(0, "record-deployment -a orders -e 1 --environment production");
        var evidence = api.get("/participants/orders/versions/1/evidence").json();
        assertTrue(!evidence.get("success").asBoolean(), evidence::toString);
        until(2, "can-i-deploy -a web -e 1 --to-environment production");

        answer = "{\"id\": 7}";
        run(0, "conformance --base-url %s --value id=7 -a orders --version 1 --publish".formatted(url()));
        until(0, "can-i-deploy -a web -e 1 --to-environment production");
    }

    @Test
    void what_cannot_be_asked_is_not_known() {
        run(2, "conformance --openapi openapi.json --base-url http://127.0.0.1:9 --value id=7");
        run(4, "conformance --openapi openapi.json --base-url %s --value id=0".formatted(url()));
    }
}
