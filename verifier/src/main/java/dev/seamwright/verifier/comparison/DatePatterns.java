package dev.seamwright.verifier.comparison;

import java.util.Optional;

/** The patterns of dates that matchers use (java.text.SimpleDateFormat), as regular expressions. */
final class DatePatterns {
    private DatePatterns() {}

    /** Texts of that pattern, digit by digit; empty if it holds letters that are not understood. */
    static Optional<String> regex(String pattern) {
        var regex = new StringBuilder("^");
        var at = 0;
        while (at < pattern.length()) {
            var c = pattern.charAt(at);
            if (c == '\'') {
                var close = pattern.indexOf('\'', at + 1);
                if (close < 0) {
                    return Optional.empty();
                }
                regex.append(literal(close == at + 1 ? "'" : pattern.substring(at + 1, close)));
                at = close + 1;
                continue;
            }
            var end = at;
            while (end < pattern.length() && pattern.charAt(end) == c) {
                end++;
            }
            var count = end - at;
            if (Character.isLetter(c)) {
                var field = field(c, count);
                if (field.isEmpty()) {
                    return Optional.empty();
                }
                regex.append(field.get());
            } else {
                regex.append(literal(pattern.substring(at, end)));
            }
            at = end;
        }
        return Optional.of(regex.append('$').toString());
    }

    private static Optional<String> field(char letter, int count) {
        return switch (letter) {
            case 'y', 'u' -> Optional.of(count == 2 ? "\\d{2}" : "\\d{%d,}".formatted(count));
            case 'M', 'L' -> count <= 2 ? digits(count) : Optional.of(count == 3 ? "[A-Za-z.]{3,5}" : "[A-Za-z]+");
            case 'd', 'H', 'h', 'm', 's', 'k', 'K' -> digits(count);
            case 'S' -> Optional.of("\\d{%d}".formatted(count));
            case 'E' -> Optional.of("[A-Za-z.]+");
            case 'a' -> Optional.of("(AM|PM|am|pm)");
            case 'X' ->
                Optional.of(
                        switch (count) {
                            case 1 -> "(Z|[+-]\\d{2}(\\d{2})?)";
                            case 2 -> "(Z|[+-]\\d{4})";
                            default -> "(Z|[+-]\\d{2}:\\d{2})";
                        });
            case 'x' ->
                Optional.of(
                        switch (count) {
                            case 1 -> "[+-]\\d{2}(\\d{2})?";
                            case 2 -> "[+-]\\d{4}";
                            default -> "[+-]\\d{2}:\\d{2}";
                        });
            case 'Z' -> Optional.of(count == 5 ? "(Z|[+-]\\d{2}:\\d{2})" : "[+-]\\d{4}");
            default -> Optional.empty();
        };
    }

    private static Optional<String> digits(int count) {
        return Optional.of(count == 1 ? "\\d{1,2}" : "\\d{%d}".formatted(count));
    }

    static String literal(String text) {
        return text.replaceAll("[\\\\^$.|?*+()\\[\\]{}/-]", "\\\\$0");
    }
}
