package dev.seamwright.broker.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.impact.WhoUses;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.stream.Collectors;

/** The part of a contract that somebody asked for, and what it needs to be understood. */
final class Slice {
    private static final int MOST_REFERENCES = 200;

    private Slice() {}

    /**
     * The part of a document, with all that it refers to.
     *
     * @param element as {@link WhoUses#pointer} takes it
     */
    static ObjectNode of(OpenApiDocument document, String element) {
        var pointer = WhoUses.pointer(document, element);
        var tree = document.root().toJson();
        var part = tree.at(pointer);
        if (part.isMissingNode()) {
            throw new NotFound("The document has no such place: correct the pointer.");
        }
        var json = JsonNodeFactory.instance.objectNode();
        json.set(pointer, part);
        var seen = new LinkedHashSet<String>();
        var agenda = new ArrayDeque<JsonNode>();
        agenda.add(part);
        while (!agenda.isEmpty() && seen.size() < MOST_REFERENCES) {
            for (var reference : agenda.poll().findValuesAsText("$ref")) {
                var target = reference.startsWith("#/") ? tree.at(reference.substring(1)) : null;
                if (target != null && !target.isMissingNode() && seen.add(reference)) {
                    json.set(reference, target);
                    agenda.add(target);
                }
            }
        }
        return json;
    }

    /**
     * The facts about a table, a line each.
     *
     * @param element {@code orders}, {@code shop.orders}; of a column only what names it
     */
    static String of(DatabaseSchema schema, String element) {
        var named = element.toLowerCase(Locale.ROOT).replace("\"", "");
        var lines = schema.facts().stream()
                .filter(fact -> fact.key().identity().size() >= 2)
                .filter(fact -> {
                    var identity = String.join(".", fact.key().identity()).toLowerCase(Locale.ROOT);
                    var local = identity.substring(identity.indexOf('.') + 1);
                    return identity.equals(named)
                            || identity.startsWith(named + ".")
                            || local.equals(named)
                            || local.startsWith(named + ".");
                })
                .map(fact -> "%s %s %s"
                        .formatted(
                                fact.key().kind().label(),
                                String.join(".", fact.key().identity()),
                                fact.payload()))
                .collect(Collectors.joining("\n"));
        if (lines.isEmpty()) {
            throw new NotFound(
                    "The schema has nothing of that name: ask for a table, 'orders', or a column, 'orders.total'.");
        }
        return lines;
    }
}
