package dev.seamwright.cli.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server on loopback that answers what a test tells it to, and remembers what it was asked. */
public final class StubBroker implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Handler> handlers = new LinkedHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** What was asked; the target is the path with its query, as it was sent. */
    public record Request(String method, String target, String body, String authorization, String idempotencyKey) {
        public String line() {
            return method + " " + target;
        }
    }

    /** Answers a request by hand. */
    @FunctionalInterface
    public interface Handler {
        void handle(HttpExchange exchange, Request request) throws IOException;
    }

    public StubBroker() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers a method and a path, with or without its query. A later answer for the same replaces the former. */
    public StubBroker on(String line, int status, String json) {
        return on(line, (exchange, _) -> answer(exchange, status, "application/hal+json;charset=utf-8", json));
    }

    public StubBroker on(String line, Handler handler) {
        synchronized (handlers) {
            handlers.put(line, handler);
        }
        return this;
    }

    /** Answers all that nothing else answers. */
    public StubBroker otherwise(Handler handler) {
        return on("", handler);
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Methods and targets, in the order of their arrival. */
    public List<String> lines() {
        return requests.stream().map(Request::line).toList();
    }

    public void forget() {
        requests.clear();
    }

    public static void answer(HttpExchange exchange, int status, String contentType, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        var target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        var request = new Request(
                exchange.getRequestMethod(),
                target,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                header(exchange, "Authorization"),
                header(exchange, "Idempotency-Key"));
        requests.add(request);
        handler(request, uri.getRawPath()).handle(exchange, request);
    }

    private static String header(HttpExchange exchange, String name) {
        var value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private Handler handler(Request request, String path) {
        synchronized (handlers) {
            var exact = handlers.get(request.line());
            var byPath = handlers.getOrDefault(request.method() + " " + path, handlers.get(""));
            if (exact != null) {
                return exact;
            }
            return byPath != null
                    ? byPath
                    : (exchange, _) -> answer(
                            exchange,
                            404,
                            "application/json",
                            "{\"error\":\"The requested document was not found on this server.\"}");
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
