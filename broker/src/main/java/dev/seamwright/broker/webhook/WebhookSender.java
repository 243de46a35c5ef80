package dev.seamwright.broker.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Makes the requests. Every connection is new, and goes to the very addresses that {@link AddressGuard} has seen: a name that
 * resolves to something else a moment later gains nothing. Redirects are not followed, cookies not kept.
 */
final class WebhookSender implements AutoCloseable {
    private static final int MOST_RESPONSE = 64 * 1024;
    private static final int EXCERPT = 2_000; // characters
    private static final int AT_ONCE = 100;
    private static final String HIDDEN =
            "(The response is not shown: the operator has not listed the hosts that webhooks may call.)";

    private final WebhookPolicy policy;
    private final AddressGuard guard;
    private final Clock clock;
    private final CloseableHttpClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * A request, ready to be sent.
     *
     * @param id the same for every attempt, so that the receiver can drop what it has seen
     * @param secrets texts that must not be in any log
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Outgoing(
            String id,
            String method,
            String url,
            Map<String, String> headers,
            byte[] body,
            @Nullable String signingSecret,
            List<String> secrets) {

        Outgoing {
            headers = new LinkedHashMap<>(headers);
            secrets = List.copyOf(secrets);
        }

        /** The same with one more text that must not be in any log. */
        Outgoing hiding(String secret) {
            var all = new ArrayList<>(secrets);
            all.add(secret);
            return new Outgoing(id, method, url, headers, body, signingSecret, all);
        }

        /** Without headers and body: they hold secrets. */
        @Override
        public String toString() {
            return method + " " + url;
        }
    }

    /**
     * What came back.
     *
     * @param status null: nothing came back
     * @param error why not; null: something did
     * @param hopeless whether another attempt would come to the same
     * @param payload what was sent, without secrets; null: nothing was
     * @param excerpt of the response, without secrets; null: there is none, or it may not be shown
     */
    record Outcome(
            boolean success,
            @Nullable Integer status,
            Map<String, String> headers,
            String body,
            @Nullable String error,
            String log,
            boolean hopeless,
            @Nullable String payload,
            @Nullable String excerpt) {

        /** There was nothing to send. */
        static Outcome nothingToDo(String log) {
            return new Outcome(true, null, Map.of(), "", null, log, false, null, null);
        }

        /** It cannot be sent. */
        static Outcome hopeless(String log) {
            return new Outcome(false, null, Map.of(), "", null, log, true, null, null);
        }

        /** It cannot be sent now. */
        static Outcome notSent(String log) {
            return new Outcome(false, null, Map.of(), "", null, log, false, null, null);
        }

        /** The same with another log. */
        Outcome with(String otherLog) {
            return new Outcome(success, status, headers, body, error, otherLog, hopeless, payload, excerpt);
        }

        /** The same as a success: the receiver's refusal says that it has it already. */
        Outcome taken() {
            return new Outcome(true, status, headers, body, error, log, false, payload, excerpt);
        }
    }

