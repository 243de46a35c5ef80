package dev.seamwright.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.seamwright.cli.Surroundings;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Speaks JSON with one broker; safe for use by several threads. Redirects are not followed and links to other hosts are asked at
 * this broker, so credentials reach nobody else. GET requests are tried again, three times, when the connection breaks or the
 * broker answers 5xx or 429.
 */
public final class BrokerClient {
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    private static final int ATTEMPTS = 4;
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LARGEST_ANSWER = 128L * 1024 * 1024;
    private static final long LARGEST_DOCUMENT = 1L << 30;
    private static final int DEEPEST_ANSWER = 200;
    private static final String ACCEPTED = "application/hal+json, application/json, application/problem+json";
    private static final String JSON = "application/json";
    private static final String DATA = "data:";
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final BrokerAddress address;
    private final Duration timeout;
    private final Surroundings.Sleeper sleeper;
    private final @Nullable PrintStream trace;
    private @Nullable HttpClient client;

    /**
     * @param timeout for a whole request, from its start to the last byte of the answer
     * @param trace takes a line a request; absent: none
     */
    public BrokerClient(
            BrokerAddress address, Duration timeout, Surroundings.Sleeper sleeper, @Nullable PrintStream trace) {
        this.address = address;
        this.timeout = timeout;
        this.sleeper = sleeper;
        this.trace = trace;
    }

    /** The base URL, without credentials and without a slash at its end. */
    public String url() {
        return address.url();
    }

    /** How long one request may take. */
    public Duration timeout() {
        return timeout;
    }

    /**
     * Reads a resource.
     *
     * @param path a path with its query, or a link that this broker gave
     * @return a JSON object
     * @throws BrokerFailure when there is none
     */
    public JsonNode get(String path) {
        return again(() -> object(path, exchange(request(path).GET().build())));
    }

    /**
     * An answer as it came, with what its broker signed of it.
     *
     * @param query what was asked, as it was sent
     * @param signatureInput the header of RFC 9421 §4.1; empty: it is not signed
     * @param signature the header of RFC 9421 §4.2
     */
    @SuppressWarnings("ArrayRecordComponent") // it is handed on and compared never
    public record Answered(JsonNode json, byte[] body, String query, String signatureInput, String signature) {}

    /**
     * Reads a resource, and its signature if the broker signs.
     *
     * @param acceptSignature what is to be signed (RFC 9421 §5.1)
     * @throws BrokerFailure when there is none
     */
    public Answered answered(String path, String acceptSignature) {
        return again(() -> {
            var request = request(path)
                    .header("Accept-Signature", acceptSignature)
                    .GET()
                    .build();
            var started = System.nanoTime();
            var response = receive(request, LARGEST_ANSWER);
            trace(request, Integer.toString(response.statusCode()), started);
            var json = object(path, read(request.uri(), response));
            var headers = response.headers();
            return new Answered(
                    json,
                    response.body(),
                    String.valueOf(request.uri().getRawQuery()),
                    headers.firstValue("signature-input").orElse(""),
                    headers.firstValue("signature").orElse(""));
        });
    }

    private JsonNode object(String path, JsonNode answer) {
        if (!answer.isObject()) {
            throw new BrokerFailure.Outage(
                    "%s answered something that is no answer of a broker; is --broker right?".formatted(resolve(path)));
        }
        return answer;
    }

    /**
     * Reads a document that has a reader of its own, and may be too large for a tree.
     *
     * @throws BrokerFailure when there is none
     */
    public byte[] document(String path) {
        return again(() -> {
            var request = request(path).GET().build();
            var started = System.nanoTime();
            var response = receive(request, LARGEST_DOCUMENT);
            trace(request, Integer.toString(response.statusCode()), started);
            if (response.statusCode() != 200) {
                read(request.uri(), response);
            }
            return response.body();
        });
    }

    /** How following events ended. */
    public enum Followed {
        /** With the event that was waited for. */
        DONE,
        /** The broker ended it before. */
        ENDED,
        TIME_OUT,
        /** The broker has no such events, or none just now. */
        NOT_OFFERED
    }

    /**
     * Reads server-sent events (WHATWG HTML §9.2) until one pleases. It never fails: whoever asks the broker otherwise learns what is wrong.
     *
     * @param most how long to wait for it
     * @param pleases tells it by its data, a JSON object on one line
     */
    public Followed follow(String path, Duration most, Predicate<JsonNode> pleases) {
        var request =
                request(path).setHeader("Accept", "text/event-stream").GET().build();
        var started = System.nanoTime();
        var sending = client().sendAsync(request, BodyHandlers.ofInputStream());
        try {
            var response = sending.get(Math.min(timeout.toMillis(), most.toMillis()), TimeUnit.MILLISECONDS);
            trace(request, Integer.toString(response.statusCode()), started);
            try (var body = response.body()) {
                var type = response.headers().firstValue("content-type").orElse("");
                if (response.statusCode() != 200 || !type.startsWith("text/event-stream")) {
                    return Followed.NOT_OFFERED;
                }
                return follow(body, most.minusNanos(System.nanoTime() - started), pleases);
            }
        } catch (TimeoutException | ExecutionException | IOException failure) {
            sending.cancel(true);
            trace(request, failure.toString(), started);
            return Followed.NOT_OFFERED;
        } catch (InterruptedException interrupted) {
            sending.cancel(true);
            Thread.currentThread().interrupt();
            throw new BrokerFailure.Outage(
                    "The request to %s was interrupted.".formatted(request.uri()), false, interrupted);
        }
    }

