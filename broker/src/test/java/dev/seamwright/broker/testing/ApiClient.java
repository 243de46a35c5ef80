package dev.seamwright.broker.testing;

import static org.junit.jupiter.api.Assertions.fail;

import dev.seamwright.broker.testing.TestBroker.Answer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of {@code /api/v1} that keeps the contract and sees that the broker keeps it: both sides are checked against openapi.yaml. */
public final class ApiClient {
    private static final String BASE = "/api/v1";

    private final TestBroker broker;
    private final List<String> headers;

    private ApiClient(TestBroker broker, List<String> headers) {
        this.broker = broker;
        this.headers = headers;
    }

    /** Without credentials. */
    public static ApiClient of(TestBroker broker) {
        return new ApiClient(broker, List.of("Accept", "application/json"));
    }

    /** The same client with a bearer token. */
    public ApiClient as(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** The same client with one more header in each request. */
    public ApiClient with(String header, String value) {
        var more = new ArrayList<>(headers);
        more.add(header);
        more.add(value);
        return new ApiClient(broker, List.copyOf(more));
    }

    /** @param path below {@code /api/v1}, raw, with its query */
    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer post(String path, String json) {
        return send("POST", path, json);
    }

    public Answer put(String path, String json) {
        return send("PUT", path, json);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /** Sends a request that is right, and checks the answer. */
    public Answer send(String method, String path, @Nullable String body) {
        return exchange(method, path, body, true);
    }

    /** Sends a request that is wrong on purpose, and checks the answer, which must be a refusal. */
    public Answer wrong(String method, String path, @Nullable String body) {
        var answer = exchange(method, path, body, false);
        if (answer.status() < 400 || answer.status() >= 500) {
            fail("a wrong request was answered with %d: %s".formatted(answer.status(), answer.body()));
        }
        return answer;
    }

    private Answer exchange(String method, String path, @Nullable String body, boolean right) {
        var question = path.indexOf('?');
        var rawPath = BASE + (question < 0 ? path : path.substring(0, question));
        var query = question < 0 ? "" : path.substring(question + 1);
        var operation = OpenApi.get()
                .find(method, rawPath)
                .orElseThrow(() -> new AssertionError("openapi.yaml has no %s %s".formatted(method, rawPath)));
        var sent = new ArrayList<>(headers);
        if (body != null) {
            sent.addAll(List.of("Content-Type", "application/json"));
        }
        var pairs = sent.toArray(String[]::new);
        if (right) {
            check(
                    operation,
                    "request",
                    OpenApi.get().request(operation, rawPath, query, new OpenApi.Headers(pairs), body));
        }
        var answer = broker.send(method, BASE + path, body, pairs);
        check(operation, "answer", OpenApi.get().response(operation, answer));
        return answer;
    }

    private static void check(OpenApi.Operation operation, String what, List<String> wrong) {
        if (!wrong.isEmpty()) {
            fail("The %s of %s breaks openapi.yaml:%n%s".formatted(what, operation.id(), String.join("\n", wrong)));
        }
    }
}