    WebhookSender(WebhookPolicy policy, String version, Clock clock) {
        this.policy = policy;
        this.guard = new AddressGuard(policy);
        this.clock = clock;
        var total = Timeout.of(policy.totalTimeout());
        this.client = HttpClients.custom()
                .setUserAgent("Seamwright/" + version)
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new CheckedAddresses(guard))
                        .setMaxConnTotal(AT_ONCE)
                        .setMaxConnPerRoute(AT_ONCE)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(policy.connectTimeout()))
                                .setSocketTimeout(total)
                                .build())
                        .setDefaultSocketConfig(
                                SocketConfig.custom().setSoTimeout(total).build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(total)
                        .setConnectionRequestTimeout(total)
                        .build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableDefaultUserAgent()
                .build();
    }

    /** The request of a webhook for one delivery. */
    static Outgoing prepare(String id, Webhook.Request request, Variables variables) {
        return prepare(id, request, variables, variables.body(request.body()), request.body());
    }

    /** With a payload that is sent as it is, in place of the webhook's body. */
    static Outgoing prepare(String id, Webhook.Request request, Variables variables, JsonNode payload) {
        return prepare(id, request, variables, payload.toString(), payload);
    }

    private static Outgoing prepare(
            String id, Webhook.Request request, Variables variables, String body, @Nullable JsonNode form) {
        var headers = new LinkedHashMap<String, String>();
        var secrets = new ArrayList<String>();
        request.headers().forEach((name, value) -> {
            var sent = variables.header(value);
            headers.put(name, sent);
            if (Webhook.isSecretHeader(name)) {
                secrets.add(sent);
            }
        });
        if (headers.keySet().stream().noneMatch("Content-Type"::equalsIgnoreCase) && form != null) {
            headers.put("Content-Type", contentType(form));
        }
        if (request.username() != null || request.password() != null) {
            var pair = nullToEmpty(request.username()) + ":" + nullToEmpty(request.password());
            var basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            if (headers.keySet().stream().noneMatch("Authorization"::equalsIgnoreCase)) {
                headers.put("Authorization", "Basic " + basic);
            }
            secrets.add(basic);
        }
        if (request.password() != null) {
            secrets.add(request.password());
        }
        if (request.signingSecret() != null) {
            secrets.add(request.signingSecret());
        }
        return new Outgoing(
                id,
                request.method(),
                variables.url(request.url()),
                headers,
                body.getBytes(StandardCharsets.UTF_8),
                request.signingSecret(),
                secrets);
    }

    /** What the Pact Broker's HTTP library takes for a body without a type. */
    private static String contentType(JsonNode body) {
        return Variables.isJson(body) ? "application/json" : ContentType.APPLICATION_FORM_URLENCODED.getMimeType();
    }

    private static String nullToEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Sends it once; whatever goes wrong is an outcome, not an exception. Call it outside of any transaction. */
    Outcome send(Outgoing outgoing) {
        return send(outgoing, MOST_RESPONSE);
    }

    /** @param mostResponse bytes of the response that are read */
    Outcome send(Outgoing outgoing, int mostResponse) {
        var request = new HttpUriRequestBase(outgoing.method(), URI.create(outgoing.url()));
        outgoing.headers().forEach(request::setHeader);
        var now = clock.instant().getEpochSecond();
        request.setHeader("webhook-id", outgoing.id());
        request.setHeader("webhook-timestamp", Long.toString(now));
        if (outgoing.signingSecret() != null) {
            request.setHeader(
                    "webhook-signature", Signature.of(outgoing.signingSecret(), outgoing.id(), now, outgoing.body()));
        }
        if (outgoing.body().length > 0) {
            request.setEntity(new ByteArrayEntity(outgoing.body(), null));
        }
        var running = threads.submit(() -> execute(request, outgoing, mostResponse));
        try {
            // the whole of it: names, addresses one after the other, and a response that comes byte by byte
            return running.get(policy.totalTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            request.abort();
            return failed(
                    outgoing,
                    "no complete response within %d s"
                            .formatted(policy.totalTimeout().toSeconds()));
        } catch (ExecutionException e) {
            return failed(outgoing, reason(e.getCause()));
        } catch (InterruptedException e) {
            request.abort();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while sending", e);
        }
    }

    private Outcome execute(HttpUriRequestBase request, Outgoing outgoing, int mostResponse) throws IOException {
        var refused = guard.refuseHost(request.getAuthority().getHostName());
        if (refused.isPresent()) {
            throw new Refused(refused.get());
        }
        try {
            var response = client.executeOpen(null, request, null);
            var headers = new LinkedHashMap<String, String>();
            for (var header : response.getHeaders()) {
                headers.merge(header.getName(), nullToEmpty(header.getValue()), (a, b) -> a + ", " + b);
            }
            return outcome(outgoing, response.getCode(), headers, body(response, mostResponse));
        } finally {
            request.abort(); // closing the response instead would read the rest of it, however long
        }
    }

    private static String body(ClassicHttpResponse response, int most) throws IOException {
        var entity = response.getEntity();
        return entity == null ? "" : new String(entity.getContent().readNBytes(most), StandardCharsets.UTF_8);
    }

    private Outcome outcome(Outgoing outgoing, int status, Map<String, String> headers, String body) {
        var log = head(outgoing).append("HTTP ").append(status).append('\n');
        if (policy.showsResponses()) {
            headers.forEach((name, value) -> line(log, name, Webhook.isSecretHeader(name) ? Webhook.STARS : value));
            log.append('\n').append(body, 0, Math.min(body.length(), MOST_RESPONSE));
        } else {
            log.append(HIDDEN);
        }
        return new Outcome(
                status >= 200 && status <= 206,
                status,
                headers,
                body,
                null,
                redacted(log.toString(), outgoing),
                false,
                payload(outgoing),
                policy.showsResponses() ? redacted(cut(body, EXCERPT), outgoing) : null);
    }

    private static Outcome failed(Outgoing outgoing, String error) {
        var log = head(outgoing).append("No response: ").append(error).append('\n');
        return new Outcome(
                false, null, Map.of(), "", error, redacted(log.toString(), outgoing), false, payload(outgoing), null);
    }

    private static String payload(Outgoing outgoing) {
        return redacted(cut(new String(outgoing.body(), StandardCharsets.UTF_8), MOST_RESPONSE), outgoing);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    private static StringBuilder head(Outgoing outgoing) {
        var log = new StringBuilder(outgoing.method())
                .append(' ')
                .append(outgoing.url())
                .append('\n');
        outgoing.headers().forEach((name, value) -> line(log, name, shown(name, value)));
        line(log, "webhook-id", outgoing.id());
        return log.append('\n')
                .append(new String(outgoing.body(), StandardCharsets.UTF_8))
                .append("\n\n");
    }

    /** The value of a request's header as people may see it. */
    static String shown(String name, String value) {
        return Webhook.isSecretHeader(name) ? Webhook.STARS : value;
    }

    private static void line(StringBuilder log, String name, String value) {
        log.append(name).append(": ").append(value).append('\n');
    }

    /** A receiver may echo what it got. PostgreSQL keeps no NUL. */
    static String redacted(String text, Outgoing outgoing) {
        var result = text.replace("\0", "");
        for (var secret : outgoing.secrets()) {
            if (!secret.isBlank()) {
                result = result.replace(secret, Webhook.STARS);
            }
        }
        return result;
    }

    private static String reason(@Nullable Throwable cause) {
        return switch (cause) {
            case Refused refused -> String.valueOf(refused.getMessage());
            case UnknownHostException unknown -> "the host is unknown";
            case null -> "unknown";
            default -> cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        };
    }

    @Override
    public void close() {
        client.close(CloseMode.GRACEFUL);
        threads.shutdownNow();
    }

    /** The connection would go where it must not. */
    static final class Refused extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        Refused(String reason) {
            super(reason);
        }
    }

    /** The addresses of a name, all of them checked: the client connects to what this returns and asks nobody else. */
    private record CheckedAddresses(AddressGuard guard) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            var addresses = InetAddress.getAllByName(host);
            for (var address : addresses) {
                var refused = guard.refuse(host, address);
                if (refused.isPresent()) {
                    throw new Refused(refused.get());
                }
            }
            return addresses;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
