package dev.seamwright.schemadiff.openapi.containment;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What formats mean. Those of numbers are ranges; those of texts are languages, some of them known from within and from without only. A format
 * that is not listed, {@code byte} and {@code binary} among them, says nothing about validity.
 */
final class Formats {
    private static final String DATE =
            "(?:\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))"
                    + "|(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)";

    /** Years that every library has: some begin with the year 1. */
    private static final String SURE_DATE =
            "(?:[1-9]\\d{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))"
                    + "|(?:[1-9]\\d(?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)-02-29)";

    private static final String SURE_TIME = "(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,3})?Z";
    private static final String ANY_TIME = "\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?(?:[zZ]|[+-]\\d\\d:\\d\\d)";
    private static final String HOST = "(?:[a-z]{1,20}\\.)?example\\.(?:com|org)";
    private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final String HEX = "[0-9a-fA-F]";

    private static final Map<String, Format> TEXTS = new HashMap<>();

    /** Within is what is surely of the format, without what may be. */
    private record Patterns(String within, String without) {
        static Patterns exactly(String pattern) {
            return new Patterns(pattern, pattern);
        }
    }

    /**
     * A format of texts.
     *
     * @param within texts that surely are of the format
     * @param without a language that all of the format are in
     */
    record Format(String name, Language within, Language without) {}

    /** A range of numbers, with both ends. */
    record Range(BigDecimal min, BigDecimal max, boolean integral) {}

    static {
        var patterns = new HashMap<String, Patterns>();
        patterns.put("date", Patterns.exactly("^" + DATE + "$"));
        patterns.put(
                "date-time",
                new Patterns("^" + SURE_DATE + "T" + SURE_TIME + "$", "^" + DATE + "[tT ]" + ANY_TIME + "$"));
        patterns.put("time", new Patterns("^" + SURE_TIME + "$", "^" + ANY_TIME + "$"));
        patterns.put(
                "uuid",
                Patterns.exactly("^" + HEX + "{8}-" + HEX + "{4}-" + HEX + "{4}-" + HEX + "{4}-" + HEX + "{12}$"));
        patterns.put("ipv4", Patterns.exactly("^" + BYTE + "(?:\\." + BYTE + "){3}$"));
        patterns.put("ipv6", new Patterns("^" + HEX + "{1,4}(?::" + HEX + "{1,4}){7}$", "^[0-9A-Fa-f:.]{2,45}$"));
        patterns.put("email", new Patterns("^[a-z][a-z0-9]{0,20}@" + HOST + "$", "^[^]+@[^]+$"));
        patterns.put("hostname", new Patterns("^" + HOST + "$", "^[A-Za-z0-9.-]{1,254}$"));
        patterns.put(
                "uri",
                new Patterns("^https?://" + HOST + "(?:/[A-Za-z0-9]{1,20}){0,3}$", "^[A-Za-z][A-Za-z0-9+.-]*:[!-~]*$"));
        patterns.put(
                "uri-reference", new Patterns("^(?:https?://" + HOST + ")?(?:/[A-Za-z0-9]{1,20}){0,3}$", "^[!-~]*$"));
        patterns.put("duration", new Patterns("^P[1-9]\\d{0,2}D$", "^P[0-9A-Z.]+$"));
        patterns.put("json-pointer", new Patterns("^(?:/[a-z]{1,20}){0,3}$", "^(?:/[^]*)?$"));
        patterns.put("relative-json-pointer", new Patterns("^[0-9](?:/[a-z]{1,20}){0,3}$", "^[0-9][^]*$"));
        patterns.put("uri-template", new Patterns("^[a-z]{0,20}$", "^[^ ]*$"));
        patterns.put("iri", new Patterns("^https?://" + HOST + "$", "^[A-Za-z][A-Za-z0-9+.-]*:[^ ]*$"));
        patterns.put("iri-reference", new Patterns("^/[a-z]{1,20}$", "^[^ ]*$"));
        patterns.put("idn-email", new Patterns("^[a-z][a-z0-9]{0,20}@" + HOST + "$", "^[^]+@[^]+$"));
        patterns.put("idn-hostname", new Patterns("^" + HOST + "$", "^[^ ]*$"));
        patterns.put("regex", new Patterns("^[a-z]{0,20}$", "^(?:[^(][^]*)?$|^[(][^]+$"));
        patterns.forEach((name, sides) ->
                TEXTS.put(name, new Format(name, language(sides.within()), language(sides.without()))));
    }

    private Formats() {}

    private static Language language(String pattern) {
        return Regex.language(pattern).orElseThrow(() -> new IllegalStateException("no automaton for " + pattern));
    }

    /** The format of texts of that name; empty if it says nothing about them. */
    static Optional<Format> text(@Nullable String name) {
        return name == null ? Optional.empty() : Optional.ofNullable(TEXTS.get(name));
    }

    /** The range that a format allows; empty if it says nothing about numbers. */
    static Optional<Range> number(@Nullable String name) {
        if (name == null) {
            return Optional.empty();
        }
        return switch (name) {
            case "int32" ->
                Optional.of(
                        new Range(BigDecimal.valueOf(Integer.MIN_VALUE), BigDecimal.valueOf(Integer.MAX_VALUE), true));
            case "int64" ->
                Optional.of(new Range(BigDecimal.valueOf(Long.MIN_VALUE), BigDecimal.valueOf(Long.MAX_VALUE), true));
            case "float" -> Optional.of(symmetric(new BigDecimal(Float.MAX_VALUE)));
            case "double" -> Optional.of(symmetric(new BigDecimal(Double.MAX_VALUE)));
            default -> Optional.empty();
        };
    }

    private static Range symmetric(BigDecimal max) {
        return new Range(max.negate(), max, false);
    }

    static Truth check(Format format, String text) {
        if (!format.without().contains(text)) {
            return Truth.FALSE;
        }
        return format.within().contains(text) ? Truth.TRUE : Truth.UNKNOWN;
    }
}
