package dev.seamwright.schemadiff.openapi.containment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Schemas that look like those of people, small changes of them, and values near them. */
final class RandomSchemas {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> NAMES = List.of("a", "b", "c", "kind");
    private static final List<String> TYPES =
            List.of("null", "boolean", "integer", "number", "string", "array", "object", "object", "string");
    private static final List<String> PATTERNS =
            List.of("^a", "b$", "^[a-c]+$", "^a*$", "[0-9]", "^(a|b){1,3}$", "^.$", "c|^a$");
    private static final List<String> FORMATS = List.of("date", "uuid", "email", "int32", "ipv4", "date-time");
    private static final List<JsonNode> SCALARS = parseAll(
            "null",
            "true",
            "false",
            "0",
            "1",
            "1.0",
            "2",
            "-1",
            "3",
            "1.5",
            "0.1",
            "10",
            "4294967296",
            "\"\"",
            "\"a\"",
            "\"b\"",
            "\"ab\"",
            "\"abc\"",
            "\"c1\"",
            "\"2020-02-29\"",
            "\"2021-02-29\"",
            "\"x@example.org\"",
            "\"😀\"");

    private final Random random;
    private final int definitions;

    RandomSchemas(long seed) {
        this.random = new Random(seed);
        this.definitions = random.nextInt(3);
    }

    private static List<JsonNode> parseAll(String... texts) {
        var values = new ArrayList<JsonNode>();
        for (var text : texts) {
            values.add(Json.parse(text.getBytes(StandardCharsets.UTF_8)));
        }
        return List.copyOf(values);
    }

    /** A schema with definitions, which may refer to themselves and to one another. */
    ObjectNode schema() {
        var schema = JSON.objectNode();
        if (definitions > 0) {
            var all = schema.putObject("$defs");
            for (var i = 0; i < definitions; i++) {
                all.set("d" + i, guarded(2));
            }
        }
        var body = node(3);
        if (body instanceof ObjectNode object) {
            schema.setAll(object);
        } else {
            schema.putArray("allOf").add(body);
        }
        return schema;
    }

    /** What a reference leads to says something of its own, so no schema is only itself. */
    private ObjectNode guarded(int depth) {
        var schema = JSON.objectNode().put("type", "object");
        object(schema, depth);
        return schema;
    }

    private JsonNode node(int depth) {
        if (chance(0.04)) {
            return JSON.booleanNode(random.nextBoolean());
        }
        if (definitions > 0 && chance(0.12)) {
            return JSON.objectNode().put("$ref", "#/$defs/d" + random.nextInt(definitions));
        }
        var schema = JSON.objectNode();
        if (chance(0.15)) {
            values(schema);
        }
        if (depth > 0 && chance(0.25)) {
            composed(schema, depth - 1);
        }
        if (chance(0.75)) {
            var type = pick(TYPES);
            if (chance(0.2)) {
                var types = new ArrayList<>(List.of(type, pick(TYPES)));
                var array = schema.putArray("type");
                types.stream().distinct().forEach(array::add);
            } else {
                schema.put("type", type);
            }
            keywords(schema, type, depth);
        } else if (chance(0.5)) {
            keywords(schema, pick(TYPES), depth);
        }
        return schema;
    }

    private void values(ObjectNode schema) {
        if (chance(0.3)) {
            schema.set("const", pick(SCALARS));
        } else {
            var values = schema.putArray("enum");
            for (var i = 0; i <= random.nextInt(4); i++) {
                values.add(pick(SCALARS));
            }
        }
    }

    private void composed(ObjectNode schema, int depth) {
        switch (random.nextInt(6)) {
            case 0 -> several(schema.putArray("allOf"), depth);
            case 1 -> several(schema.putArray("anyOf"), depth);
            case 2, 3 -> several(schema.putArray("oneOf"), depth);
            case 4 -> schema.set("not", node(Math.min(depth, 1)));
            default -> {
                schema.set("if", node(Math.min(depth, 1)));
                schema.set("then", node(Math.min(depth, 1)));
                if (chance(0.5)) {
                    schema.set("else", node(Math.min(depth, 1)));
                }
            }
        }
    }

    private void several(ArrayNode array, int depth) {
        for (var i = 0; i <= 1 + random.nextInt(2); i++) {
            array.add(node(depth));
        }
    }

    private void keywords(ObjectNode schema, String type, int depth) {
        switch (type) {
            case "integer", "number" -> number(schema);
            case "string" -> text(schema);
            case "array" -> array(schema, depth);
            case "object" -> object(schema, depth);
            default -> {}
        }
    }

    private void number(ObjectNode schema) {
        if (chance(0.4)) {
            schema.set(chance(0.5) ? "minimum" : "exclusiveMinimum", JSON.numberNode(random.nextInt(4) - 1));
        }
        if (chance(0.4)) {
            schema.set(chance(0.5) ? "maximum" : "exclusiveMaximum", JSON.numberNode(random.nextInt(4)));
        }
        if (chance(0.2)) {
            schema.set("multipleOf", pick(parseAll("1", "2", "0.1", "0.5", "3")));
        }
        if (chance(0.1)) {
            schema.put("format", "int32");
        }
    }

