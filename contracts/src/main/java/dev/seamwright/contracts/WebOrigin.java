package dev.seamwright.contracts;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whom a URL leads to, whatever its path (RFC 6454 §4).
 *
 * @param scheme in lower case
 * @param host in lower case
 * @param port also where the URL leaves it to the scheme; -1: a scheme that has none of its own
 */
public record WebOrigin(String scheme, String host, int port) {
    private static final Pattern BEGINNING = Pattern.compile(
            "([A-Za-z][A-Za-z0-9+.-]*)://(?:[^/?#@\\\\]*@)?([A-Za-z0-9.-]+|\\[[^\\]/?#@]+])(?::([0-9]{0,5}))?(?=[/?#]|$)");

    /** Empty when the URL has no valid host. What follows the host may be a template. */
    public static Optional<WebOrigin> of(String url) {
        var beginning = BEGINNING.matcher(url);
        if (!beginning.lookingAt()) {
            return Optional.empty();
        }
        var scheme = beginning.group(1).toLowerCase(Locale.ROOT);
        var port = beginning.group(3);
        return Optional.of(new WebOrigin(
                scheme,
                beginning.group(2).toLowerCase(Locale.ROOT),
                port == null || port.isEmpty() ? defaultPort(scheme) : Integer.parseInt(port)));
    }

    /** Whether both URLs lead to the same; not if one of them has no valid host. */
    public static boolean isSame(String url, String other) {
        var origin = of(url);
        return origin.isPresent() && origin.equals(of(other));
    }

    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> -1;
        };
    }

    /** {@code https://ci.example.com}, with the port where it is not the scheme's own. */
    @Override
    public String toString() {
        return port == defaultPort(scheme) ? scheme + "://" + host : "%s://%s:%d".formatted(scheme, host, port);
    }
}
