package dev.seamwright.cli.setup;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes YAML that reads the same as JSON and in every version of YAML: texts that could be something else are in quotes. */
final class YamlText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*");
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private YamlText() {}

    /** On one line. */
    static String flow(JsonNode value) {
        if (value.isTextual()) {
            return text(value.textValue());
        }
        var parts = new ArrayList<String>();
        if (value.isArray()) {
            value.forEach(item -> parts.add(flow(item)));
            return "[" + String.join(", ", parts) + "]";
        }
        if (value.isObject()) {
            value.properties().forEach(member -> parts.add(text(member.getKey()) + ": " + flow(member.getValue())));
            return "{" + String.join(", ", parts) + "}";
        }
        return value.toString();
    }

    static String text(String text) {
        if (PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))) {
            return text;
        }
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                default -> {
                    if (isPrintable(c)) {
                        quoted.appendCodePoint(c);
                    } else {
                        quoted.append("\\u%04x".formatted(c));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    /** Neither a control character nor what some reader takes for a line break or a byte order mark. */
    private static boolean isPrintable(int c) {
        return c > 0xffff || !(Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c >= 0xfff0 || c == 0xfeff);
    }
}