    private void text(ObjectNode schema) {
        if (chance(0.3)) {
            schema.put("minLength", random.nextInt(3));
        }
        if (chance(0.3)) {
            schema.put("maxLength", random.nextInt(4));
        }
        if (chance(0.3)) {
            schema.put("pattern", pick(PATTERNS));
        }
        if (chance(0.15)) {
            schema.put("format", pick(FORMATS));
        }
    }

    private void array(ObjectNode schema, int depth) {
        if (depth > 0 && chance(0.7)) {
            schema.set("items", node(depth - 1));
        }
        if (depth > 0 && chance(0.2)) {
            several(schema.putArray("prefixItems"), depth - 1);
        }
        if (depth > 0 && chance(0.2)) {
            schema.set("contains", node(depth - 1));
            if (chance(0.3)) {
                schema.put("minContains", random.nextInt(3));
            }
            if (chance(0.3)) {
                schema.put("maxContains", random.nextInt(3));
            }
        }
        if (chance(0.3)) {
            schema.put("minItems", random.nextInt(3));
        }
        if (chance(0.3)) {
            schema.put("maxItems", random.nextInt(4));
        }
        if (chance(0.2)) {
            schema.put("uniqueItems", true);
        }
    }

    private void object(ObjectNode schema, int depth) {
        if (depth > 0 && chance(0.8)) {
            var properties = schema.putObject("properties");
            for (var i = 0; i <= random.nextInt(3); i++) {
                properties.set(pick(NAMES), node(depth - 1));
            }
        }
        if (chance(0.4)) {
            schema.putArray("required").add(pick(NAMES));
        }
        if (chance(0.25)) {
            schema.set("additionalProperties", depth > 0 && chance(0.5) ? node(depth - 1) : JSON.booleanNode(false));
        } else if (chance(0.1)) {
            schema.set("unevaluatedProperties", depth > 0 && chance(0.3) ? node(depth - 1) : JSON.booleanNode(false));
        }
        if (depth > 0 && chance(0.1)) {
            schema.putObject("patternProperties").set(pick(PATTERNS), node(depth - 1));
        }
        if (chance(0.08)) {
            schema.putObject("propertyNames").put(chance(0.5) ? "maxLength" : "minLength", 1);
        }
        if (chance(0.1)) {
            schema.put("minProperties", random.nextInt(3));
        }
        if (chance(0.1)) {
            schema.put("maxProperties", random.nextInt(3));
        }
        if (chance(0.06)) {
            schema.putObject("dependentRequired").putArray(pick(NAMES)).add(pick(NAMES));
        }
        if (depth > 0 && chance(0.05)) {
            schema.putObject("dependentSchemas").set(pick(NAMES), node(depth - 1));
        }
    }

    /** The same schema, with something small about it changed. */
    ObjectNode changed(ObjectNode schema) {
        var copy = schema.deepCopy();
        var objects = new ArrayList<ObjectNode>();
        collect(copy, objects);
        var at = pick(objects);
        switch (random.nextInt(4)) {
            case 0 -> {
                var keys = new ArrayList<String>();
                at.fieldNames().forEachRemaining(keys::add);
                keys.remove("$defs");
                keys.remove("$ref");
                keys.removeIf(key -> key.startsWith("d"));
                if (!keys.isEmpty()) {
                    at.remove(pick(keys));
                }
            }
            case 1 -> {
                if (!at.has("$ref")) {
                    keywords(at, at.path("type").isTextual() ? at.path("type").asText() : pick(TYPES), 1);
                }
            }
            case 2 -> {
                if (!at.has("$ref")) {
                    at.put("type", pick(TYPES));
                }
            }
            default -> {
                if (!at.has("$ref") && !at.has("$defs")) {
                    values(at);
                }
            }
        }
        return copy;
    }

    /** Places where a schema stands, as far as a change there leaves it one. */
    private static void collect(JsonNode node, List<ObjectNode> into) {
        if (!(node instanceof ObjectNode object)) {
            node.forEach(child -> collect(child, into));
            return;
        }
        into.add(object);
        object.properties().forEach(member -> {
            switch (member.getKey()) {
                case "properties", "patternProperties", "dependentSchemas", "$defs" ->
                    member.getValue().forEach(child -> collect(child, into));
                case "enum", "const", "required", "dependentRequired", "type" -> {}
                default -> collect(member.getValue(), into);
            }
        });
    }

    /** Values that schemas like these allow or just do not allow. */
    List<JsonNode> values(int count) {
        var values = new ArrayList<>(SCALARS);
        values.add(JSON.arrayNode());
        values.add(JSON.objectNode());
        while (values.size() < count) {
            values.add(value(2));
        }
        return values;
    }

    private JsonNode value(int depth) {
        if (depth == 0 || chance(0.3)) {
            return pick(SCALARS);
        }
        if (chance(0.35)) {
            var array = JSON.arrayNode();
            for (var i = random.nextInt(4); i > 0; i--) {
                array.add(value(depth - 1));
            }
            return array;
        }
        var object = JSON.objectNode();
        var names = new ArrayList<>(NAMES);
        names.addAll(List.of("x", "bb"));
        Collections.shuffle(names, random);
        for (var name : names.subList(0, random.nextInt(5))) {
            object.set(name, value(depth - 1));
        }
        return object;
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
