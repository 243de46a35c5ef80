package dev.seamwright.cli.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Percent-encoding as in RFC 3986 §2: a name with a slash or a space stays one segment. */
public final class Urls {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private Urls() {}

    /** A path that begins with a slash, of segments that are not encoded yet. */
    public static String path(String... segments) {
        return Arrays.stream(segments).map(Urls::encode).collect(Collectors.joining("/", "/", ""));
    }

    /** Encodes all but the unreserved characters. */
    public static String encode(String text) {
        var encoded = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet > 0 && UNRESERVED.indexOf(octet) >= 0) {
                encoded.append((char) octet);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit((octet >> 4) & 0xF, 16)))
                        .append(Character.toUpperCase(Character.forDigit(octet & 0xF, 16)));
            }
        }
        return encoded.toString();
    }
}
