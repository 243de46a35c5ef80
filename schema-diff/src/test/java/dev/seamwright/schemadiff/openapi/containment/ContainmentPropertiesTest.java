package dev.seamwright.schemadiff.openapi.containment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.schemadiff.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Laws that hold for every pair of schemas, tried on random ones. */
class ContainmentPropertiesTest {
    private static final Budget BUDGET = new Budget(20_000, 300_000, 100_000, 100_000);

    private static Answer of(JsonNode inner, JsonNode outer) {
        return new Containment(BUDGET, Undeclared.ANYTHING).of(Schema.of(inner), Schema.of(outer), Direction.REQUEST);
    }

    @Test
    void what_is_contained_is_accepted_and_what_is_not_has_a_witness_that_replays() {
        var undecided = new ArrayList<Long>();
        Seeds.forAll(400, seed -> {
            var random = new RandomSchemas(seed);
            var inner = random.schema();
            var outer = seed % 3 == 0 ? random.schema() : random.changed(inner);
            switch (of(inner, outer)) {
                case Answer.Contained contained -> {
                    var in = Independent.validator(inner);
                    var out = Independent.validator(outer);
                    for (var value : random.values(1_000)) {
                        assertFalse(
                                in.allows(value) && !out.allows(value),
                                () -> "%s is in %s, not in %s".formatted(value, inner, outer));
                    }
                }
                case Answer.NotContained(var witness) -> {
                    assertTrue(
                            Independent.validator(inner).allows(witness),
                            () -> "%s is not in %s".formatted(witness, inner));
                    assertFalse(
                            Independent.validator(outer).allows(witness),
                            () -> "%s is in %s".formatted(witness, outer));
                }
                case Answer.Undecided(var reason) -> undecided.add(seed);
            }
        });
        assertTrue(undecided.size() < 10, () -> "undecided: " + undecided);
    }

    @Test
    void every_schema_contains_itself_however_it_is_written() {
        Seeds.forAll(300, seed -> {
            var schema = new RandomSchemas(seed).schema();
            var random = new Random(seed);
            for (var other : List.of(
                    schema, shuffled(schema, random), inAllOf(schema), behindReference(schema), doubled(schema))) {
                assertInstanceOf(Answer.Contained.class, of(schema, other), () -> schema + " in " + other);
                assertInstanceOf(Answer.Contained.class, of(other, schema), () -> other + " in " + schema);
            }
        });
    }

    @Test
    void order_makes_no_difference_even_to_look_at() {
        Seeds.forAll(300, seed -> {
            var schema = new RandomSchemas(seed).schema();
            var containment = new Containment(BUDGET, Undeclared.ANYTHING);
            containment.of(Schema.of(schema), Schema.of(shuffled(schema, new Random(seed))), Direction.RESPONSE);
            assertEquals(0, containment.pairs());
        });
    }

    @Test
    void containment_is_transitive() {
        Seeds.forAll(300, seed -> {
            var random = new RandomSchemas(seed);
            var a = random.schema();
            var b = random.changed(a);
            var c = random.changed(b);
            if (of(a, b) instanceof Answer.Contained && of(b, c) instanceof Answer.Contained) {
                assertFalse(of(a, c) instanceof Answer.NotContained, () -> a + "\n" + b + "\n" + c);
            }
        });
    }

    @Test
    void a_schema_and_its_complement_have_nothing_in_common_and_are_everything() {
        Seeds.forAll(300, seed -> {
            var schema = new RandomSchemas(seed).schema();
            var complement = JsonNodeFactory.instance.objectNode();
            complement.set("$defs", schema.path("$defs").deepCopy());
            var body = schema.deepCopy();
            body.remove("$defs");
            complement.set("not", body);
            if (!schema.has("$defs")) {
                complement.remove("$defs");
            }
            var nothing = new Containment(BUDGET, Undeclared.ANYTHING)
                    .overlap(List.of(Schema.of(schema), Schema.of(complement)), Direction.REQUEST);
            assertFalse(nothing instanceof Overlap.Common, () -> schema + " overlaps its complement: " + nothing);
            var both = JsonNodeFactory.instance.objectNode();
            if (schema.has("$defs")) {
                both.set("$defs", schema.get("$defs").deepCopy());
            }
            both.putArray("anyOf").add(body).addObject().set("not", body.deepCopy());
            var all = of(JsonNodeFactory.instance.objectNode(), both);
            assertFalse(all instanceof Answer.NotContained, () -> schema + " and its complement leave out " + all);
        });
    }

    private static ObjectNode inAllOf(ObjectNode schema) {
        var body = schema.deepCopy();
        var definitions = body.remove("$defs");
        var wrapped = JsonNodeFactory.instance.objectNode();
        wrapped.putArray("allOf").add(body);
        if (definitions != null) {
            wrapped.set("$defs", definitions);
        }
        return wrapped;
    }

    private static ObjectNode doubled(ObjectNode schema) {
        var doubled = inAllOf(schema);
        ((ArrayNode) doubled.get("allOf")).add(doubled.get("allOf").get(0).deepCopy());
        return doubled;
    }

    private static ObjectNode behindReference(ObjectNode schema) {
        var body = schema.deepCopy();
        var definitions = body.remove("$defs");
        var wrapped = JsonNodeFactory.instance.objectNode();
        wrapped.put("$ref", "#/$defs/moved");
        var all = wrapped.putObject("$defs");
        if (definitions instanceof ObjectNode object) {
            all.setAll(object);
        }
        all.set("moved", body);
        return wrapped;
    }

    /** The same schema with members, alternatives and lists of names in another order. */
    private static ObjectNode shuffled(ObjectNode schema, Random random) {
        return (ObjectNode) shuffledNode("", schema, random);
    }

    private static JsonNode shuffledNode(String key, JsonNode node, Random random) {
        if (node instanceof ObjectNode object && !key.equals("const")) {
            var members = new ArrayList<>(object.properties());
            Collections.shuffle(members, random);
            var copy = JsonNodeFactory.instance.objectNode();
            members.forEach(
                    member -> copy.set(member.getKey(), shuffledNode(member.getKey(), member.getValue(), random)));
            return copy;
        }
        if (node instanceof ArrayNode array && !key.equals("const")) {
            var items = new ArrayList<JsonNode>();
            array.forEach(item -> items.add(key.equals("enum") ? item : shuffledNode("", item, random)));
            if (!key.equals("prefixItems")) {
                Collections.shuffle(items, random);
            }
            return JsonNodeFactory.instance.arrayNode().addAll(items);
        }
        return node;
    }
}
