package dev.seamwright.verifier.replay;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpRequestRetryStrategy;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Sends requests to a provider and reads whole answers, within a time and a size; redirects are answers. */
public final class ProviderHttp implements AutoCloseable {
    static final int LARGEST_ANSWER = 64 * 1024 * 1024;
    private static final int LONGEST_LINE = 256 * 1024;
    private static final int MOST_HEADERS = 1_000;

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    /** The connection's, and not the interaction's. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding", "keep-alive");

    /** RFC 9110 section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** RFC 9110 section 5.5, leniently: what would end the line is none. */
    private static final Pattern VALUE = Pattern.compile("[^\\x00-\\x08\\x0a-\\x1f\\x7f]*");

    /** What the client says in words alone. */
    private static final String ENDS_AFTER_A_CHUNK = "CRLF expected at end of chunk";

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final int AT_ONCE = 1_000;

    private final CloseableHttpClient client = HttpClients.custom()
            .useSystemProperties()
            .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                    .useSystemProperties()
                    // the default one passes over lines that are no HTTP
                    .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                            .responseParserFactory(DefaultHttpResponseParserFactory.INSTANCE)
                            .http1Config(Http1Config.custom()
                                    .setMaxLineLength(LONGEST_LINE)
                                    .setMaxHeaderCount(MOST_HEADERS)
                                    .build())
                            .build())
                    .setMaxConnTotal(AT_ONCE)
                    .setMaxConnPerRoute(AT_ONCE)
                    .setDefaultConnectionConfig(ConnectionConfig.custom()
                            .setConnectTimeout(Timeout.of(CONNECT_LIMIT))
                            .setSocketTimeout(Timeout.DISABLED)
                            .build())
                    .setDefaultSocketConfig(
                            SocketConfig.custom().setSoTimeout(Timeout.DISABLED).build())
                    .build())
            .setDefaultRequestConfig(RequestConfig.custom()
                    .setConnectionRequestTimeout(Timeout.DISABLED)
                    .setResponseTimeout(Timeout.DISABLED)
                    .setProtocolUpgradeEnabled(false)
                    .build())
            .setRetryStrategy(new OnceMoreWhenIdle())
            .setUserAgent("Seamwright")
            .disableRedirectHandling()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .build();

    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final Thread watch =
            Thread.ofPlatform().name("time-limits").daemon().unstarted(this::watch);

    /** What a thread waits for, which nothing but the end of the connection makes it give up. */
    private record Running(HttpUriRequestBase request, Thread thread, long deadline) {
        boolean isLate() {
            return System.nanoTime() - deadline >= 0;
        }

        void look() {
            if (isLate() || thread.isInterrupted()) {
                request.cancel();
            }
        }
    }

    /** A body is larger than any that is read. */
    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;
    }

    public ProviderHttp() {
        watch.start();
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_LOOKS);
                running.forEach(Running::look);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

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

    /**
     * The answer, read by the calling thread.
     *
     * @throws ReplayFailure when there is no whole answer; the message names the request
     */
    public Answer send(Request request, Duration limit) throws ReplayFailure {
        var what = "%s %s".formatted(request.method(), request.uri().getRawPath());
        var sent = new Running(built(request), Thread.currentThread(), System.nanoTime() + limit.toNanos());
        running.add(sent);
        try {
            var answer = client.execute(sent.request(), response -> read(sent.request(), response));
            var encoding = answer.header("content-encoding");
            return new Answer(
                    answer.status(), answer.headers(), decoded(what, encoding == null ? "" : encoding, answer.body()));
        } catch (IOException failure) {
            if (sent.thread().isInterrupted()) {
                throw new ReplayFailure(Cause.CANCELLED, "The replay was given up", failure);
            }
            if (sent.isLate()) {
                throw new ReplayFailure(
                        Cause.TIMED_OUT,
                        "%s had no whole answer within %s".formatted(what, Durations.words(limit)),
                        failure);
            }
            throw failure(what, request.uri(), failure);
        } finally {
            running.remove(sent);
        }
    }

    private static HttpUriRequestBase built(Request request) throws ReplayFailure {
        try {
            var built = new HttpUriRequestBase(
                    valid(TOKEN, request.method().toUpperCase(Locale.ROOT), "the method"), request.uri());
            for (var header : request.headers()) {
                if (!OF_THE_CONNECTION.contains(header.name().toLowerCase(Locale.ROOT))) {
                    built.addHeader(
                            valid(TOKEN, header.name(), "the name of a header"),
                            valid(VALUE, header.value(), "the header " + header.name()));
                }
            }
            if (request.body() != null) {
                built.setEntity(new ByteArrayEntity(request.body(), null));
            }
            return built;
        } catch (IllegalArgumentException invalid) {
            throw new ReplayFailure(
                    Cause.INVALID_PACT,
                    "The request %s %s cannot be sent: %s"
                            .formatted(request.method(), request.uri().getRawPath(), first(invalid)),
                    invalid);
        }
    }

    private static String valid(Pattern pattern, String text, String what) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(what + " is none that HTTP knows");
        }
        return text;
    }

    private static Answer read(HttpUriRequestBase request, ClassicHttpResponse response) throws IOException {
        var names = new HashMap<String, String>();
        var headers = new LinkedHashMap<String, List<String>>();
        for (var header : response.getHeaders()) {
            var name = names.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), _ -> header.getName());
            headers.computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(header.getValue() == null ? "" : header.getValue());
        }
        return new Answer(response.getCode(), headers, body(request, response));
    }

    private static byte[] body(HttpUriRequestBase request, ClassicHttpResponse response) throws IOException {
        var entity = response.getEntity();
        if (entity == null) {
            return new byte[0];
        }
        var body = entity.getContent().readNBytes(LARGEST_ANSWER + 1);
        if (body.length > LARGEST_ANSWER) {
            request.cancel(); // else the rest is read when the response is closed
            throw new TooLarge();
        }
        return body;
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

    private static ReplayFailure failure(String what, URI uri, IOException failure) {
        var host = "%s:%s".formatted(uri.getHost(), uri.getPort() < 0 ? uri.getScheme() : uri.getPort());
        return switch (failure) {
            case TooLarge _ -> tooLarge(what);
            case ConnectTimeoutException e ->
                new ReplayFailure(
                        Cause.UNREACHABLE,
                        "Could not connect to %s within %s".formatted(host, Durations.words(CONNECT_LIMIT)),
                        e);
            case UnknownHostException e ->
                new ReplayFailure(Cause.UNREACHABLE, "There is no host named %s".formatted(uri.getHost()), e);
            case NoRouteToHostException e ->
                new ReplayFailure(Cause.UNREACHABLE, "There is no way to %s: %s".formatted(host, first(e)), e);
            case ConnectException e -> new ReplayFailure(Cause.UNREACHABLE, "Nothing listens at %s".formatted(host), e);
            case SSLException e ->
                new ReplayFailure(Cause.UNREACHABLE, "No safe connection to %s: %s".formatted(host, first(e)), e);
            case TruncatedChunkException e -> closed(what, e);
            case MalformedChunkCodingException e when first(e).equals(ENDS_AFTER_A_CHUNK) -> closed(what, e);
            case ClientProtocolException e -> noHttp(what, e, e.getCause() == null ? e : e.getCause());
            case MalformedChunkCodingException e -> noHttp(what, e, e);
            case MessageConstraintException e -> noHttp(what, e, e);
            default -> closed(what, failure);
        };
    }

    private static ReplayFailure noHttp(String what, IOException failure, Throwable why) {
        return new ReplayFailure(
                Cause.GARBAGE, "%s was answered with no HTTP: %s".formatted(what, first(why)), failure);
    }

    private static ReplayFailure closed(String what, IOException failure) {
        return new ReplayFailure(
                Cause.CONNECTION_CLOSED,
                "The provider ended the connection before the answer to %s was whole (%s)"
                        .formatted(what, first(failure)),
                failure);
    }

    static String first(Throwable failure) {
        var message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        watch.interrupt();
        client.close(CloseMode.IMMEDIATE);
    }

    /**
     * A provider may end a connection on which it has answered, and a request that is just on its way then is lost (RFC 9112 section 9.3.1): it is
     * sent again on a new one. On a new connection, no answer is the provider's fault.
     */
    private static final class OnceMoreWhenIdle implements HttpRequestRetryStrategy {
        @Override
        public boolean retryRequest(HttpRequest request, IOException failure, int count, HttpContext context) {
            var connection = HttpCoreContext.cast(context).getEndpointDetails();
            return count == 1
                    && (failure instanceof NoHttpResponseException || failure instanceof SocketException)
                    && connection != null
                    && connection.getRequestCount() > 1;
        }

        @Override
        public boolean retryRequest(HttpResponse response, int count, HttpContext context) {
            return false;
        }

        @Override
        public TimeValue getRetryInterval(HttpResponse response, int count, HttpContext context) {
            return TimeValue.ZERO_MILLISECONDS;
        }
    }
}
