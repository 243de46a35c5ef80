package dev.seamwright.verifier.replay;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends requests to a provider and reads whole answers, within a time and a size; redirects are answers. */
public final class ProviderHttp implements AutoCloseable {
    static final int LARGEST_ANSWER = 64 * 1024 * 1024;

    /** The connection ended in the first line, and the line has not begun like HTTP. */
    private static final Pattern NO_STATUS_LINE = Pattern.compile("status line, receiving \\[(?!HTTP/|])");

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    /** The connection's, and not the interaction's. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding", "keep-alive");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_LIMIT)
            .build();

    /** A header as it is sent. */
    public record Header(String name, String value) {}

    /** A request as it is sent. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Request(String method, URI uri, List<Header> headers, byte @Nullable [] body) {
        public Request {
            headers = List.copyOf(headers);
        }

        /** The same with these headers in place of its own of the same names. */
        public Request with(List<RequestHeader> given) {
            var all = new ArrayList<>(headers);
            for (var header : given) {
                all.removeIf(own -> own.name().equalsIgnoreCase(header.name()));
                all.add(new Header(header.name(), header.value()));
            }
            return new Request(method, uri, all, body);
        }

        public String shown(Redaction redaction) {
            var query = uri.getRawQuery() == null ? "" : "?" + redaction.query(uri.getRawQuery());
            return "%s %s%s".formatted(method, redaction.text(uri.getRawPath()), query);
        }
    }

    /**
     * An answer.
     *
     * @param headers in the order of their arrival, a value each line
     * @param body decoded, when it came compressed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Answer(int status, Map<String, List<String>> headers, byte[] body) {
        public @Nullable String header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .map(entry -> entry.getValue().getFirst())
                    .findFirst()
                    .orElse(null);
        }
    }

    /** @throws ReplayFailure when there is no whole answer; the message names the request */
    public Answer send(Request request, Duration limit) throws ReplayFailure {
        var what = "%s %s".formatted(request.method(), request.uri().getRawPath());
        var sending = client.sendAsync(
                build(request), _ -> new LimitedBody(LARGEST_ANSWER)); // its own time limit ends with the headers
        try {
            var response = sending.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return answer(what, response);
        } catch (TimeoutException late) {
            sending.cancel(true);
            throw new ReplayFailure(
                    Cause.TIMED_OUT, "%s had no whole answer within %s".formatted(what, Durations.words(limit)), late);
        } catch (InterruptedException interrupted) {
            sending.cancel(true);
            Thread.currentThread().interrupt();
            throw new ReplayFailure(Cause.CANCELLED, "The replay was given up", interrupted);
        } catch (ExecutionException failure) {
            throw failure(what, request.uri(), failure.getCause() == null ? failure : failure.getCause());
        }
    }

    private static HttpRequest build(Request request) throws ReplayFailure {
        try {
            var body = request.body();
            var builder = HttpRequest.newBuilder(request.uri())
                    .method(
                            request.method().toUpperCase(Locale.ROOT),
                            body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
            for (var header : request.headers()) {
                if (!OF_THE_CONNECTION.contains(header.name().toLowerCase(Locale.ROOT))) {
                    builder.header(header.name(), header.value());
                }
            }
            return builder.build();
        } catch (IllegalArgumentException invalid) {
            throw new ReplayFailure(
                    Cause.INVALID_PACT,
                    "The request %s %s cannot be sent: its method or a header is none (%s)"
                            .formatted(request.method(), request.uri().getRawPath(), first(invalid)),
                    invalid);
        }
    }

    private static Answer answer(String what, HttpResponse<byte[]> response) throws ReplayFailure {
        return new Answer(
                response.statusCode(),
                headers(response.headers()),
                decoded(what, response.headers().firstValue("content-encoding").orElse(""), response.body()));
    }

    private static Map<String, List<String>> headers(HttpHeaders headers) {
        var all = new LinkedHashMap<String, List<String>>();
        headers.map().forEach((name, values) -> {
            if (!name.startsWith(":")) {
                all.put(name, List.copyOf(values));
            }
        });
        return all;
    }

    private static byte[] decoded(String what, String encoding, byte[] body) throws ReplayFailure {
        var bytes = new ByteArrayInputStream(body);
        try (InputStream in = switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> new GZIPInputStream(bytes);
            case "deflate" -> new InflaterInputStream(bytes);
            default -> null;
        }) {
            if (in == null || body.length == 0) {
                return body;
            }
            var decoded = in.readNBytes(LARGEST_ANSWER + 1);
            if (decoded.length > LARGEST_ANSWER) {
                throw tooLarge(what);
            }
            return decoded;
        } catch (IOException garbage) {
            throw new ReplayFailure(
                    Cause.GARBAGE,
                    "%s was answered with a body that is not %s, as its header says".formatted(what, encoding),
                    garbage);
        }
    }

    private static ReplayFailure tooLarge(String what) {
        return new ReplayFailure(
                Cause.TOO_LARGE, "%s was answered with more than %d MB".formatted(what, LARGEST_ANSWER >> 20));
    }

    private static ReplayFailure failure(String what, URI uri, Throwable failure) {
        var host = "%s:%s".formatted(uri.getHost(), uri.getPort() < 0 ? uri.getScheme() : uri.getPort());
        return switch (failure) {
            case LimitedBody.TooLarge _ -> tooLarge(what);
            case HttpConnectTimeoutException e ->
                new ReplayFailure(
                        Cause.UNREACHABLE,
                        "Could not connect to %s within %s".formatted(host, Durations.words(CONNECT_LIMIT)),
                        e);
            case ConnectException e when has(e, UnresolvedAddressException.class) -> unknown(uri, e);
            case UnknownHostException e -> unknown(uri, e);
            case ConnectException e -> new ReplayFailure(Cause.UNREACHABLE, "Nothing listens at %s".formatted(host), e);
            case SSLException e ->
                new ReplayFailure(Cause.UNREACHABLE, "No safe connection to %s: %s".formatted(host, first(e)), e);
            case ProtocolException e ->
                new ReplayFailure(Cause.GARBAGE, "%s was answered with no HTTP: %s".formatted(what, first(e)), e);
            case EOFException e -> closed(what, e);
            case IOException e ->
                isGarbage(e)
                        ? new ReplayFailure(
                                Cause.GARBAGE, "%s was answered with no HTTP: %s".formatted(what, first(e)), e)
                        : closed(what, e);
            default ->
                new ReplayFailure(
                        Cause.GARBAGE, "%s had no answer that can be read: %s".formatted(what, failure), failure);
        };
    }

    /** The client tells it in words alone. */
    private static boolean isGarbage(IOException failure) {
        var words = first(failure);
        var lower = words.toLowerCase(Locale.ROOT);
        return lower.contains("invalid")
                || lower.contains("illegal")
                || NO_STATUS_LINE.matcher(words).find();
    }

    private static ReplayFailure closed(String what, IOException failure) {
        return new ReplayFailure(
                Cause.CONNECTION_CLOSED,
                "The provider ended the connection before the answer to %s was whole (%s)"
                        .formatted(what, first(failure)),
                failure);
    }

    private static ReplayFailure unknown(URI uri, Throwable failure) {
        return new ReplayFailure(Cause.UNREACHABLE, "There is no host named %s".formatted(uri.getHost()), failure);
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    static String first(Throwable failure) {
        var message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
