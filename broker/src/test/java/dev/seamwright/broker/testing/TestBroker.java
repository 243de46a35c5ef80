package dev.seamwright.broker.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seamwright.broker.Broker;
import dev.seamwright.broker.BrokerConfig;
import dev.seamwright.broker.db.DatabaseSettings;
import dev.seamwright.broker.job.Jobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A broker on a fresh database and a free port, and requests to it. */
public final class TestBroker implements AutoCloseable {
    /** The operator's secret of every test broker. */
    public static final String OPERATOR_TOKEN = "operator-secret-of-the-tests";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Broker broker;
    private final DatabaseSettings database;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestBroker(Broker broker, DatabaseSettings database) {
        this.broker = broker;
        this.database = database;
    }

    /** Without authentication, as on a developer's machine. */
    public static TestBroker start() {
        return start(config -> config);
    }

    /** Every request needs a token. */
    public static TestBroker startWithAuth() {
        return startWithAuth(TestDatabase.fresh());
    }

    /** Every request needs a token; on a database that is there already. */
    public static TestBroker startWithAuth(DatabaseSettings database) {
        return start(
                database,
                config -> new BrokerConfig(
                        config.host(),
                        config.port(),
                        config.baseUrl(),
                        config.dataDir(),
                        config.database(),
                        true,
                        config.insecure(),
                        config.operatorToken(),
                        config.poolSize(),
                        config.contentMayChange()));
    }

    /** With what {@code change} makes of the default configuration. */
    public static TestBroker start(UnaryOperator<BrokerConfig> change) {
        return start(TestDatabase.fresh(), change);
    }

    /** On a database that is there already. */
    public static TestBroker start(DatabaseSettings database, UnaryOperator<BrokerConfig> change) {
        var config = new BrokerConfig(
                "127.0.0.1",
                0,
                null,
                Path.of("target/test-data-" + System.getProperty("test.fork", "here")), // a shadow is of one process
                database,
                false,
                false,
                OPERATOR_TOKEN,
                4,
                false,
                BrokerConfig.Operations.DEFAULT.jobs(
                        new Jobs.Timing(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(1))));
        return new TestBroker(Broker.start(change.apply(config), Clock.systemUTC()), database);
    }

    public Broker broker() {
        return broker;
    }

    public DatabaseSettings database() {
        return database;
    }

    public String url() {
        return "http://127.0.0.1:" + broker.port();
    }

    /** An answer, its body read as JSON when it is JSON. */
    public record Answer(int status, String body, Map<String, java.util.List<String>> headers) {
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(body, e);
            }
        }

        public @Nullable String header(String name) {
            return headers.entrySet().stream()
                    .filter(h -> h.getKey().equalsIgnoreCase(name))
                    .map(h -> h.getValue().getFirst())
                    .findFirst()
                    .orElse(null);
        }
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer post(String path, String json, String... headers) {
        return send("POST", path, json, headers);
    }

    public Answer put(String path, String json, String... headers) {
        return send("PUT", path, json, headers);
    }

    public Answer patch(String path, String json, String... headers) {
        return send("PATCH", path, json, headers);
    }

    public Answer delete(String path, String... headers) {
        return send("DELETE", path, null, headers);
    }

    /**
     * Sends a request.
     *
     * @param path raw path and query, or an absolute link of this broker
     * @param body JSON, or null for none
     * @param headers name, value, name, value…; Content-Type is JSON and Accept HAL unless given
     */
    public Answer send(String method, String path, @Nullable String body, String... headers) {
        return sendBytes(method, path, body == null ? null : body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Sends a request whose body need not be a text. */
    public Answer sendBytes(String method, String path, byte @Nullable [] body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : url() + path))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        request.header("Accept", "application/hal+json");
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        for (var i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(), response.body(), response.headers().map());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        broker.close();
        client.close();
    }
}
