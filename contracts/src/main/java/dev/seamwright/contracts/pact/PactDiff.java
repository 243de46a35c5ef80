package dev.seamwright.contracts.pact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

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
        // those that are in both as they are, so that the n-th of several with one name is not taken for another
        var unchanged = queues(before, before.interactions(), PactDiff::contentKey);
        var current = after.interactions().stream()
                .filter(interaction -> take(unchanged, contentKey(after, interaction)) == null)
                .toList();
        // what is left of a queue is in the order of the pact
        var old = before.interactions().stream()
                .filter(interaction -> takeIfFirst(unchanged, contentKey(before, interaction), interaction))
                .toList();

        var unpaired = queues(before, old, (pact, interaction) -> interaction.key());
        var added = new ArrayList<Interaction>();
        for (var interaction : current) {
            var paired = take(unpaired, interaction.key());
            if (paired == null) {
                added.add(interaction);
            } else {
                fields(
                        "  interaction " + visible(interaction.title()) + "\n",
                        before.json(paired),
                        after.json(interaction));
            }
        }
        old.stream()
                .filter(interaction -> takeIfFirst(unpaired, interaction.key(), interaction))
                .forEach(interaction -> whole('-', interaction, before));
        added.forEach(interaction -> whole('+', interaction, after));
    }

    private static String contentKey(Pact pact, Interaction interaction) {
        return interaction.key() + PactMerger.content(pact.json(interaction)).hex();
    }

    private static Map<String, Queue<Interaction>> queues(
            Pact pact, List<Interaction> interactions, BiFunction<Pact, Interaction, String> key) {
        var queues = new HashMap<String, Queue<Interaction>>();
        for (var interaction : interactions) {
            queues.computeIfAbsent(key.apply(pact, interaction), absent -> new ArrayDeque<>())
                    .add(interaction);
        }
        return queues;
    }

    private static @Nullable Interaction take(Map<String, Queue<Interaction>> queues, String key) {
        var queue = queues.get(key);
        return queue == null ? null : queue.poll();
    }

    private static boolean takeIfFirst(Map<String, Queue<Interaction>> queues, String key, Interaction interaction) {
        var queue = queues.get(key);
        return queue != null
                && interaction.equals(queue.peek())
                && queue.remove().equals(interaction);
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
        int start = text.length();
        compare("", old, current);
        if (text.length() > start) {
            text.insert(start, heading);
        }
    }

    private void compare(String pointer, JsonNode old, JsonNode current) {
        if (full() || pointer.equals("/_id")) {
            return;
        }
        if (old.isObject() && current.isObject()) {
            var names = new LinkedHashSet<String>();
            old.fieldNames().forEachRemaining(names::add);
            current.fieldNames().forEachRemaining(names::add);
            for (var name : names) {
                compare(pointer + "/" + name.replace("~", "~0").replace("/", "~1"), old.path(name), current.path(name));
            }
        } else if (old.isArray() && current.isArray()) {
            for (int i = 0; i < Math.max(old.size(), current.size()); i++) {
                compare(pointer + "/" + i, old.path(i), current.path(i));
            }
        } else if (!same(old, current)) {
            differences++;
            text.append("    ").append(visible(pointer)).append('\n');
            line('-', old);
            line('+', current);
        }
    }

    /** Numbers are the same only digit by digit: {@code 1.0} is another example than {@code 1}. */
    private static boolean same(JsonNode old, JsonNode current) {
        if (old.getNodeType() != current.getNodeType()) {
            return false;
        }
        return old.isNumber() ? printed(old).equals(printed(current)) : old.equals(current);
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
