package dev.seamwright.verifier.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.schemadiff.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the bodies of requests and responses have in common. */
final class Bodies {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)");
    private static final Pattern PART_NAME = Pattern.compile("(?i)content-disposition:[^\\n]*[; ]name=\"([^\"]*)\"");

    private Bodies() {}

    static void unknown(Collection<String> unknown, String pointer, Node node, Report report) {
        if (!unknown.isEmpty()) {
            undecided(
                    "not understood: "
                            + String.join(", ", unknown.stream().limit(5).toList()),
                    pointer,
                    node,
                    report);
        }
    }

    static void undecided(String reason, String pointer, Node node, Report report) {
        report.add(CrossCheckRules.NOT_COMPARED, Level.UNDECIDED, pointer, node, reason);
    }

    /** Where a witness is no value of a schema, as the end of a sentence; empty if that cannot be said. */
    static String because(Schema schema, JsonNode witness) {
        return Fit.check(schema, witness, Fit.Reading.REQUEST).misfits().stream()
                .findFirst()
                .map(misfit ->
                        ": %s %s".formatted(misfit.pointer().isEmpty() ? "it" : misfit.pointer(), misfit.message()))
                .orElse("");
    }

    /** What 2.0 says of an operation, whether it has a body or not; empty if it says nothing. */
    static List<String> typesOfTwo(Operation operation, String key) {
        if (!isOfTwo(operation)) {
            return List.of();
        }
        return operation.node().get(key).or(() -> root(operation).get(key)).map(Node::items).orElse(List.of()).stream()
                .flatMap(item -> item.text().stream())
                .toList();
    }

    static boolean isOfTwo(Operation operation) {
        return root(operation).get("swagger").isPresent();
    }

    private static Node root(Operation operation) {
        var root = operation.node();
        while (root.parent().isPresent()) {
            root = root.parent().get();
        }
        return root;
    }

    /** The fields of {@code application/x-www-form-urlencoded}. */
    static Map<String, List<String>> form(String text) {
        var fields = new LinkedHashMap<String, List<String>>();
        for (var pair : text.split("&", -1)) {
            var equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                fields.computeIfAbsent(
                                Exchange.unescaped(equals < 0 ? pair : pair.substring(0, equals)),
                                any -> new ArrayList<>())
                        .add(equals < 0 ? "" : Exchange.unescaped(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    /** The parts of {@code multipart/form-data} by name; empty if it cannot be taken apart. */
    static Map<String, List<String>> multipart(String text, String type) {
        var fields = new LinkedHashMap<String, List<String>>();
        var boundary = BOUNDARY.matcher(type);
        if (!boundary.find()) {
            return fields;
        }
        for (var part : text.split(Pattern.quote("--" + boundary.group(1)), -1)) {
            var unix = part.replace("\r\n", "\n");
            var blank = unix.indexOf("\n\n");
            var name = PART_NAME.matcher(unix);
            if (blank > 0 && name.find() && name.start() < blank) {
                var content = unix.substring(blank + 2);
                fields.computeIfAbsent(name.group(1), any -> new ArrayList<>())
                        .add(content.endsWith("\n") ? content.substring(0, content.length() - 1) : content);
            }
        }
        return fields;
    }
}
