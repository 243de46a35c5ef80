package dev.seamwright.verifier.replay;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** URLs of requests: the base URL, and what a pact says of path and query. */
final class Addresses {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    /** What a path may hold besides (RFC 3986 §3.3). */
    private static final String IN_PATHS = UNRESERVED + "!$&'()*+,;=:@/";

    private Addresses() {}

    /**
     * @param path as it stands in the pact; percent-encoded octets in it stay what they are
     * @param query decoded; a value that is null has no equals sign
     */
    static URI of(String baseUrl, String path, @Nullable Map<String, List<String>> query) throws ReplayFailure {
        var text = new StringBuilder(baseUrl);
        if (!path.startsWith("/") && !path.isEmpty()) {
            text.append('/');
        }
        encode(text, path, IN_PATHS, true);
        if (query != null && !query.isEmpty()) {
            var separator = '?';
            for (var parameter : query.entrySet()) {
                for (var value : parameter.getValue()) {
                    encode(text.append(separator), parameter.getKey(), UNRESERVED, false);
                    if (value != null) {
                        encode(text.append('='), value, UNRESERVED, false);
                    }
                    separator = '&';
                }
            }
        }
        try {
            return URI.create(text.toString());
        } catch (IllegalArgumentException invalid) {
            throw new ReplayFailure(Cause.INVALID_PACT, "'%s' is no path of a request".formatted(path), invalid);
        }
    }

    private static void encode(StringBuilder to, String text, String kept, boolean keepsEncoded) {
        var octets = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < octets.length; i++) {
            var octet = octets[i];
            var isEncoded = keepsEncoded
                    && octet == '%'
                    && i + 2 < octets.length
                    && isHex(octets[i + 1])
                    && isHex(octets[i + 2]);
            if (isEncoded || (octet > 0 && kept.indexOf(octet) >= 0)) {
                to.append((char) octet);
            } else {
                to.append('%')
                        .append(Character.toUpperCase(Character.forDigit(octet >> 4 & 0xF, 16)))
                        .append(Character.toUpperCase(Character.forDigit(octet & 0xF, 16)));
            }
        }
    }

    private static boolean isHex(byte octet) {
        return Character.digit(octet, 16) >= 0;
    }
}
