package dev.seamwright.broker.http;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A file of the web UI as it is sent: itself, or as the build has compressed it.
 *
 * @param etag strong, of the plain content; each encoding has its own (RFC 9110 §8.8.3)
 * @param encodings compressed forms by their names, the smallest first
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record WebFile(String type, String etag, byte[] plain, Map<String, byte[]> encodings) {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "svg", "image/svg+xml",
            "json", "application/json",
            "png", "image/png");

    /** The file at a path of the class path, with what stands compressed beside it; empty when there is none. */
    static Optional<WebFile> read(String path) {
        return bytes(path).map(plain -> {
            var encodings = new LinkedHashMap<String, byte[]>();
            bytes(path + ".br").ifPresent(content -> encodings.put("br", content));
            bytes(path + ".gz").ifPresent(content -> encodings.put("gzip", content));
            var type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
            return new WebFile(type, hash(plain), plain, encodings);
        });
    }

    /** Answers with the smallest form that the client takes; 304 when it has it already. */
    void send(Context ctx) {
        var encoding = accepted(String.valueOf(ctx.header("Accept-Encoding")));
        var tag = '"' + etag + encoding.map(form -> "-" + form.getKey()).orElse("") + '"';
        ctx.header("ETag", tag).contentType(type);
        encoding.ifPresent(form -> ctx.header("Content-Encoding", form.getKey()));
        var known = String.valueOf(ctx.header("If-None-Match"));
        if (Arrays.stream(known.split(",")).map(WebFile::strong).anyMatch(tag::equals)) {
            ctx.status(HttpStatus.NOT_MODIFIED);
        } else {
            ctx.result(encoding.map(Map.Entry::getValue).orElse(plain));
        }
    }

    /** If-None-Match compares weakly (RFC 9110 §13.1.2). */
    private static String strong(String tag) {
        var trimmed = tag.strip();
        return trimmed.startsWith("W/") ? trimmed.substring(2) : trimmed;
    }

    private Optional<Map.Entry<String, byte[]>> accepted(String header) {
        var names = Arrays.stream(header.split(","))
                .map(String::strip)
                .filter(item -> !item.matches(".*;\\s*q=0(\\.0*)?"))
                .map(item -> item.split(";", 2)[0].strip())
                .toList();
        return encodings.entrySet().stream()
                .filter(form -> names.contains(form.getKey()))
                .findFirst();
    }

    private static Optional<byte[]> bytes(String path) {
        try (var stream = WebFile.class.getResourceAsStream(path)) {
            return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
