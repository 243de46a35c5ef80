package dev.seamwright.verifier.replay;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps secrets out of logs and results: values of named headers and query parameters, and the values of given headers anywhere. */
public final class Redaction {
    static final String HIDDEN = "[redacted]";

    private static final List<String> ALWAYS =
            List.of("authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-auth-token");
    private static final int SHORTEST_SECRET = 6;

    private final Set<String> names = new TreeSet<>(ALWAYS);
    private final List<String> secrets;

    /**
     * @param names of further headers and query parameters; case does not count
     * @param headers whose values, and the words in them, are hidden wherever they turn up
     */
    public Redaction(Collection<String> names, Collection<RequestHeader> headers) {
        names.forEach(name -> this.names.add(name.toLowerCase(Locale.ROOT)));
        this.secrets = headers.stream()
                .filter(header -> hides(header.name()))
                .flatMap(header -> Stream.concat(
                        Stream.of(header.value()), Stream.of(header.value().split("\\s+", -1))))
                .filter(secret -> secret.length() >= SHORTEST_SECRET)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    boolean hides(String name) {
        return names.contains(name.toLowerCase(Locale.ROOT));
    }

    /** A header as it may be shown. */
    public String header(String name, String value) {
        return name + ": " + (hides(name) ? HIDDEN : text(value));
    }

    /** A text of any origin, without the secrets that are known. */
    public String text(String text) {
        var shown = text;
        for (var secret : secrets) {
            shown = shown.replace(secret, HIDDEN);
        }
        return shown;
    }

    @Nullable
    String optional(@Nullable String text) {
        return text == null ? null : text(text);
    }

    /** A raw query as it may be shown. */
    String query(String raw) {
        var shown = new StringBuilder();
        for (var pair : raw.split("&", -1)) {
            var equals = pair.indexOf('=');
            var name = equals < 0 ? pair : pair.substring(0, equals);
            shown.append(shown.isEmpty() ? "" : "&").append(equals >= 0 && hides(name) ? name + "=" + HIDDEN : pair);
        }
        return text(shown.toString());
    }

    /** A mismatch as it may be shown and published. */
    FieldMismatch mismatch(FieldMismatch mismatch) {
        var path = mismatch.path();
        if ("header".equals(mismatch.attribute()) && path != null && hides(path)) {
            return new FieldMismatch(
                    mismatch.attribute(),
                    path,
                    HIDDEN,
                    mismatch.actual() == null ? null : HIDDEN,
                    "The header '%s' is not what is expected (its values are not shown)".formatted(path),
                    null);
        }
        return new FieldMismatch(
                mismatch.attribute(),
                path,
                optional(mismatch.expected()),
                optional(mismatch.actual()),
                text(mismatch.description()),
                optional(mismatch.diff()));
    }
}
