package dev.seamwright.schemadiff.openapi.containment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much a validator does that looks at a schema anew for every way that leads to it. Here each is counted once, so that the work of
 * schemas which fan out is known without doing it.
 */
final class Unfolding {
    private static final long ENDLESS = Long.MAX_VALUE;
    private static final int MAX_DEPTH = 2_000;
    private static final List<String> LISTS_IN_PLACE = List.of("allOf", "anyOf", "oneOf");
    private static final List<String> ONES_IN_PLACE = List.of("not", "if", "then", "else");
    private static final List<String> OF_ALL_PARTS =
            List.of("items", "contains", "additionalProperties", "unevaluatedItems", "unevaluatedProperties");

    private final JsonNode definitions;
    private final long most;
    private final IdentityHashMap<JsonNode, IdentityHashMap<JsonNode, Long>> known = new IdentityHashMap<>();
    private final Map<String, JsonNode> targets = new HashMap<>();
    private int depth;

    private Unfolding(JsonNode definitions, long most) {
        this.definitions = definitions;
        this.most = most;
    }

    /** Whether at most so many schemas are looked at, repeated ones counted each time. */
    static boolean isWithin(long most, ObjectNode document, JsonNode value) {
        return new Unfolding(document.path("$defs"), most).of(document, value) <= most;
    }

    private long of(JsonNode schema, JsonNode value) {
        if (!schema.isObject()) {
            return 0;
        }
        var here = known.computeIfAbsent(schema, any -> new IdentityHashMap<>());
        var before = here.get(value);
        if (before != null) {
            return before;
        }
        here.put(value, ENDLESS); // what leads to itself in place never ends
        if (++depth > MAX_DEPTH) {
            depth--;
            return ENDLESS;
        }
        var work = inPlace(schema, value);
        if (value.isContainerNode()) {
            work = sum(work, below(schema, value));
        }
        depth--;
        here.put(value, work);
        return work;
    }

    private long sum(long a, long b) {
        return a > most || b > most ? ENDLESS : a + b;
    }

    private long inPlace(JsonNode schema, JsonNode value) {
        var work = 1L;
        var reference = schema.path("$ref").asText();
        if (!reference.isEmpty()) {
            work = sum(work, of(target(reference), value));
        }
        for (var keyword : LISTS_IN_PLACE) {
            for (var part : schema.path(keyword)) {
                work = sum(work, of(part, value));
            }
        }
        for (var keyword : ONES_IN_PLACE) {
            work = sum(work, of(schema.path(keyword), value));
        }
        for (var dependent : schema.path("dependentSchemas")) {
            work = sum(work, of(dependent, value));
        }
        return work;
    }

    private JsonNode target(String reference) {
        return targets.computeIfAbsent(reference, all -> definitions.path(all.substring(all.lastIndexOf('/') + 1)));
    }

    private long below(JsonNode schema, JsonNode value) {
        var work = 0L;
        for (var property : schema.path("properties").properties()) {
            if (value.has(property.getKey())) {
                work = sum(work, of(property.getValue(), value.get(property.getKey())));
            }
        }
        var index = 0;
        for (var item : schema.path("prefixItems")) {
            if (value.isArray() && index < value.size()) {
                work = sum(work, of(item, value.get(index)));
            }
            index++;
        }
        for (var part : value) {
            for (var keyword : OF_ALL_PARTS) {
                work = sum(work, of(schema.path(keyword), part));
            }
            for (var pattern : schema.path("patternProperties")) {
                work = sum(work, of(pattern, part));
            }
            work = sum(work, of(schema.path("propertyNames"), part));
        }
        return work;
    }
}