    /** In a thread of its own, because nothing may come for long. */
    private static Followed follow(InputStream body, Duration most, Predicate<JsonNode> pleases)
            throws InterruptedException {
        var followed = new CompletableFuture<Followed>();
        Thread.startVirtualThread(() -> followed.complete(read(body, pleases)));
        try {
            return followed.get(Math.max(0, most.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return Followed.TIME_OUT;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Followed read(InputStream body, Predicate<JsonNode> pleases) {
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(DATA)
                        && pleases.test(tryJson(line.substring(DATA.length()).getBytes(StandardCharsets.UTF_8)))) {
                    return Followed.DONE;
                }
            }
            return Followed.ENDED;
        } catch (IOException broken) {
            return Followed.ENDED; // a connection that breaks is no answer either
        }
    }

    private <T> T again(Supplier<T> reading) {
        for (int attempt = 1; ; attempt++) {
            try {
                return reading.get();
            } catch (BrokerFailure.Outage outage) {
                if (attempt == ATTEMPTS || !outage.passing()) {
                    throw outage;
                }
                pause(attempt);
            }
        }
    }

    /** Reads a resource that may not be there. */
    public Optional<JsonNode> find(String path) {
        try {
            return Optional.of(get(path));
        } catch (BrokerFailure.Refused refused) {
            if (refused.notFound()) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** Creates something. The answer is missing when the broker sends none. */
    public JsonNode post(String path, JsonNode body) {
        return send("POST", path, JSON, body);
    }

    /** Creates something at most once, however often it is asked with this key, if the broker knows the header. */
    public JsonNode postOnce(String path, String idempotencyKey, JsonNode body) {
        return exchange(withBody("POST", path, JSON, body)
                .header("Idempotency-Key", idempotencyKey)
                .build());
    }

    /**
     * The answer to a message of another protocol, as it came.
     *
     * @param body empty: there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // it is handed on once and compared never
    public record Relayed(int status, byte[] body) {}

    /**
     * Hands a message on.
     *
     * @param headers beside our own
     * @throws BrokerFailure when the broker does not answer in that protocol
     */
    public Relayed relay(String path, byte[] message, Map<String, String> headers) {
        var request = request(path)
                .setHeader("Accept", JSON)
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofByteArray(message));
        headers.forEach(request::header);
        var built = request.build();
        var started = System.nanoTime();
        var response = receive(built, LARGEST_ANSWER);
        trace(built, Integer.toString(response.statusCode()), started);
        if (response.statusCode() >= 300 && !tryJson(response.body()).has("jsonrpc")) {
            read(built.uri(), response);
        }
        return new Relayed(response.statusCode(), response.body());
    }

    public JsonNode put(String path, JsonNode body) {
        return send("PUT", path, JSON, body);
    }

    /** Changes the named fields only (RFC 7396). */
    public JsonNode patch(String path, JsonNode body) {
        return send("PATCH", path, MERGE_PATCH, body);
    }

    public JsonNode delete(String path) {
        return exchange(request(path).DELETE().build());
    }

    private JsonNode send(String method, String path, String contentType, JsonNode body) {
        return exchange(withBody(method, path, contentType, body).build());
    }

    private HttpRequest.Builder withBody(String method, String path, String contentType, JsonNode body) {
        return request(path)
                .header("Content-Type", contentType)
                .method(method, BodyPublishers.ofByteArray(Json.write(body)));
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(resolve(path)).header("Accept", ACCEPTED);
        var authorization = address.authorization();
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    private URI resolve(String path) {
        // Brackets are no part of a URI, yet brokers write them into their links.
        return URI.create(address.url()
                + address.relative(path).replace("[", "%5B").replace("]", "%5D").replace(" ", "%20"));
    }

    private JsonNode exchange(HttpRequest request) {
        var started = System.nanoTime();
        var response = receive(request, LARGEST_ANSWER);
        trace(request, Integer.toString(response.statusCode()), started);
        return read(request.uri(), response);
    }

    private void trace(HttpRequest request, String outcome, long started) {
        if (trace != null) {
            trace.printf(
                    "%s %s -> %s in %d ms%n",
                    request.method(), request.uri(), outcome, (System.nanoTime() - started) / 1_000_000);
        }
    }

    /** The client's own time-out ends with the headers; this one covers the body too. */
    private HttpResponse<byte[]> receive(HttpRequest request, long largest) {
        var started = System.nanoTime();
        var sending = client().sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), largest));
        try {
            return sending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            sending.cancel(true);
            trace(request, "no answer", started);
            throw slow(request.uri());
        } catch (ExecutionException failure) {
            var cause = failure.getCause() == null ? failure : failure.getCause();
            trace(request, cause.toString(), started);
            throw failure(request.uri(), cause);
        } catch (InterruptedException interrupted) {
            sending.cancel(true);
            Thread.currentThread().interrupt();
            throw new BrokerFailure.Outage(
                    "The request to %s was interrupted.".formatted(request.uri()), false, interrupted);
        }
    }

