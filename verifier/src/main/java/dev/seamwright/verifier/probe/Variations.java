package dev.seamwright.verifier.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.openapi.containment.Answer;
import dev.seamwright.schemadiff.openapi.containment.Containment;
import dev.seamwright.schemadiff.openapi.containment.Overlap;
import dev.seamwright.schemadiff.openapi.containment.Validator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be changed about a value, guided by what its schema says: bounds and one beyond them, other types, members left out and put in.
 * Whether the result is still allowed is for a validator to say.
 */
final class Variations {
    private static final int MAX_DEPTH = 4;
    private static final int MOST = 300;
    private static final int LONGEST_TEXT = 5_000;
    private static final int LONGEST_ARRAY = 500;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Ranges of the formats of numbers. */
    private static final Map<String, List<String>> RANGES = Map.of(
            "int32", List.of("-2147483648", "2147483647", "2147483648"),
            "int64", List.of("-9223372036854775808", "9223372036854775807", "9223372036854775808"));

    private final Containment containment;
    private final Validator validator;
    private final Random random;
    private final List<Candidate> candidates = new ArrayList<>();

    /** @param what was changed, for people */
    record Candidate(JsonNode value, String what) {}

    /** Puts a value in the place of another one, in a copy of the whole. */
    private interface Whole {
        JsonNode with(JsonNode part);
    }

    Variations(Containment containment, Validator validator, Random random) {
        this.containment = containment;
        this.validator = validator;
        this.random = random;
    }

    /** Each with one change. */
    List<Candidate> of(Schema schema, JsonNode base) {
        at(schema, base, "", 0, part -> part);
        return List.copyOf(candidates.subList(0, Math.min(MOST, candidates.size())));
    }

    private void add(Whole whole, String pointer, JsonNode part, String what) {
        candidates.add(new Candidate(whole.with(part), (pointer.isEmpty() ? "it" : pointer) + " " + what));
    }

    private void at(Schema schema, JsonNode value, String pointer, int depth, Whole whole) {
        if (depth > MAX_DEPTH || candidates.size() > MOST) {
            return;
        }
        var parts = parts(schema, value);
        for (var part : parts) {
            values(part, pointer, whole);
            switch (value.getNodeType()) {
                case NUMBER -> number(part, value.decimalValue(), pointer, whole);
                case STRING -> text(part, value.textValue(), pointer, whole);
                case ARRAY -> array(part, (ArrayNode) value, pointer, whole);
                case OBJECT -> object(part, (ObjectNode) value, pointer, whole);
                default -> {
                    // nothing is between true and false
                }
            }
        }
        otherTypes(value, pointer, whole);
        if (value instanceof ObjectNode object) {
            members(parts, object, pointer, depth, whole);
        }
        if (value instanceof ArrayNode array && !array.isEmpty()) {
            for (var part : parts) {
                part.items()
                        .ifPresent(items -> at(items, array.get(0), pointer + "/0", depth + 1, item -> {
                            var copy = array.deepCopy();
                            copy.set(0, item);
                            return whole.with(copy);
                        }));
            }
        }
    }

    /** The schemas that say something about the value: all of which it is composed, and the alternatives that it is. */
    private List<Schema> parts(Schema schema, JsonNode value) {
        Set<Schema> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        var parts = new ArrayList<Schema>();
        collect(schema, value, seen, parts);
        return parts;
    }

    private void collect(Schema schema, JsonNode value, Set<Schema> seen, List<Schema> parts) {
        if (!seen.add(schema) || seen.size() > 50) {
            return;
        }
        parts.add(schema);
        schema.reference().ifPresent(target -> collect(target, value, seen, parts));
        schema.allOf().forEach(part -> collect(part, value, seen, parts));
        for (var alternatives : List.of(schema.anyOf(), schema.oneOf())) {
            for (var alternative : alternatives) {
                if (validator.allows(alternative, value).orElse(false)) {
                    collect(alternative, value, seen, parts);
                }
            }
        }
    }

    private void values(Schema schema, String pointer, Whole whole) {
        var values = schema.values();
        if (values == null) {
            return;
        }
        values.stream().limit(10).map(Node::toJson).forEach(value -> add(whole, pointer, value, "is " + shown(value)));
        add(whole, pointer, TextNode.valueOf("seamwright-none-of-these"), "is none of the listed values");
    }

    private void number(Schema schema, BigDecimal value, String pointer, Whole whole) {
        var isWhole =
                schema.types().contains(Schema.Type.INTEGER) && !schema.types().contains(Schema.Type.NUMBER);
        for (var bound : bounds(schema)) {
            for (var offset : List.of(BigDecimal.ZERO, BigDecimal.ONE, BigDecimal.ONE.negate())) {
                number(bound.add(offset), pointer, whole);
            }
        }
        if (schema.multipleOf() != null) {
            number(value.add(schema.multipleOf()), pointer, whole);
            number(value.add(schema.multipleOf().multiply(new BigDecimal("0.5"))), pointer, whole);
        }
        if (schema.format() != null) {
            RANGES.getOrDefault(schema.format(), List.of())
                    .forEach(number -> number(new BigDecimal(number), pointer, whole));
        }
        if (isWhole) {
            number(value.add(new BigDecimal("0.5")), pointer, whole);
        }
        if (!schema.types().isEmpty()) {
            number(value.add(BigDecimal.valueOf(1 + random.nextInt(1000))), pointer, whole);
        }
    }

