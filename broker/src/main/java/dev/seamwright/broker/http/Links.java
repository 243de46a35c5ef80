package dev.seamwright.broker.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Links as the client can follow them: on the configured base URL, else on the one that it used (the Host header, or what a
 * proxy says in X-Forwarded-*). Path segments are percent-encoded after RFC 3986, so a slash in a name is {@code %2F}.
 */
public final class Links {
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9.\\-_]{1,255}(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]{2,45}](:[0-9]{1,5})?");
    private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)*");
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final String base;

    private Links(String base) {
        this.base = base;
    }

    /** Links for the request's client. */
    public static Links of(Context ctx) {
        Links links = ctx.attribute("links");
        if (links == null) {
            links = new Links(base(ctx));
            ctx.attribute("links", links);
        }
        return links;
    }

    /** Links on a fixed base, for what is sent without a request: webhooks. */
    public static Links on(String base) {
        return new Links(base);
    }

    private static String base(Context ctx) {
        BaseUrl configured = ctx.attribute(BaseUrl.ATTRIBUTE);
        if (configured != null) {
            return configured.value();
        }
        var host = first(ctx.header("X-Forwarded-Host"), HOST)
                .or(() -> first(ctx.header("Host"), HOST))
                .orElse("localhost");
        var scheme = Optional.ofNullable(ctx.header("X-Forwarded-Proto"))
                .map(s -> s.toLowerCase(Locale.ROOT))
                .filter(s -> s.equals("http") || s.equals("https"))
                .orElse(ctx.scheme());
        var prefix = first(ctx.header("X-Forwarded-Prefix"), PREFIX).orElse("");
        return scheme + "://" + host + prefix;
    }

    private static Optional<String> first(@Nullable String header, Pattern allowed) {
        if (header == null) {
            return Optional.empty();
        }
        var comma = header.indexOf(',');
        var value = (comma < 0 ? header : header.substring(0, comma)).trim();
        return allowed.matcher(value).matches() ? Optional.of(value) : Optional.empty();
    }

    /** The base URL, without a slash at its end. */
    public String base() {
        return base;
    }

    /** The base URL followed by the segments, each of them encoded. */
    public String to(Object... segments) {
        var url = new StringBuilder(base.length() + 64).append(base);
        for (var segment : segments) {
            url.append('/');
            encode(url, segment.toString());
        }
        return url.toString();
    }

    /** A URI template (RFC 6570) or a fixed path as it stands, on the base URL. */
    public String template(String path) {
        return base + path;
    }

    /** Percent-encodes all but the unreserved characters of RFC 3986. */
    public static String encode(String text) {
        return encode(new StringBuilder(text.length() + 8), text).toString();
    }

    private static StringBuilder encode(StringBuilder out, String text) {
        var plain = 0;
        while (plain < text.length() && isUnreserved(text.charAt(plain))) {
            plain++;
        }
        out.append(text, 0, plain);
        if (plain == text.length()) {
            return out; // most names are
        }
        for (var b : text.substring(plain).getBytes(StandardCharsets.UTF_8)) {
            var c = (char) (b & 0xff);
            if (isUnreserved(c)) {
                out.append(c);
            } else {
                out.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
        return out;
    }

    private static boolean isUnreserved(char c) {
        return switch (c) {
            case '-', '.', '_', '~' -> true;
            default -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        };
    }

    /** The configured base URL, as an attribute of the request. */
    public record BaseUrl(String value) {
        public static final String ATTRIBUTE = "base-url";
    }
}
