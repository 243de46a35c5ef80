package dev.seamwright.contracts.pact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Laws that hold for every pact, tried on 500 random ones each; the seed of a failure is in its message. */
class PactPropertiesTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> NAMES =
            List.of("a", "b", "", "é", "\uE000", "\uD83D\uDE00", "/", "~", "\u0001", "description");

    @Test
    void reading_what_was_printed_gives_the_same_pact() {
        forAll(random -> {
            var pact = pact(random, random.nextBoolean() ? "interactions" : "messages", 1000);
            assertEquals(pact, Pact.parse(pact.print()));
            assertEquals(pact.toJson(), Json.parse(Json.canonical(pact.toJson())));
        });
    }

    @Test
    void hashes_depend_neither_on_the_order_of_keys_nor_on_the_order_of_interactions() {
        forAll(random -> {
            var array = random.nextBoolean() ? "interactions" : "messages";
            var pact = pact(random, array, 1000);
            var json = (ObjectNode) shuffledKeys(pact.toJson(), random);
            json.set(array, shuffled(json.get(array), random));
            var other = Pact.of(json);
            assertEquals(pact.brokerSha(), other.brokerSha());
            assertEquals(pact.contentSha256(), other.contentSha256());
            assertEquals("", Pact.diff(pact, other));
        });
    }

    @Test
    void our_hash_tells_apart_what_differs() {
        forAll(random -> {
            var pact = pact(random, "interactions", 1000);
            var json = pact.toJson();
            var interactions = json.withArray("interactions");
            ((ObjectNode) interactions.get(random.nextInt(interactions.size()))).put("changed", random.nextInt());
            assertNotEquals(pact.contentSha256(), Pact.of(json).contentSha256());
            assertNotEquals(pact.brokerSha(), Pact.of(json).brokerSha());
            assertNotEquals("", Pact.diff(pact, Pact.of(json)));
        });
    }

    @Test
    void merging_with_itself_changes_nothing() {
        forAll(random -> {
            var pact = pact(random, random.nextBoolean() ? "interactions" : "messages", 3);
            assertEquals(pact, PactMergeTest.merged(pact, pact));
            assertEquals(pact, PactMergeTest.merged(pact, pact.withInteractionIds()));
        });
    }

    @Test
    void merging_either_way_gives_the_same_content() {
        forAll(random -> {
            var array = random.nextBoolean() ? "interactions" : "messages";
            var a = pact(random, array, 1_000_000);
            var b = pact(random, array, 1_000_000);
            var ab = PactMergeTest.merged(a, b);
            assertEquals(ab.contentSha256(), PactMergeTest.merged(b, a).contentSha256());
            assertEquals(ab, PactMergeTest.merged(ab, b));
        });
    }

    private static void forAll(Consumer<Random> law) {
        for (long seed = 0; seed < 500; seed++) {
            try {
                law.accept(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static Pact pact(Random random, String array, int descriptions) {
        var json = NODES.objectNode();
        json.putObject("consumer").put("name", "A");
        json.putObject("provider").put("name", "B");
        var interactions = json.putArray(array);
        for (int i = random.nextInt(6); i >= 0; i--) {
            var interaction = interactions.addObject();
            interaction.put("description", "example " + random.nextInt(descriptions));
            if (random.nextBoolean()) {
                interaction.put("providerState", "state " + random.nextInt(2));
            }
            interaction.set("body", value(random, 3));
        }
        json.putObject("metadata").putObject("pactSpecification").put("version", "3.0.0");
        return Pact.of(json);
    }

    private static JsonNode value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 8)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt());
            case 3 -> NODES.numberNode(new BigInteger(200, random).add(BigInteger.ONE.shiftLeft(64)));
            case 4 -> DecimalNode.valueOf(new BigDecimal(new BigInteger(60, random), random.nextInt(1, 30)));
            case 5 -> NODES.textNode(NAMES.get(random.nextInt(NAMES.size())) + random.nextInt(3));
            case 6 -> {
                var array = NODES.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(value(random, depth - 1));
                }
                yield array;
            }
            default -> {
                var object = NODES.objectNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    object.set(NAMES.get(random.nextInt(NAMES.size())), value(random, depth - 1));
                }
                yield object;
            }
        };
    }

    private static JsonNode shuffledKeys(JsonNode node, Random random) {
        if (node.isObject()) {
            var names = new ArrayList<String>();
            node.fieldNames().forEachRemaining(names::add);
            Collections.shuffle(names, random);
            var result = NODES.objectNode();
            names.forEach(name -> result.set(name, shuffledKeys(node.get(name), random)));
            return result;
        }
        if (node.isArray()) {
            var result = NODES.arrayNode();
            node.forEach(element -> result.add(shuffledKeys(element, random)));
            return result;
        }
        return node;
    }

    private static ArrayNode shuffled(JsonNode array, Random random) {
        var elements = new ArrayList<JsonNode>();
        array.forEach(elements::add);
        Collections.shuffle(elements, random);
        return NODES.arrayNode().addAll(elements);
    }
}
