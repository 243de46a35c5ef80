package dev.seamwright.client.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One operation of the API with its parameters, as generated code says it. */
public final class Call {
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    /** What is asked by POST, because a question may be long. The broker changes nothing that another answer would depend on. */
    private static final List<String> QUESTIONS = List.of("/api/v1/verdicts/", "/api/v1/analysis/", "/api/v1/impact");

    private final String method;
    private final StringBuilder query = new StringBuilder();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String path;
    private boolean takesKey;
    private @Nullable Object body;

    private Call(String method, String path) {
        this.method = method;
        this.path = path;
    }

    /** @param path with its parameters in braces */
    public static Call of(String method, String path) {
        return new Call(method, path);
    }

    /** Fills a parameter of the path. */
    public void path(String name, Object value) {
        path = path.replace("{" + name + "}", encode(value.toString()));
    }

    /** Adds a parameter to the query; null adds none. */
    public void query(String name, @Nullable Object value) {
        if (value != null) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(encode(name))
                    .append('=')
                    .append(encode(value.toString()));
        }
    }

    /** Sets a header; null sets none, but says that the operation takes it. */
    public void header(String name, @Nullable String value) {
        takesKey = takesKey || name.equals(IDEMPOTENCY_KEY);
        if (value != null) {
            headers.put(name, value);
        }
    }

    /** What is sent as JSON. */
    public void body(@Nullable Object body) {
        this.body = body;
    }

    String method() {
        return method;
    }

    /** The path with its query, encoded. */
    String target() {
        return path + query;
    }

    Map<String, String> headers() {
        return headers;
    }

    @Nullable
    Object body() {
        return body;
    }

    boolean takesKey() {
        return takesKey;
    }

    /** Whether a second arrival changes nothing: it reads, it only asks, or its key tells the broker that it knows the request. */
    boolean mayBeRepeated() {
        return method.equals("GET") || takesKey || QUESTIONS.stream().anyMatch(path::startsWith);
    }

    private static String encode(String text) {
        var encoded = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet > 0 && UNRESERVED.indexOf(octet) >= 0) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(String.format("%02X", octet & 0xFF));
            }
        }
        return encoded.toString();
    }
}
