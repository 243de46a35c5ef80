package dev.seamwright.cli.http;

import dev.seamwright.cli.UsageFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker is, and what to show it.
 *
 * @param url http or https, without credentials and without a slash at its end
 * @param authorization the value of the header; absent: none is sent
 */
public record BrokerAddress(String url, @Nullable String authorization) {
    /**
     * Reads an address as people give it.
     *
     * @param origin the option or variable that it comes from, for the message
     * @param token sent as a bearer token; it wins over a user
     * @param user sent with the password as basic authentication; it wins over a user in the URL
     * @throws UsageFailure when it is no http or https URL
     */
    public static BrokerAddress of(
            String origin, String url, @Nullable String token, @Nullable String user, @Nullable String password) {
        var uri = parse(origin, url.strip());
        var authorization = token == null ? basic(user, password, uri.getRawUserInfo()) : "Bearer " + token;
        var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        var path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        return new BrokerAddress(
                uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost() + port + path, authorization);
    }

    private static URI parse(String origin, String url) {
        try {
            var uri = new URI(url);
            var scheme = uri.getScheme();
            if (uri.getHost() != null && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // The message below says all that helps, and repeats no password.
        }
        throw new UsageFailure(
                "%s is not a URL of a broker; write it like https://broker.example.com or http://127.0.0.1:9292"
                        .formatted(origin));
    }

    private static @Nullable String basic(@Nullable String user, @Nullable String password, @Nullable String userInfo) {
        if (user != null) {
            return encode(user + ":" + (password == null ? "" : password));
        }
        return userInfo == null
                ? null
                : encode(URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    private static String encode(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /** The path and query of a link that this broker gave, relative to {@link #url}, whatever host it names. */
    String relative(String href) {
        var scheme = href.indexOf("://");
        var path = href;
        if (scheme >= 0) {
            var slash = href.indexOf('/', scheme + 3);
            path = slash < 0 ? "/" : href.substring(slash);
        }
        var prefix = url.substring(url.indexOf("://") + 3);
        var base = prefix.indexOf('/') < 0 ? "" : prefix.substring(prefix.indexOf('/'));
        return path.startsWith(base + "/") ? path.substring(base.length()) : path;
    }

    /** Shows no credentials. */
    @Override
    public String toString() {
        return url;
    }
}
