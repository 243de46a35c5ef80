package dev.seamwright.verifier.comparison;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Patterns and formats, for single values. */
final class Texts {
    private static final int MOST_PATTERNS = 2_000;
    private static final Map<String, Optional<Pattern>> PATTERNS = new ConcurrentHashMap<>();
    private static final BigDecimal MAX_FLOAT = new BigDecimal(Float.MAX_VALUE);
    private static final BigDecimal MAX_DOUBLE = new BigDecimal(Double.MAX_VALUE);

    private static final String DATE = "\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])";
    private static final String TIME =
            "([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d+)?([zZ]|[+-]([01]\\d|2[0-3]):?[0-5]\\d)";
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Map<String, Pattern> FORMATS = Map.ofEntries(
            Map.entry("date", Pattern.compile(DATE)),
            Map.entry("date-time", Pattern.compile(DATE + "[tT ]" + TIME)),
            Map.entry("time", Pattern.compile(TIME)),
            Map.entry("uuid", Pattern.compile("(urn:uuid:)?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")),
            Map.entry("ipv4", Pattern.compile(BYTE + "(\\." + BYTE + "){3}")),
            Map.entry("ipv6", Pattern.compile("[0-9A-Fa-f:.]{2,45}")),
            Map.entry("email", Pattern.compile("[^@\\s]+@[^@\\s]+")),
            Map.entry(
                    "hostname",
                    Pattern.compile(
                            "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")),
            Map.entry(
                    "duration",
                    Pattern.compile("P(\\d+W|(\\d+Y)?(\\d+M)?(\\d+D)?(T(\\d+H)?(\\d+M)?(\\d+(\\.\\d+)?S)?)?)")),
            Map.entry("byte", Pattern.compile("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")));

    private static final int MAX_PATTERN_LENGTH = 10_000;

    private Texts() {}

    /** Whether a pattern of ECMA-262 is found in a text, in linear time; empty if it is not understood. */
    static Optional<Boolean> matches(String pattern, String text) {
        if (PATTERNS.size() > MOST_PATTERNS) {
            PATTERNS.clear();
        }
        return PATTERNS.computeIfAbsent(pattern, Texts::compiled)
                .map(compiled -> compiled.matcher(text).find());
    }

    private static Optional<Pattern> compiled(String pattern) {
        if (pattern.length() > MAX_PATTERN_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pattern.compile(pattern.replaceAll("\\\\u([0-9A-Fa-f]{4})", "\\\\x{$1}")
                    .replace("(?<", "(?P<")
                    .replace("[^]", "(?s:.)")));
        } catch (PatternSyntaxException | StackOverflowError e) {
            return Optional
                    .empty(); // look-around, for example, or a thousand parentheses: it is told as not understood
        }
    }

    /** Formats that are unknown say nothing. */
    static boolean hasFormat(String format, String text) {
        if (format.equals("uri") || format.equals("url")) {
            return isUri(text);
        }
        var pattern = FORMATS.get(format);
        if (pattern == null) {
            return true;
        }
        return pattern.matches(text) && (!format.startsWith("date") || isDate(text.substring(0, 10)));
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isUri(String text) {
        try {
            // templates are often called URIs
            return new URI(text.replace('{', '_').replace('}', '_')).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    static boolean inRange(String format, BigDecimal number) {
        return switch (format) {
            case "int32" ->
                isWithin(number, BigDecimal.valueOf(Integer.MIN_VALUE), BigDecimal.valueOf(Integer.MAX_VALUE));
            case "int64" -> isWithin(number, BigDecimal.valueOf(Long.MIN_VALUE), BigDecimal.valueOf(Long.MAX_VALUE));
            case "float" -> number.abs().compareTo(MAX_FLOAT) <= 0;
            case "double" -> number.abs().compareTo(MAX_DOUBLE) <= 0;
            default -> true;
        };
    }

    private static boolean isWithin(BigDecimal number, BigDecimal min, BigDecimal max) {
        return number.stripTrailingZeros().scale() <= 0 && number.compareTo(min) >= 0 && number.compareTo(max) <= 0;
    }
}
