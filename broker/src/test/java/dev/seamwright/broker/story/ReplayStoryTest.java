package dev.seamwright.broker.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.CommandLine;
import dev.seamwright.broker.testing.CommandLine.Outcome;
import dev.seamwright.broker.testing.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A web shop and its orders, whose running provider is verified from the command line, or by a worker. */
class ReplayStoryTest {
    private static final String PACT = """
            {"consumer": {"name": "web"}, "provider": {"name": "orders"}, "interactions": [
              {"description": "an order", "request": {"method": "GET", "path": "/orders/7"},
               "response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"id": 7, "state": "paid"}}}],
             "metadata": {"pactSpecification": {"version": "2.0.0"}}}
            """;

    @TempDir
    private Path directory = Path.of("");

    private final TestBroker broker = TestBroker.start();
    private final ApiClient api = ApiClient.of(broker);
    private volatile String answer = "{\"id\": 7, \"state\": \"paid\"}";
    private final HttpServer orders = orders();

    private HttpServer orders() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/orders/7", exchange -> {
                var bytes = answer.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, bytes.length);
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

    private Outcome verify(int code, String version) {
        var words = List.of(
                "verify",
                "--provider",
                "orders",
                "--base-url",
                "http://127.0.0.1:" + orders.getAddress().getPort(),
                "--selector",
                "{\"mainBranch\": true}",
                "--publish",
                "--provider-version",
                version,
                "--branch",
                "main");
        var outcome = new CommandLine(broker, directory).run(words);
        assertEquals(code, outcome.code(), () -> outcome.out() + outcome.err());
        return outcome;
    }

    @Test
    void a_running_provider_is_verified_and_the_gate_knows() {
        run(0, "publish pact.json -e 1 --branch main");
        verify(0, "1.0.0");
        run(0, "record-deployment -a orders -e 1.0.0 --environment production");
        run(0, "can-i-deploy -a web -e 1 --to-environment production");
        var result = broker.get("/pacts/provider/orders/consumer/web/latest/verification-results/latest")
                .json();
        assertEquals("Seamwright", result.at("/verifiedBy/implementation").asText());
        assertTrue(result.at("/testResults/0/success").asBoolean(), result::toString);

        run(0, "record-deployment -a web -e 1 --environment production");
        answer = "{\"id\": 7, \"state\": \"open\"}";
        verify(1, "1.1.0");
        run(1, "can-i-deploy -a orders -e 1.1.0 --to-environment production");
        var broken = broker.get("/pacts/provider/orders/consumer/web/latest/verification-results/latest")
                .json();
        assertEquals(
                "$.state", broken.at("/testResults/0/mismatches/0/identifier").asText(), broken::toString);
        assertEquals("\"open\"", broken.at("/testResults/0/mismatches/0/actual").asText(), broken::toString);
    }

    private void work(String version) {
        run(
                0,
                "worker --once --provider orders --provider-version %s --base-url http://127.0.0.1:%d"
                        .formatted(version, orders.getAddress().getPort()));
    }

    private void onMain(String version) {
        assertEquals(
                201,
                api.put("/participants/orders/versions/" + version, "{\"branch\":\"main\"}")
                        .status());
    }

    private JsonNode job(String version) {
        return api.get("/jobs?provider=orders")
                .json()
                .path("items")
                .valueStream()
                .filter(job -> job.path("providerVersion").asText().equals(version))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_worker_verifies_what_is_deployed_and_the_gate_that_waits_answers() throws Exception {
        onMain("1.0.0");
        run(0, "record-deployment -a orders -e 1.0.0 --environment production");
        run(0, "publish pact.json -e 1 --branch main");
        assertEquals(
                "no-worker",
                job("1.0.0").at("/cause/code").asText(),
                () -> job("1.0.0").toString());
        try (var threads = Executors.newSingleThreadExecutor()) {
            var gate = threads.submit(() -> new CommandLine(broker, directory)
                    .run("can-i-deploy -a web -e 1 --to-environment production --retry-while-unknown 5"));
            work("1.0.0");
            var outcome = gate.get(60, TimeUnit.SECONDS);
            assertEquals(0, outcome.code(), () -> outcome.out() + outcome.err());
        }
        assertEquals("done", job("1.0.0").path("state").asText());

        run(0, "record-deployment -a web -e 1 --environment production");
        answer = "{\"id\": 7, \"state\": \"open\"}";
        onMain("1.1.0");
        work("1.1.0");
        run(1, "can-i-deploy -a orders -e 1.1.0 --to-environment production");
        var broken = broker.get("/pacts/provider/orders/consumer/web/latest/verification-results/latest")
                .json();
        assertEquals("1.1.0", broken.path("providerApplicationVersion").asText(), broken::toString);
        assertEquals("Seamwright", broken.at("/verifiedBy/implementation").asText(), broken::toString);
        assertEquals(
                "$.state", broken.at("/testResults/0/mismatches/0/identifier").asText(), broken::toString);
    }

    @Test
    void a_provider_that_is_not_there_leaves_the_gate_without_an_answer() {
        run(0, "publish pact.json -e 1 --branch main");
        run(0, "record-deployment -a web -e 1 --environment production");
        verify(0, "1.0.0");
        orders.stop(0);
        var outcome = verify(2, "1.2.0");
        assertTrue(outcome.err().contains("is not published: it is not known"), outcome.err());
        var gate =
                new CommandLine(broker, directory).run("can-i-deploy -a orders -e 1.2.0 --to-environment production");
        assertTrue(gate.code() != 0, gate.out());
    }
}
