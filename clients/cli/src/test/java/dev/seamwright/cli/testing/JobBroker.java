package dev.seamwright.cli.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import dev.seamwright.cli.testing.StubBroker.Request;
import dev.seamwright.contracts.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A broker that has jobs, one lease each, and speaks their API. */
public final class JobBroker implements AutoCloseable {
    private static final String JSON = "application/json";

    private final StubBroker stub;
    private final Deque<String> waiting = new ArrayDeque<>();
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private final AtomicInteger outages = new AtomicInteger();
    private final AtomicInteger heartbeats = new AtomicInteger();

    /** A result or a failure that came in. */
    public record Told(String job, String what, JsonNode body) {}

    public JobBroker() throws IOException {
        stub = new StubBroker();
        stub.otherwise(this::handle);
    }

    public String url() {
        return stub.url();
    }

    /** Adds a job about a pact. */
    public JobBroker job(String id, String provider, String version, int leaseSeconds, String pact) {
        stub.on("GET /pact-of/" + id, 200, pact);
        synchronized (waiting) {
            waiting.add("""
                    {"id": "%s", "method": "replay", "provider": "%s", "providerVersion": "%s", "consumer": "web",
                     "consumerVersions": ["1"], "contract": {"kind": "pact", "sha256": "0", "url": "%s/pact-of/%s"},
                     "state": "running", "attempts": 1, "maxAttempts": 5,
                     "lease": {"token": "t-%s", "until": "2026-11-26T00:00:00Z", "seconds": %d}}
                    """.formatted(id, provider, version, url(), id, id, leaseSeconds));
        }
        return this;
    }

    /** Takes the lease of a job away. */
    public void takeAway(String id) {
        lost.add(id);
    }

    /** The next so many requests are answered with 503. */
    public void beAway(int requests) {
        outages.set(requests);
    }

    public List<Told> told() {
        return List.copyOf(told);
    }

    public int heartbeats() {
        return heartbeats.get();
    }

    public List<Request> requests() {
        return stub.requests();
    }

    private void handle(HttpExchange exchange, Request request) throws IOException {
        if (outages.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            StubBroker.answer(exchange, 503, JSON, "{\"error\": \"restarting\"}");
            return;
        }
        var parts = request.target().split("/", -1);
        if (request.target().equals("/api/v1/jobs/claim")) {
            claim(exchange);
        } else if (request.target().startsWith("/api/v1/jobs/") && parts.length == 6) {
            job(exchange, parts[4], parts[5], request);
        } else {
            StubBroker.answer(exchange, 404, JSON, "{\"error\": \"no such path\"}");
        }
    }

    private void claim(HttpExchange exchange) throws IOException {
        String job;
        synchronized (waiting) {
            job = waiting.poll();
        }
        StubBroker.answer(exchange, job == null ? 204 : 200, JSON, job == null ? "" : job);
    }

    private void job(HttpExchange exchange, String id, String what, Request request) throws IOException {
        var body = Json.parse(request.body().getBytes(StandardCharsets.UTF_8));
        if (lost.contains(id) || !body.path("token").asText().equals("t-" + id)) {
            StubBroker.answer(exchange, 409, JSON, "{\"title\": \"The lease is lost\"}");
        } else if (what.equals("heartbeat")) {
            heartbeats.incrementAndGet();
            StubBroker.answer(exchange, 200, JSON, "{\"until\": \"2026-11-26T00:00:00Z\"}");
        } else {
            told.add(new Told(id, what, body));
            StubBroker.answer(exchange, what.equals("result") ? 201 : 200, JSON, "{}");
        }
    }

    @Override
    public void close() {
        stub.close();
    }
}