    private BrokerFailure slow(URI uri) {
        return new BrokerFailure.Outage(
                "%s gave no answer within %d s; look at the broker's load, or allow more with --timeout"
                        .formatted(uri, timeout.toSeconds()));
    }

    private BrokerFailure failure(URI uri, Throwable cause) {
        return switch (cause) {
            case SSLException tls ->
                new BrokerFailure.Misconfigured(
                        "No safe connection to %s: %s; if its certificate is of a private authority, name a trust store in JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE"
                                .formatted(uri, firstLine(tls)),
                        tls);
            case HttpConnectTimeoutException e ->
                new BrokerFailure.Outage(
                        "Could not connect to %s within %d s; is the broker running, and is --broker right?"
                                .formatted(uri, CONNECT_TIMEOUT.toSeconds()),
                        false,
                        e);
            case HttpTimeoutException _ -> slow(uri);
            case ConnectException e when hasCause(e, UnresolvedAddressException.class) -> unknownHost(uri, e);
            case UnknownHostException e -> unknownHost(uri, e);
            case ConnectException e ->
                new BrokerFailure.Outage(
                        "Could not connect to %s: nothing listens there; is the broker running, and is --broker right?"
                                .formatted(uri),
                        true,
                        e);
            case IOException e ->
                new BrokerFailure.Outage(
                        "The connection to %s broke: %s; try again, and look at the broker's log"
                                .formatted(uri, firstLine(e)),
                        true,
                        e);
            default -> new BrokerFailure.Outage("The request to %s failed: %s".formatted(uri, cause), false, cause);
        };
    }

    private static BrokerFailure unknownHost(URI uri, Throwable cause) {
        return new BrokerFailure.Outage(
                "There is no host named %s; is --broker right, and does its name resolve here?"
                        .formatted(uri.getHost()),
                false,
                cause);
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static String firstLine(Throwable failure) {
        var message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElse("");
    }

    private JsonNode read(URI uri, HttpResponse<byte[]> response) {
        var status = response.statusCode();
        if (status >= 200 && status < 300) {
            return response.body().length == 0 ? MissingNode.getInstance() : json(uri, response);
        }
        if (status >= 300 && status < 400) {
            throw new BrokerFailure.Misconfigured(
                    "%s redirects to %s, which is not followed; give the final address as --broker"
                            .formatted(
                                    uri,
                                    response.headers().firstValue("location").orElse("an unnamed place")));
        }
        var words = Answers.words(tryJson(response.body()));
        var said = words.isEmpty() ? "" : ": " + words;
        if (status == 401 || status == 407) {
            throw new BrokerFailure.Misconfigured(
                    "%s wants to know who asks (%d)%s; give --token, or --user and --password"
                            .formatted(uri, status, said));
        }
        if (status == 403) {
            throw new BrokerFailure.Misconfigured(
                    "%s forbids this (403)%s; use a token that has the scope".formatted(uri, said));
        }
        if (status >= 500 || status == 429 || status == 408) {
            throw new BrokerFailure.Outage(
                    "%s answered %d%s; the broker has a problem of its own: look at its log"
                            .formatted(uri, status, said),
                    status != 501);
        }
        if (status == 404 && words.isEmpty() && !tryJson(response.body()).isObject()) {
            throw new BrokerFailure.Misconfigured(
                    "%s is not there (404), and the answer is not a broker's; is --broker right?".formatted(uri));
        }
        throw new BrokerFailure.Refused(
                status, words.isEmpty() ? "%s was refused with status %d".formatted(uri, status) : words);
    }

    private static JsonNode json(URI uri, HttpResponse<byte[]> response) {
        try {
            return Json.parse(response.body(), DEEPEST_ANSWER);
        } catch (InvalidInput invalid) {
            var type = response.headers().firstValue("content-type").orElse("no content type");
            throw new BrokerFailure.Outage(
                    "%s answered %d with %s that is no JSON (%s); is --broker right, and is a proxy in between?"
                            .formatted(uri, response.statusCode(), type, firstLine(invalid)),
                    false,
                    invalid);
        }
    }

    private static JsonNode tryJson(byte[] body) {
        try {
            return Json.parse(body, DEEPEST_ANSWER);
        } catch (InvalidInput _) {
            return MissingNode.getInstance();
        }
    }

    private void pause(int attempt) {
        var longest = FIRST_PAUSE_MILLIS << attempt;
        try {
            sleeper.sleep(Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 4, longest)));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BrokerFailure.Outage("Interrupted while waiting for " + address.url() + ".", false, interrupted);
        }
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();
        }
        return client;
    }
}
