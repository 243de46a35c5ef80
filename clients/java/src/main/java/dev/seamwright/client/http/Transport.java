package dev.seamwright.client.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.seamwright.client.SeamwrightException;
import dev.seamwright.client.SeamwrightException.Refused;
import dev.seamwright.client.SeamwrightException.TimedOut;
import dev.seamwright.client.SeamwrightException.UnexpectedAnswer;
import dev.seamwright.client.SeamwrightException.Unreachable;
import dev.seamwright.client.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls to one broker; safe for use by several threads. What may be repeated is sent again, with the same key, when the
 * connection breaks, the time is over, or the broker answers 429, 500, 502, 503 or 504. Redirects are not followed, so the token reaches nobody else.
 */
public final class Transport {
    private static final Set<Integer> PASSING = Set.of(429, 500, 502, 503, 504);
    private static final int LONGEST_EXCERPT = 200;
    private static final String AGENT = "seamwright-client-java/" + version();

    private final String url;
    private final @Nullable String token;
    private final @Nullable String workspace;
    private final Duration timeout;
    private final Attempts attempts;
    private final HttpClient http;

    /**
     * @param url without a slash at its end
     * @param timeout of one attempt, from its start to the last byte of the answer
     */
    public Transport(
            String url, @Nullable String token, @Nullable String workspace, Duration timeout, Attempts attempts) {
        this.url = url;
        this.token = token;
        this.workspace = workspace;
        this.timeout = timeout;
        this.attempts = attempts;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    /**
     * Sends a call whose answer is read.
     *
     * @return null when the answer is 204
     * @throws SeamwrightException when there is no usable answer
     */
    public <T> T call(Call call, TypeReference<T> type) {
        var answer = send(call);
        if (answer.statusCode() == 204) {
            return nothing();
        }
        if (type.getType() == String.class) {
            @SuppressWarnings("unchecked") // T is String
            var text = (T) new String(answer.body(), StandardCharsets.UTF_8);
            return text;
        }
        try {
            return Json.MAPPER.readValue(answer.body(), type);
        } catch (IOException noJson) {
            throw unexpected(answer, "which is not what this client understands: " + firstLine(noJson), noJson);
        }
    }

    /** Operations that may answer 204 say so in their type. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    /**
     * Sends a call that has no answer but that it was done.
     *
     * @throws SeamwrightException when it was not, or may not have been
     */
    public void call(Call call) {
        send(call);
    }

    private HttpResponse<byte[]> send(Call call) {
        var request = request(call);
        for (var attempt = 1; ; attempt++) {
            SeamwrightException failure;
            Optional<Duration> wanted = Optional.empty();
            try {
                var answer = exchange(request);
                if (answer.statusCode() >= 200 && answer.statusCode() < 300) {
                    return answer;
                }
                wanted = attempts.wanted(answer.headers().firstValue("Retry-After"));
                failure = failure(answer, wanted.orElse(null));
                if (!PASSING.contains(answer.statusCode())) {
                    throw failure;
                }
            } catch (Unreachable | TimedOut passing) {
                failure = passing;
            }
            var pause = call.mayBeRepeated() ? attempts.pauseAfter(attempt, wanted) : Optional.<Duration>empty();
            if (pause.isEmpty()) {
                throw failure;
            }
            try {
                attempts.pause().sleep(pause.get());
            } catch (InterruptedException interrupted) {
                throw interrupted(request, interrupted);
            }
        }
    }

    private HttpRequest request(Call call) {
        var body = call.body();
        var request = HttpRequest.newBuilder(URI.create(url + call.target()))
                .timeout(timeout)
                .header("Accept", "application/json, application/problem+json, text/event-stream;q=0.1")
                .header("User-Agent", AGENT)
                .method(call.method(), body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(json(body)));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (workspace != null) {
            request.header("Seamwright-Workspace", workspace);
        }
        call.headers().forEach(request::setHeader);
        if (call.takesKey() && !call.headers().containsKey(Call.IDEMPOTENCY_KEY)) {
            request.header(Call.IDEMPOTENCY_KEY, UUID.randomUUID().toString());
        }
        return request.build();
    }

    private static byte[] json(Object body) {
        try {
            return Json.MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException(
                    "The body cannot be written as JSON: " + unwritable.getOriginalMessage(), unwritable);
        }
    }

    /** The time of a request ends with its header in the JDK's client; here it ends with the last byte. */
    private HttpResponse<byte[]> exchange(HttpRequest request) {
        var sending = http.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return sending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            sending.cancel(true);
            throw timedOut(request, late);
        } catch (InterruptedException interrupted) {
            sending.cancel(true);
            throw interrupted(request, interrupted);
        } catch (ExecutionException failed) {
            var cause = failed.getCause() == null ? failed : failed.getCause();
            if (cause instanceof java.net.http.HttpTimeoutException) {
                throw timedOut(request, cause);
            }
            throw new Unreachable(
                    "%s %s had no answer: %s".formatted(request.method(), request.uri(), firstLine(cause)), cause);
        }
    }

    private TimedOut timedOut(HttpRequest request, Throwable cause) {
        return new TimedOut(
                "%s %s had no answer within %s seconds."
                        .formatted(request.method(), request.uri(), timeout.toMillis() / 1000.0),
                cause);
    }

    private static Unreachable interrupted(HttpRequest request, InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new Unreachable("%s %s was interrupted.".formatted(request.method(), request.uri()), interrupted);
    }

    private static SeamwrightException failure(HttpResponse<byte[]> answer, @Nullable Duration retryAfter) {
        var status = answer.statusCode();
        if (status >= 300 && status < 400) {
            return unexpected(
                    answer,
                    "a redirect to %s, which is not followed; give the final address"
                            .formatted(answer.headers().firstValue("Location").orElse("an unnamed place")),
                    null);
        }
        var type = answer.headers().firstValue("Content-Type").orElse("");
        if (type.startsWith("application/problem+json")) {
            try {
                var problem = Json.MAPPER.readValue(answer.body(), Problem.class);
                return Refused.of(problem, retryAfter);
            } catch (IOException | RuntimeException noProblem) {
                return unexpected(answer, "which is no problem as in RFC 9457", noProblem);
            }
        }
        return unexpected(answer, "which no broker says; is the address right, and is a proxy in between?", null);
    }

    private static UnexpectedAnswer unexpected(
            HttpResponse<byte[]> answer, String judgement, @Nullable Throwable cause) {
        var body = new String(answer.body(), StandardCharsets.UTF_8).strip();
        var excerpt = body.length() > LONGEST_EXCERPT ? body.substring(0, LONGEST_EXCERPT) + "…" : body;
        return new UnexpectedAnswer(
                "%s %s was answered with %d, %s%s"
                        .formatted(
                                answer.request().method(),
                                answer.uri(),
                                answer.statusCode(),
                                judgement,
                                excerpt.isEmpty() ? "." : ". It begins: " + excerpt),
                answer.statusCode(),
                cause);
    }

    private static String firstLine(Throwable failure) {
        var message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElse("");
    }

    private static String version() {
        try (InputStream file = Transport.class.getResourceAsStream("version.properties")) {
            var properties = new Properties();
            if (file != null) {
                properties.load(file);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
