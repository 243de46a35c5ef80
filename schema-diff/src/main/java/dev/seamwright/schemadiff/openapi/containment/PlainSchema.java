package dev.seamwright.schemadiff.openapi.containment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.openapi.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A schema in the words of JSON Schema 2020-12 alone, for validators that know no OpenAPI: discriminators, formats of numbers and what only
 * one side sends are spelled out.
 *
 * <p>It is made for one value, so it stays small: properties whose names do not occur in it are left out, and so is what holds for deeper
 * members than it has.
 */
final class PlainSchema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Reading reading;
    private final Set<String> names = new HashSet<>();
    private final Map<Key, String> definitions = new HashMap<>();

    /** What is still to be written, for values of the level that is written now, and for those one level further in. */
    private final ArrayDeque<Key> agenda = new ArrayDeque<>();

    private final ArrayDeque<Key> further = new ArrayDeque<>();

    /** How many levels of members there are at most below the values that are written for. */
    private int levels;

    /** A schema, and whether its heirs and alternatives are left out: they are, where one of them says what it inherits. */
    private record Key(Schema schema, boolean alone) {}

    private PlainSchema(Reading reading, JsonNode value) {
        this.reading = reading;
        this.levels = depth(value);
        collect(value);
    }

    private static int depth(JsonNode value) {
        var deepest = 0;
        for (var member : value) {
            deepest = Math.max(deepest, 1 + depth(member));
        }
        return deepest;
    }

    static ObjectNode of(Schema schema, Reading reading, JsonNode value) {
        return new PlainSchema(reading, value).document(schema);
    }

    private void collect(JsonNode value) {
        value.properties().forEach(member -> names.add(member.getKey()));
        value.forEach(this::collect); // witnesses do not nest deeply
    }

    private ObjectNode document(Schema schema) {
        var document = JSON.objectNode();
        document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        document.set("$ref", reference(schema, false).get("$ref"));
        var all = document.putObject("$defs");
        while (!agenda.isEmpty()) {
            // what is met at two levels is written for the outer one, which has more below it
            for (var next = agenda.poll(); next != null; next = agenda.poll()) {
                if (!all.has(definitions.get(next))) {
                    all.set(definitions.get(next), body(next.schema(), next.alone()));
                }
            }
            agenda.addAll(further);
            further.clear();
            levels--;
        }
        return document;
    }

    private ObjectNode reference(Schema schema, boolean alone) {
        return reference(new Key(schema, alone), agenda);
    }

    private ObjectNode reference(Key key, ArrayDeque<Key> into) {
        var name = definitions.computeIfAbsent(key, any -> "s" + definitions.size());
        into.add(key);
        return JSON.objectNode().put("$ref", "#/$defs/" + name);
    }

    private ObjectNode reference(Schema schema) {
        return reference(schema, false);
    }

    /** The schema of members; any, where there are none. */
    private JsonNode ofMembers(Schema schema) {
        return levels > 0 ? reference(new Key(schema, false), further) : JSON.booleanNode(true);
    }

    private JsonNode body(Schema schema, boolean alone) {
        if (schema.always().isPresent()) {
            return JSON.booleanNode(schema.always().get());
        }
        var body = JSON.objectNode();
        var all = JSON.arrayNode();
        if (!schema.types().isEmpty()) {
            var types = body.putArray("type");
            // every integer is a number: not said twice, since a validator may take the first word for the whole
            schema.types().stream()
                    .filter(type ->
                            type != Schema.Type.INTEGER || !schema.types().contains(Schema.Type.NUMBER))
                    .forEach(type -> types.add(type.word()));
        }
        if (schema.values() != null) {
            var values = body.putArray("enum");
            schema.values().forEach(value -> values.add(value.toJson()));
            if (values.isEmpty()) {
                body.remove("enum");
                all.add(false);
            }
        }
        scalars(schema, body, all);
        arrays(schema, body);
        objects(schema, body);
        composition(schema, body, all, alone);
        if (!alone) {
            schema.discriminator()
                    .ifPresent(discriminator -> discriminator
                            .heirs()
                            .forEach((name, heir) -> all.addObject()
                                    .<ObjectNode>set("if", named(discriminator.property(), List.of(name)))
                                    .set("then", reference(heir))));
        }
        if (!all.isEmpty()) {
            body.set("allOf", all);
        }
        return body;
    }

    private static void scalars(Schema schema, ObjectNode body, ArrayNode all) {
        number(body, "minimum", schema.minimum());
        number(body, "maximum", schema.maximum());
        number(body, "exclusiveMinimum", schema.exclusiveMinimum());
        number(body, "exclusiveMaximum", schema.exclusiveMaximum());
        number(body, "multipleOf", schema.multipleOf());
        count(body, "minLength", schema.minLength());
        count(body, "maxLength", schema.maxLength());
        if (schema.pattern() != null) {
            body.put("pattern", schema.pattern());
        }
        if (Formats.text(schema.format()).isPresent()) {
            body.put("format", schema.format());
        }
        Formats.number(schema.format()).ifPresent(range -> {
            var bounds = all.addObject();
            number(bounds, "minimum", range.min());
            number(bounds, "maximum", range.max());
            if (range.integral()) {
                bounds.put("multipleOf", 1);
            }
        });
    }

    private void arrays(Schema schema, ObjectNode body) {
        if (!schema.prefixItems().isEmpty()) {
            var items = body.putArray("prefixItems");
            schema.prefixItems().forEach(item -> items.add(ofMembers(item)));
        }
        members(body, "items", schema.items());
        members(body, "contains", schema.contains());
        count(body, "minContains", schema.minContains());
        count(body, "maxContains", schema.maxContains());
        count(body, "minItems", schema.minItems());
        count(body, "maxItems", schema.maxItems());
        if (schema.uniqueItems()) {
            body.put("uniqueItems", true);
        }
        members(body, "unevaluatedItems", schema.unevaluatedItems());
    }

    private void objects(Schema schema, ObjectNode body) {
        if (!schema.properties().isEmpty()) {
            var properties = body.putObject("properties");
            names.forEach(name -> {
                var property = schema.properties().get(name);
                if (property != null) {
                    // what only the other side writes is not looked at
                    properties.set(
                            name, reading.otherSideOnly(property) ? JSON.booleanNode(true) : ofMembers(property));
                }
            });
        }
        if (!schema.patternProperties().isEmpty()) {
            var patterns = body.putObject("patternProperties");
            schema.patternProperties().forEach((pattern, member) -> patterns.set(pattern, ofMembers(member)));
        }
        members(body, "additionalProperties", schema.additionalProperties());
        members(body, "propertyNames", schema.propertyNames());
        members(body, "unevaluatedProperties", schema.unevaluatedProperties());
        var required = reading.required(schema);
        if (!required.isEmpty()) {
            var list = body.putArray("required");
            required.forEach(list::add);
        }
        count(body, "minProperties", schema.minProperties());
        count(body, "maxProperties", schema.maxProperties());
        if (!schema.dependentRequired().isEmpty()) {
            var dependent = body.putObject("dependentRequired");
            schema.dependentRequired().forEach((name, others) -> others.forEach(dependent.putArray(name)::add));
        }
        map(body, "dependentSchemas", schema.dependentSchemas());
    }

    private static boolean isAmong(Schema schema, List<Schema> alternatives) {
        return alternatives.stream().anyMatch(alternative -> Reading.core(alternative) == schema);
    }

    private void composition(Schema schema, ObjectNode body, ArrayNode all, boolean alone) {
        schema.reference().ifPresent(target -> all.add(reference(target)));
        for (var part : schema.allOf()) {
            var ancestor = Reading.core(part);
            var inherits = isAmong(schema, ancestor.oneOf())
                    || isAmong(schema, ancestor.anyOf())
                    || ancestor.discriminator()
                            .filter(discriminator -> discriminator.heirs().containsValue(schema))
                            .isPresent();
            all.add(reference(inherits ? ancestor : part, inherits));
        }
        if (!alone) {
            alternatives(schema, body, "anyOf", schema.anyOf());
            alternatives(schema, body, "oneOf", schema.oneOf());
        }
        one(body, "not", schema.not());
        one(body, "if", schema.condition());
        one(body, "then", schema.then());
        one(body, "else", schema.otherwise());
    }

    private void alternatives(Schema schema, ObjectNode body, String keyword, List<Schema> alternatives) {
        if (alternatives.isEmpty()) {
            return;
        }
        var list = body.putArray(keyword);
        for (var alternative : alternatives) {
            var names = schema.discriminator()
                    .map(discriminator -> Terms.names(discriminator, alternative))
                    .orElse(Set.of());
            if (names.isEmpty()) {
                list.add(reference(alternative));
            } else {
                list.addObject()
                        .putArray("allOf")
                        .add(reference(alternative))
                        .add(named(schema.discriminator().orElseThrow().property(), List.copyOf(names)));
            }
        }
    }

    private static ObjectNode named(String property, List<String> names) {
        var named = JSON.objectNode().put("type", "object");
        named.putArray("required").add(property);
        var values = named.putObject("properties").putObject(property).putArray("enum");
        names.forEach(values::add);
        return named;
    }

    private void one(ObjectNode body, String keyword, Optional<Schema> schema) {
        schema.ifPresent(present -> body.set(keyword, reference(present)));
    }

    private void members(ObjectNode body, String keyword, Optional<Schema> schema) {
        schema.ifPresent(present -> body.set(keyword, ofMembers(present)));
    }

    private void map(ObjectNode body, String keyword, Map<String, Schema> schemas) {
        if (!schemas.isEmpty()) {
            var map = body.putObject(keyword);
            schemas.forEach((name, schema) -> map.set(name, reference(schema)));
        }
    }

    private static void number(ObjectNode body, String keyword, @Nullable BigDecimal number) {
        if (number != null) {
            body.set(keyword, NumberSolver.json(number));
        }
    }

    private static void count(ObjectNode body, String keyword, @Nullable BigInteger count) {
        if (count != null) {
            body.put(keyword, count);
        }
    }
}
