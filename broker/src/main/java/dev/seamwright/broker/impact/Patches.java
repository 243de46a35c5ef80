package dev.seamwright.broker.impact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.problem.BrokerException.Unprocessable;
import dev.seamwright.contracts.InvalidInput;
import java.util.ArrayList;
import java.util.List;

/** JSON Patch (RFC 6902) and JSON Merge Patch (RFC 7396) on a document. */
final class Patches {
    private static final int LONGEST_POINTER = 2_000;

    private Patches() {}

    /** The document with the members of the patch; null removes one. */
    static JsonNode merge(JsonNode document, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        var result = document instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
        changes.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                result.remove(change.getKey());
            } else {
                result.set(change.getKey(), merge(result.path(change.getKey()), change.getValue()));
            }
        });
        return result;
    }

    /**
     * The document after the operations, in their order.
     *
     * @throws InvalidInput when an operation is none
     * @throws Unprocessable when the document has no such place, or a test fails
     */
    static JsonNode apply(JsonNode document, JsonNode operations) {
        var at = new Root(document.deepCopy());
        for (var i = 0; i < operations.size(); i++) {
            operation(at, operations.get(i), "/jsonPatch/" + i);
        }
        return at.document;
    }

    /** A document of which also the whole can be replaced. */
    private static final class Root {
        private JsonNode document;

        Root(JsonNode document) {
            this.document = document;
        }
    }

    private static void operation(Root root, JsonNode operation, String place) {
        if (!operation.isObject()) {
            throw new InvalidInput(place, "Must be an object with op and path.");
        }
        var op = Requests.text(operation, "op");
        var path = pointer(operation, "path", place);
        switch (op == null ? "" : op) {
            case "add" -> add(root, path, value(operation, place), place);
            case "replace" -> {
                remove(root, path, place);
                add(root, path, value(operation, place), place);
            }
            case "remove" -> remove(root, path, place);
            case "move" -> {
                var from = pointer(operation, "from", place);
                if (path.size() > from.size() && path.subList(0, from.size()).equals(from)) {
                    throw new InvalidInput(place + "/path", "Lies within what is moved.");
                }
                add(root, path, remove(root, from, place), place);
            }
            case "copy" ->
                add(
                        root,
                        path,
                        get(root, pointer(operation, "from", place), place).deepCopy(),
                        place);
            case "test" -> {
                if (!get(root, path, place).equals(value(operation, place))) {
                    throw new Unprocessable("%s: the recorded document has another value at %s."
                            .formatted(place, operation.path("path").asText()));
                }
            }
            default -> throw new InvalidInput(place + "/op", "Must be add, remove, replace, move, copy or test.");
        }
    }

    private static JsonNode value(JsonNode operation, String place) {
        if (!operation.has("value")) {
            throw new InvalidInput(place + "/value", "Is missing.");
        }
        return operation.path("value");
    }

    private static List<String> pointer(JsonNode operation, String member, String place) {
        var text = operation.path(member);
        if (!text.isTextual()
                || text.textValue().length() > LONGEST_POINTER
                || (!text.textValue().isEmpty() && !text.textValue().startsWith("/"))) {
            throw new InvalidInput(
                    "%s/%s".formatted(place, member), "Must be a JSON pointer, '/paths/~1orders' for example.");
        }
        var steps = new ArrayList<String>();
        if (!text.textValue().isEmpty()) {
            for (var step : text.textValue().substring(1).split("/", -1)) {
                steps.add(step.replace("~1", "/").replace("~0", "~"));
            }
        }
        return steps;
    }

    private static JsonNode get(Root root, List<String> path, String place) {
        var at = root.document;
        for (var step : path) {
            at = at instanceof ArrayNode array ? array.path(index(step, array.size() - 1, path, place)) : at.path(step);
            if (at.isMissingNode()) {
                throw nowhere(path, place);
            }
        }
        return at;
    }

    private static void add(Root root, List<String> path, JsonNode value, String place) {
        if (path.isEmpty()) {
            root.document = value.deepCopy();
            return;
        }
        switch (get(root, path.subList(0, path.size() - 1), place)) {
            case ObjectNode object -> object.set(path.getLast(), value.deepCopy());
            case ArrayNode array ->
                array.insert(
                        path.getLast().equals("-") ? array.size() : index(path.getLast(), array.size(), path, place),
                        value.deepCopy());
            default -> throw nowhere(path, place);
        }
    }

    private static JsonNode remove(Root root, List<String> path, String place) {
        var removed = get(root, path, place);
        if (path.isEmpty()) {
            return removed;
        }
        switch (get(root, path.subList(0, path.size() - 1), place)) {
            case ObjectNode object -> object.remove(path.getLast());
            case ArrayNode array -> array.remove(index(path.getLast(), array.size() - 1, path, place));
            default -> throw nowhere(path, place);
        }
        return removed;
    }

    private static int index(String step, int most, List<String> path, String place) {
        if (!step.matches("0|[1-9]\\d{0,7}") || Integer.parseInt(step) > most) {
            throw nowhere(path, place);
        }
        return Integer.parseInt(step);
    }

    private static Unprocessable nowhere(List<String> path, String place) {
        return new Unprocessable(
                "%s: the recorded document has no such place: /%s.".formatted(place, String.join("/", path)));
    }
}
