package dev.seamwright.broker.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writing answers. */
public final class Answers {
    public static final String HAL = "application/hal+json;charset=utf-8";
    public static final String JSON = "application/json;charset=utf-8";
    public static final String PROBLEM = "application/problem+json;charset=utf-8";
    public static final String TEXT = "text/plain;charset=utf-8";

    /** Attribute of a request whose answer must not be stored: what a retry with the same Idempotency-Key is told. */
    static final String SHOWN_ONCE = "shown-once";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Answers() {}

    /** A HAL resource (draft-kelly-json-hal): what the Pact API answers with. */
    public static void hal(Context ctx, int status, JsonNode body) {
        ctx.status(status).contentType(HAL).result(print(body));
    }

    public static void json(Context ctx, int status, JsonNode body) {
        ctx.status(status).contentType(JSON).result(print(body));
    }

    /**
     * An answer with a secret: sent once and stored nowhere.
     *
     * @param retry what a retry with the same Idempotency-Key is told, with 409
     */
    public static void secret(Context ctx, int status, JsonNode body, String retry) {
        ctx.attribute(SHOWN_ONCE, retry);
        ctx.header("Cache-Control", "no-store");
        json(ctx, status, body);
    }

    public static byte[] print(JsonNode body) {
        try {
            return MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A part of a body that stands there several times. */
    public static RawValue printed(JsonNode part) {
        try {
            return new RawValue(new SerializedString(MAPPER.writeValueAsString(part)));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The answer's body so far; it can still be sent. */
    static byte[] bytes(Context ctx) {
        var stream = ctx.resultInputStream();
        if (stream == null) {
            return new byte[0];
        }
        try (stream) {
            var bytes = stream.readAllBytes();
            ctx.result(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
