package dev.seamwright.contracts.pact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;

/**
 * Compares two pacts for people. Interactions are paired by kind, description and provider states, so that their order does not
 * matter; arrays inside of them are compared place by place.
 *
 * <pre>
 *   interaction "a request for an order" given an order exists
 *     /response/status
 *     - 200
 *     + 201
 * + interaction "a request to cancel"
 * </pre>
 *
 * <p>The work is linear in both sizes and stops after {@value #MAX_DIFFERENCES} differences; long values are cut.
 */
final class PactDiff {
    static final int MAX_DIFFERENCES = 1000;
    private static final int MAX_VALUE_LENGTH = 300;

    private final Pact before;
    private final Pact after;
    private final StringBuilder text = new StringBuilder();
    private int differences;

    PactDiff(Pact before, Pact after) {
        this.before = before;
        this.after = after;
    }

    String text() {
        fields("  pact\n", withoutInteractions(before), withoutInteractions(after));
        interactions();
        if (full()) {
            text.append("  there are more differences; only the first ")
                    .append(MAX_DIFFERENCES)
                    .append(" are shown\n");
        }
        return text.toString();
    }

    private void interactions() {
        var pairs = PactPairs.of(before, after);
        pairs.changed()
                .forEach(pair -> fields(
                        "  interaction " + visible(pair.after().title()) + "\n",
                        before.json(pair.before()),
                        after.json(pair.after())));
        pairs.removed().forEach(interaction -> whole('-', interaction, before));
        pairs.added().forEach(interaction -> whole('+', interaction, after));
    }

    private void whole(char sign, Interaction interaction, Pact pact) {
        if (!full()) {
            differences++;
            text.append(sign)
                    .append(" interaction ")
                    .append(visible(interaction.title()))
                    .append('\n');
            line(sign, pact.json(interaction));
        }
    }

    private static JsonNode withoutInteractions(Pact pact) {
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        rest.setAll(pact.document());
        return rest.remove(Pact.ARRAYS);
    }

    /** Writes the heading only if something below it differs. */
    private void fields(String heading, JsonNode old, JsonNode current) {
        if (full()) {
            return;
        }
        var found = Differences.between(old, current, MAX_DIFFERENCES - differences);
        if (!found.isEmpty()) {
            text.append(heading);
        }
        for (var difference : found) {
            differences++;
            text.append("    ").append(visible(difference.pointer())).append('\n');
            line('-', difference.before());
            line('+', difference.after());
        }
    }

    private void line(char sign, JsonNode value) {
        if (!value.isMissingNode()) {
            var printed = printed(value);
            text.append("    ").append(sign).append(' ');
            if (printed.length() > MAX_VALUE_LENGTH) {
                int end = printed.offsetByCodePoints(0, printed.codePointCount(0, MAX_VALUE_LENGTH));
                text.append(visible(printed.substring(0, end)))
                        .append("... (")
                        .append(printed.length())
                        .append(" characters)");
            } else {
                text.append(visible(printed));
            }
            text.append('\n');
        }
    }

    private boolean full() {
        return differences >= MAX_DIFFERENCES;
    }

    private static String printed(JsonNode value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }

    /** Escapes what could hide or reorder the text around it: control, format and line separator characters. */
    private static String visible(String text) {
        var result = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    result.append("U+%04X".formatted(c));
                default -> result.appendCodePoint(c);
            }
        });
        return result.toString();
    }
}
