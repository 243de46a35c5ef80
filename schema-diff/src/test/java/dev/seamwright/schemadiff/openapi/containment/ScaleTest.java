package dev.seamwright.schemadiff.openapi.containment;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.schemadiff.Direction;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Schemas of a thousand nodes that refer to each other at random: work grows with pairs of nodes, not with ways to them. */
class ScaleTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int NODES = 1_000;
    private static final int DEFINITIONS = NODES / 5;

    private static ObjectNode reference(int number) {
        return JSON.objectNode().put("$ref", "#/$defs/d" + number);
    }

    /** @param tame whether alternatives are objects and arrays, and not alternatives again */
    private static ObjectNode graph(Random random, boolean tame) {
        var graph = reference(DEFINITIONS - 1);
        var definitions = graph.putObject("$defs");
        for (var i = 0; i < DEFINITIONS; i++) {
            var definition = definitions.putObject("d" + i);
            var kind = i == DEFINITIONS - 1 ? 4 : i % 8;
            switch (kind) {
                case 0 -> alternatives(definition.putArray("oneOf"), random, tame);
                case 1 -> {
                    alternatives(definition.putArray("anyOf"), random, tame);
                    definition.withArray("anyOf").addObject().put("type", "null");
                }
                case 2 -> alternatives(definition.putArray("allOf"), random, tame);
                case 3 -> definition.put("type", "array").set("items", reference(random.nextInt(DEFINITIONS)));
                default -> object(definition, random);
            }
        }
        return graph;
    }

    private static void alternatives(ArrayNode array, Random random, boolean tame) {
        for (var i = 0; i < 3; i++) {
            array.add(reference(
                    tame ? random.nextInt(DEFINITIONS / 8) * 8 + 3 + random.nextInt(5) : random.nextInt(DEFINITIONS)));
        }
    }

    private static void object(ObjectNode definition, Random random) {
        var properties = definition.put("type", "object").putObject("properties");
        for (var i = 0; i < 4; i++) {
            if (random.nextInt(3) == 0) {
                properties.putObject("p" + i).put("type", random.nextBoolean() ? "string" : "integer");
            } else {
                properties.set("p" + i, reference(random.nextInt(DEFINITIONS)));
            }
        }
        if (random.nextBoolean()) {
            definition.putArray("required").add("p" + random.nextInt(4));
        }
        if (random.nextInt(4) == 0) {
            definition.put("additionalProperties", false);
        }
    }

    /** The same graph, in which one property in fifty takes more values. */
    private static ObjectNode widened(ObjectNode graph, Random random) {
        var copy = graph.deepCopy();
        copy.get("$defs").forEach(definition -> {
            if (definition.has("properties") && random.nextInt(12) == 0) {
                ((ObjectNode) definition.get("properties")).putObject("p1");
                ((ObjectNode) definition).remove("required");
            }
        });
        return copy;
    }

    @Test
    void a_hundred_graphs_of_a_thousand_nodes_stay_within_the_budget() {
        var decided = 0;
        for (var seed = 0; seed < 100; seed++) {
            var random = new Random(seed);
            var narrow = graph(random, true);
            var wide = widened(narrow, random);
            var containment = new Containment(new Budget(50_000, 100_000, 50_000, 50_000), Undeclared.ANYTHING);
            var inner = Schema.of(narrow);
            var outer = Schema.of(wide);
            var there = containment.of(inner, outer, Direction.REQUEST);
            var back = containment.of(outer, inner, Direction.REQUEST);
            assertTrue(containment.pairs() <= 50_001, "seed " + seed + ": " + containment.pairs() + " pairs");
            decided += there instanceof Answer.Undecided ? 0 : 1;
            decided += back instanceof Answer.Undecided ? 0 : 1;
        }
        assertTrue(decided >= 180, decided + " of 200 were decided");
    }

    @Test
    void graphs_that_no_method_could_decide_end_too() {
        for (var seed = 0; seed < 10; seed++) {
            var random = new Random(seed);
            var one = graph(random, false);
            var other = widened(one, random);
            var containment = new Containment(new Budget(5_000, 20_000, 20_000, 20_000), Undeclared.ANYTHING);
            containment.of(Schema.of(one), Schema.of(other), Direction.REQUEST);
            assertTrue(containment.pairs() <= 5_001, () -> containment.pairs() + " pairs");
        }
    }

    @Test
    void a_graph_is_itself_at_once() {
        for (var seed = 0; seed < 20; seed++) {
            var graph = graph(new Random(seed), false);
            var containment = new Containment();
            assertInstanceOf(
                    Answer.Contained.class,
                    containment.of(Schema.of(graph), Schema.of(graph.deepCopy()), Direction.RESPONSE));
            assertTrue(containment.pairs() == 0, () -> containment.pairs() + " pairs");
        }
    }

    @Test
    void a_chain_of_thousands_of_schemas_is_followed_to_its_end() {
        var inner = chain(3_000, "integer");
        var outer = chain(3_000, "number");
        assertInstanceOf(Answer.Contained.class, new Containment().of(inner, outer, Direction.REQUEST));
        assertInstanceOf(
                Answer.NotContained.class,
                new Containment().of(chain(300, "number"), chain(300, "integer"), Direction.REQUEST));
    }

    private static Schema chain(int length, String last) {
        var chain = reference(0);
        var definitions = chain.putObject("$defs");
        for (var i = 0; i < length; i++) {
            var definition = definitions.putObject("d" + i).put("type", "object");
            definition.putObject("properties").set("next", reference(i + 1));
        }
        definitions.putObject("d" + length).put("type", last);
        return Schema.of(chain);
    }
}
