package dev.seamwright.broker.story;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and a broker, and breaks the connection at one of the client's writes; from then on it answers nothing. */
final class WriteCutter implements AutoCloseable {
    /** When the connection breaks; the client cannot tell them apart. */
    enum Moment {
        BEFORE_IT_ARRIVES,
        BEFORE_IT_IS_ANSWERED
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger writes = new AtomicInteger();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);
    private final String broker;
    private final int write;
    private final Moment moment;
    private volatile boolean holds;

    /** @param write of which the connection breaks; the first is 1 */
    WriteCutter(String broker, int write, Moment moment) throws IOException {
        this.broker = broker;
        this.write = write;
        this.moment = moment;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The connection stays open when the write is reached, until this is closed: for who kills the client. */
    void hold() {
        holds = true;
    }

    boolean isCut() {
        return reached.getCount() == 0;
    }

    /** Waits for the write; with {@link Moment#BEFORE_IT_IS_ANSWERED} the broker has carried it out by then. */
    boolean isReached(long seconds) throws InterruptedException {
        return reached.await(seconds, TimeUnit.SECONDS);
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            var isWrite = !exchange.getRequestMethod().equals("GET");
            var number = isWrite ? writes.incrementAndGet() : 0;
            if (isCut()) {
                return;
            }
            if (number == write && moment == Moment.BEFORE_IT_ARRIVES) {
                cut();
                return;
            }
            var answer = ask(exchange);
            if (number == write) {
                cut();
                return;
            }
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            var body = answer.body();
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void cut() throws InterruptedException {
        reached.countDown();
        if (holds) {
            held.await();
        }
    }

    private HttpResponse<byte[]> ask(HttpExchange exchange) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(broker + exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        for (var header : List.of("Accept", "Authorization", "Content-Type")) {
            var value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        held.countDown();
        server.stop(0);
        threads.shutdownNow();
        client.close();
    }
}
