package dev.seamwright.broker.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seamwright.broker.db.DatabaseSettings;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestDatabase;
import dev.seamwright.contracts.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** 10,000 events to a receiver that fails, hangs, cuts connections off after it took the event, and dies twice. */
@Tag("slow")
class OutboxFaultTest {
    private static final int EVENTS = 10_000;
    private static final int BATCH = 500;
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Duration DEAD = Duration.ofSeconds(2);

    private static final WebhookPolicy POLICY = new WebhookPolicy(
            Set.of("http"),
            Set.of("POST"),
            List.of("127.0.0.1"),
            Collections.nCopies(60, Duration.ofSeconds(1)),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));

    /** Of each id the event that it came with: what a receiver keeps in order to drop duplicates. */
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();

    private final AtomicInteger duplicates = new AtomicInteger();
    private final AtomicInteger contradictions = new AtomicInteger();
    private final AtomicInteger forged = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();

    private HttpServer receiver(int port) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::receive);
        server.start();
        return server;
    }

    private void receive(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        try {
            new com.standardwebhooks.Webhook(SECRET).verify(body, exchange.getRequestHeaders());
        } catch (WebhookVerificationException wrong) {
            forged.incrementAndGet();
        }
        var dice = ThreadLocalRandom.current().nextInt(1_000);
        if (dice < 80) { // refuses it
            failures.incrementAndGet();
            Receiver.answer(exchange, dice < 40 ? 500 : 429, "");
            return;
        }
        var id = exchange.getRequestHeaders().getFirst("webhook-id");
        var event =
                Json.parse(body.getBytes(StandardCharsets.UTF_8)).at("/data/n").asInt();
        var before = taken.putIfAbsent(id, event);
        if (before != null) {
            duplicates.incrementAndGet();
            if (before != event) {
                contradictions.incrementAndGet();
            }
        }
        if (dice < 90) { // took it, and hangs
            failures.incrementAndGet();
            Receiver.pause(Duration.ofSeconds(2));
        }
        if (dice < 150) { // took it, and the connection is gone before the answer
            failures.incrementAndGet();
            exchange.close();
            return;
        }
        Receiver.answer(exchange, 200, "");
    }

    @Test
    void none_is_lost_ids_let_duplicates_be_dropped_and_all_are_signed() throws Exception {
        var login = TestDatabase.fresh().server();
        var database = new DatabaseSettings(login, null, 12, true);
        var server = receiver(0);
        var port = server.getAddress().getPort();
        try (var broker = TestBroker.start(database, config -> WebhookFixture.with(config, POLICY));
                var given = new WebhookFixture(database)) {
            var webhook = broker.post("/webhooks", """
                    {"events":[{"name":"drift_found"}],"signingSecret":"%s","request":{"method":"POST","url":"http://127.0.0.1:%d/"}}""".formatted(SECRET, port));
            assertEquals(201, webhook.status(), webhook.body());
            var began = System.nanoTime();
            for (var first = 0; first < EVENTS; first += BATCH) {
                raise(given, first);
            }
            for (var kill = 1; kill <= 2; kill++) {
                await(EVENTS * kill / 4);
                server.stop(0);
                Receiver.pause(DEAD);
                server = receiver(port);
            }
            await(EVENTS);
            Receiver.waitFor("the queue to be empty", () -> open(given) == 0);
            var took = Duration.ofNanos(System.nanoTime() - began);
            System.out.printf(
                    "%d events, each taken; %d attempts failed on purpose, %d duplicates were dropped; %d s%n",
                    taken.size(), failures.get(), duplicates.get(), took.toSeconds());
        } finally {
            server.stop(0);
        }
        assertEquals(EVENTS, taken.size(), "an id for each event");
        assertEquals(
                IntStream.range(0, EVENTS).boxed().toList(),
                taken.values().stream().sorted().toList(),
                "each event once");
        assertTrue(duplicates.get() > 0, "the test is none otherwise");
        assertEquals(0, contradictions.get(), "an id stands for one event");
        assertEquals(0, forged.get());
    }

    private static void raise(WebhookFixture given, int first) {
        given.database.transactor().write(WebhookFixture.caller(1), tx -> {
            var events = IntStream.range(first, first + BATCH)
                    .mapToObj(n -> ToldEvent.of(
                            WebhookEventType.DRIFT_FOUND,
                            1,
                            JsonNodeFactory.instance.objectNode().put("n", n)))
                    .toList();
            return given.webhooks.append(tx, events);
        });
    }

    private void await(int count) {
        var deadline = System.nanoTime() + Duration.ofMinutes(4).toNanos();
        while (taken.size() < count) {
            assertTrue(System.nanoTime() < deadline, "only " + taken.size() + " of " + count + " events came");
            Receiver.pause(Duration.ofMillis(50));
        }
    }

    private static int open(WebhookFixture given) {
        return given.database
                .transactor()
                .read(
                        WebhookFixture.caller(1),
                        tx -> tx.handle()
                                .createQuery("SELECT count(*) FROM webhook_delivery WHERE status <> 'success'")
                                .mapTo(Integer.class)
                                .one());
    }
}