    private static List<BigDecimal> bounds(Schema schema) {
        var bounds = new ArrayList<BigDecimal>();
        addBound(schema.minimum(), bounds);
        addBound(schema.maximum(), bounds);
        addBound(schema.exclusiveMinimum(), bounds);
        addBound(schema.exclusiveMaximum(), bounds);
        return bounds;
    }

    private static void addBound(@Nullable BigDecimal bound, List<BigDecimal> bounds) {
        if (bound != null) {
            bounds.add(bound);
        }
    }

    private void number(BigDecimal number, String pointer, Whole whole) {
        add(whole, pointer, DecimalNode.valueOf(number), "is " + number.toPlainString());
    }

    private void text(Schema schema, String value, String pointer, Whole whole) {
        for (var bound : lengths(schema.minLength(), schema.maxLength(), LONGEST_TEXT)) {
            length(schema, bound, pointer, whole);
            add(whole, pointer, TextNode.valueOf(resized(value, bound)), "has %d characters".formatted(bound));
        }
        if (schema.pattern() != null) {
            var outside = JSON.objectNode().put("pattern", schema.pattern());
            var text = JSON.objectNode().put("type", "string").put("minLength", 1);
            if (containment.find(Schema.of(text), Schema.of(outside), Direction.REQUEST)
                    instanceof Answer.NotContained(var witness)) {
                add(whole, pointer, witness, "does not match %s".formatted(schema.pattern()));
            }
        }
        if (schema.format() != null) {
            add(whole, pointer, TextNode.valueOf("no-" + schema.format() + "!"), "is no " + schema.format());
        }
        if (schema.types().contains(Schema.Type.STRING)) {
            var letters = random.ints(8, 'a', 'z' + 1)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
            add(whole, pointer, TextNode.valueOf(letters.toString()), "is " + letters);
            add(whole, pointer, TextNode.valueOf("zö \u4e2d'\"%&?#;\\"), "has characters that are rarely used");
            add(whole, pointer, TextNode.valueOf(""), "is empty");
        }
    }

    /** A text of that length that may be allowed, whatever its pattern. */
    private void length(Schema schema, int length, String pointer, Whole whole) {
        var exactly =
                JSON.objectNode().put("type", "string").put("minLength", length).put("maxLength", length);
        if (containment.overlap(List.of(schema, Schema.of(exactly)), Direction.REQUEST)
                instanceof Overlap.Common(var value)) {
            add(whole, pointer, value, "has %d characters".formatted(length));
        }
    }

    private static List<Integer> lengths(@Nullable BigInteger least, @Nullable BigInteger most, int longest) {
        var lengths = new ArrayList<Integer>();
        for (var bound : new @Nullable BigInteger[] {least, most}) {
            if (bound != null && bound.bitLength() < 31) {
                for (var length : List.of(bound.intValue(), bound.intValue() - 1, bound.intValue() + 1)) {
                    if (length >= 0 && length <= longest && !lengths.contains(length)) {
                        lengths.add(length);
                    }
                }
            }
        }
        return lengths;
    }

    private static String resized(String text, int length) {
        var points = text.codePoints().limit(length).toArray();
        var resized = new String(points, 0, points.length);
        return resized + "a".repeat(length - points.length);
    }

    private void array(Schema schema, ArrayNode value, String pointer, Whole whole) {
        for (var size : lengths(schema.minItems(), schema.maxItems(), LONGEST_ARRAY)) {
            var array = JSON.arrayNode();
            for (var i = 0; i < size && !(value.isEmpty() && size > 0); i++) {
                array.add(i < value.size() ? value.get(i) : value.get(value.size() - 1));
            }
            if (array.size() == size) {
                add(whole, pointer, array, "has %d items".formatted(size));
            }
        }
        add(whole, pointer, JSON.arrayNode(), "has no items");
        if (schema.uniqueItems() && !value.isEmpty()) {
            var twice = value.deepCopy();
            twice.add(value.get(0));
            add(whole, pointer, twice, "has an item twice");
        }
    }

    private void object(Schema schema, ObjectNode value, String pointer, Whole whole) {
        if (schema.additionalProperties().isPresent()
                || schema.unevaluatedProperties().isPresent()) {
            var more = value.deepCopy();
            more.put("seamwrightUndeclared", "x");
            add(whole, pointer, more, "has a member that is not declared");
        }
    }

    private void members(List<Schema> parts, ObjectNode value, String pointer, int depth, Whole whole) {
        for (var member : value.properties()) {
            var name = member.getKey();
            var there = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
            var without = value.deepCopy();
            without.remove(name);
            add(whole, there, without, "is missing");
            var declared = parts.stream()
                    .flatMap(part -> Optional.ofNullable(part.properties().get(name)).stream())
                    .findFirst();
            declared.ifPresent(schema -> at(schema, member.getValue(), there, depth + 1, changed -> {
                var copy = value.deepCopy();
                copy.set(name, changed);
                return whole.with(copy);
            }));
        }
    }

    private void otherTypes(JsonNode value, String pointer, Whole whole) {
        for (var other : List.of(
                TextNode.valueOf("text"),
                JSON.numberNode(7),
                JSON.booleanNode(true),
                JSON.nullNode(),
                JSON.arrayNode(),
                JSON.objectNode())) {
            if (other.getNodeType() != value.getNodeType()) {
                add(whole, pointer, other, "is " + shown(other));
            }
        }
    }

    private static String shown(JsonNode value) {
        var text = value.toString();
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
