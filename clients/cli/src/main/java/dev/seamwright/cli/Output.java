package dev.seamwright.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.json.Json;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** How a command prints its answer: text for people, JSON for programs. A picocli mixin. */
public final class Output {
    /** The forms of a list or of one thing. */
    public enum Format {
        TABLE,
        JSON,
        MARKDOWN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "How to print the answer: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TABLE;

    /** Prints a list. */
    void print(PrintStream out, Table table, String whenEmpty) {
        switch (format) {
            case TABLE -> out.print(table.rows().isEmpty() ? whenEmpty + "\n" : table.text());
            case MARKDOWN -> out.print(table.markdown());
            case JSON -> {
                var array = JsonNodeFactory.instance.arrayNode();
                table.rows().forEach(row -> array.add(object(table.columns(), row)));
                out.println(pretty(array));
            }
        }
    }

    /** Prints one thing, a line a field. */
    void printOne(PrintStream out, List<String> fields, List<String> values) {
        switch (format) {
            case TABLE -> {
                var width = fields.stream().mapToInt(String::length).max().orElse(0) + 2;
                for (int i = 0; i < fields.size(); i++) {
                    out.println(
                            (fields.get(i) + " ".repeat(width - fields.get(i).length()) + Table.oneLine(values.get(i)))
                                    .stripTrailing());
                }
            }
            case MARKDOWN -> out.print(new Table(fields, List.of(values)).markdown());
            case JSON -> out.println(pretty(object(fields, values)));
        }
    }

    private static ObjectNode object(List<String> titles, List<String> values) {
        var object = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < titles.size(); i++) {
            var value = values.get(i);
            if (value.isEmpty()) {
                object.putNull(key(titles.get(i)));
            } else {
                object.put(key(titles.get(i)), value);
            }
        }
        return object;
    }

    private static String key(String title) {
        var words = title.split(" ", -1);
        var key = new StringBuilder(words[0].toLowerCase(Locale.ROOT));
        for (int i = 1; i < words.length; i++) {
            key.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(words[i].substring(1).toLowerCase(Locale.ROOT));
        }
        return key.toString();
    }

    /** JSON that people can read too. */
    public static String pretty(JsonNode json) {
        try {
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree in memory can be written", impossible);
        }
    }
}
