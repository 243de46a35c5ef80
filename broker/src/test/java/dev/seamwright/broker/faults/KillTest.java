package dev.seamwright.broker.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.Main;
import dev.seamwright.broker.testing.Given;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker and its PostgreSQL are killed with SIGKILL while clients publish, and started again without hands. */
@Tag("slow")
class KillTest {
    private static final int PUBLISHES = 1_000;
    private static final int CLIENTS = 6;
    private static final int KILLS = 4;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();

    @Test
    void every_acknowledged_publish_is_there_afterwards_and_nothing_is_half_written(@TempDir Path directory)
            throws Exception {
        var random = new Random(20261123);
        var failed = 0;
        for (var round = 0; round <= KILLS; round++) {
            try (var broker = Running.start(directory)) {
                var last = round == KILLS;
                var until = last ? PUBLISHES : PUBLISHES * (round + 1) / (KILLS + 1);
                try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
                    var stop = new AtomicInteger();
                    for (var i = 0; i < CLIENTS; i++) {
                        var _ = clients.submit(
                                () -> publishUntil(broker.url, last ? PUBLISHES : Integer.MAX_VALUE, stop));
                    }
                    if (!last) {
                        awaitAcknowledged(until);
                        Thread.sleep(random.nextInt(50));
                        if (round % 2 == 0) {
                            broker.kill();
                        } else {
                            broker.killPostgres();
                            broker.kill();
                        }
                        stop.set(1);
                    }
                }
                failed = next.get() - acknowledged.size();
                if (last) {
                    check(broker.url);
                }
            }
        }
        System.out.printf(
                "publishes: %d sent, %d acknowledged, %d cut off by %d kills%n",
                next.get(), acknowledged.size(), failed, KILLS);
        assertTrue(acknowledged.size() >= PUBLISHES);
    }

    private void publishUntil(String url, int acknowledgements, AtomicInteger stop) {
        while (acknowledged.size() < acknowledgements && stop.get() == 0) {
            var number = next.incrementAndGet();
            try {
                if (send("POST", url + "/contracts/publish", publication(number))
                                .statusCode()
                        == 200) {
                    acknowledged.add(number);
                }
            } catch (IOException cutOff) {
                // not acknowledged: it may be there or not, but whole
                if (stop.get() != 0) {
                    return;
                }
                pause();
            }
        }
    }

    private void awaitAcknowledged(int count) throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (acknowledged.size() < count) {
            assertTrue(System.nanoTime() < deadline, "acknowledged " + acknowledged.size() + " of " + count);
            Thread.sleep(2);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(String url) throws IOException {
        var whole = 0;
        for (var number = 1; number <= next.get(); number++) {
            var version = send("GET", url + "/pacticipants/consumer/versions/" + number, null);
            var first = send("GET", url + "/pacts/provider/a/consumer/consumer/version/" + number, null);
            var second = send("GET", url + "/pacts/provider/b/consumer/consumer/version/" + number, null);
            var expected = acknowledged.contains(number) ? 200 : version.statusCode();
            assertEquals(expected, version.statusCode(), "version " + number);
            assertEquals(expected, first.statusCode(), "first pact of " + number);
            assertEquals(expected, second.statusCode(), "second pact of " + number);
            if (expected == 200) {
                assertEquals(
                        "request " + number,
                        json(second).at("/interactions/0/description").asText());
                whole++;
            }
        }
        assertTrue(whole >= acknowledged.size());
        var chain = send("GET", url + "/api/v1/audit/verify", null);
        assertEquals(200, chain.statusCode(), chain.body());
        assertTrue(json(chain).path("intact").asBoolean(), chain.body());
    }

    private static String publication(int number) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("pacticipantName", "consumer")
                .put("pacticipantVersionNumber", Integer.toString(number))
                .put("branch", "main");
        var contracts = body.putArray("contracts");
        for (var provider : new String[] {"a", "b"}) {
            var pact = Given.document("consumer", provider, "request " + number);
            contracts
                    .addObject()
                    .put("consumerName", "consumer")
                    .put("providerName", provider)
                    .put("specification", "pact")
                    .put("contentType", "application/json")
                    .put("content", Base64.getEncoder().encodeToString(pact.getBytes(StandardCharsets.UTF_8)));
        }
        return body.toString();
    }

    private HttpResponse<String> send(String method, String url, @Nullable String body) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(20))
                .header("Accept", "application/hal+json")
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    /** {@code seamwright up} in a process of its own, with the embedded PostgreSQL. */
    private static final class Running implements AutoCloseable {
        private final Process process;
        private final Path data;
        final String url;

        private Running(Process process, Path data, String url) {
            this.process = process;
            this.data = data;
            this.url = url;
        }

        static Running start(Path directory) throws IOException {
            var data = directory.resolve("data");
            var log = directory.resolve("broker.log");
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            "up",
                            "--port",
                            "0",
                            "--data-dir",
                            data.toString())
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            var out = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                var at = line.indexOf("http://");
                if (at >= 0) {
                    return new Running(process, data, line.substring(at).trim());
                }
            }
            throw new IOException("the broker did not start: " + Files.readString(log));
        }

        void kill() {
            process.destroyForcibly();
            process.onExit().join();
        }

        void killPostgres() throws IOException {
            try (var files = Files.walk(data, 3)) {
                var pidFile = files.filter(file -> file.endsWith("postmaster.pid"))
                        .findFirst()
                        .orElseThrow();
                var pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().trim());
                ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            }
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }
}
