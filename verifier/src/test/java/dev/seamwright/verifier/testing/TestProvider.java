package dev.seamwright.verifier.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A provider on loopback that answers what a test tells it to, and remembers what it was asked. */
public final class TestProvider implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Handler> handlers = new LinkedHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** A request as it came; the target is the path with its query, as it was sent. */
    public record Asked(String method, String target, String body, Map<String, List<String>> headers) {
        public String line() {
            return method + " " + target;
        }

        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .map(entry -> String.join(", ", entry.getValue()))
                    .findFirst()
                    .orElse("");
        }
    }

    /** Answers by hand. */
    @FunctionalInterface
    public interface Handler {
        void handle(HttpExchange exchange, Asked asked) throws IOException, InterruptedException;
    }

    public TestProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers a method with a path. */
    public TestProvider on(String line, Handler handler) {
        handlers.put(line, handler);
        return this;
    }

    /** Answers JSON with status 200. */
    public TestProvider on(String line, String json) {
        return on(line, (exchange, _) -> answer(exchange, 200, "application/json", json));
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public List<String> lines() {
        return asked.stream().map(Asked::line).toList();
    }

    public static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        var target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        var request = new Asked(
                exchange.getRequestMethod(),
                target,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                Map.copyOf(exchange.getRequestHeaders()));
        asked.add(request);
        var handler = handlers.getOrDefault(
                request.method() + " " + uri.getRawPath(),
                (unknown, _) -> answer(unknown, 404, "application/json", "{\"error\":\"no such path\"}"));
        try {
            handler.handle(exchange, request);
        } catch (InterruptedException _) {
            exchange.close();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
