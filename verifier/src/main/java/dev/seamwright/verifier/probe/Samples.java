package dev.seamwright.verifier.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.openapi.JsonValues;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.openapi.containment.Budget;
import dev.seamwright.schemadiff.openapi.containment.Containment;
import dev.seamwright.schemadiff.openapi.containment.Overlap;
import dev.seamwright.schemadiff.openapi.containment.Undeclared;
import dev.seamwright.schemadiff.openapi.containment.Validator;
import dev.seamwright.verifier.comparison.WireCheck;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Values of schemas, and values that are none. The search for values of schemas finds the first ones, and what is changed about them makes the
 * others. What each of them is, is said by a validator that shares nothing with either; what it cannot say is left out.
 */
final class Samples {
    private static final Budget BUDGET = new Budget(500_000, 2_000_000, 50_000, 50_000);

    private final Containment containment = new Containment(BUDGET, Undeclared.ANYTHING);
    private final Validator validator = new Validator(Direction.REQUEST);
    private final Random random;

    Samples(Random random) {
        this.random = random;
    }

    /**
     * Plain values first, then what is at the boundary, then what is wrong; each value once. Without a plain value there are no others.
     *
     * @param examples of people; those that the schema does not allow are left out
     */
    List<Sample> of(Schema schema, List<JsonNode> examples) {
        var bases = bases(schema, examples);
        var samples = new ArrayList<Sample>();
        bases.forEach(base -> samples.add(new Sample(base, Sample.Kind.VALID, "")));
        if (bases.isEmpty()) {
            return List.of();
        }
        var seen = new HashSet<String>();
        bases.forEach(base -> seen.add(JsonValues.key(base)));
        var allowed = new ArrayList<Sample>();
        var refused = new ArrayList<Sample>();
        for (var candidate : new Variations(containment, validator, random).of(schema, bases.getFirst())) {
            if (!seen.add(JsonValues.key(candidate.value()))) {
                continue;
            }
            validator.allows(schema, candidate.value()).ifPresent(isAllowed -> {
                if (isAllowed) {
                    allowed.add(new Sample(candidate.value(), Sample.Kind.BOUNDARY, candidate.what()));
                } else {
                    refused.add(new Sample(candidate.value(), Sample.Kind.WRONG, candidate.what()));
                }
            });
        }
        samples.addAll(allowed);
        samples.addAll(refused);
        return samples;
    }

    /** Values of the schema: examples, one with all members that it names, and the smallest one that is found. */
    private List<JsonNode> bases(Schema schema, List<JsonNode> examples) {
        var bases = new ArrayList<JsonNode>();
        examples.forEach(example -> add(bases, schema, example));
        var names = WireCheck.names(schema);
        if (!names.isEmpty()) {
            var all = JsonNodeFactory.instance.objectNode();
            names.forEach(all.putArray("required")::add);
            value(schema, all).ifPresent(value -> add(bases, schema, value));
        }
        if (bases.isEmpty()) {
            var long3 =
                    JsonNodeFactory.instance.objectNode().put("minLength", 3).put("maxLength", 40);
            value(schema, long3).ifPresent(value -> add(bases, schema, value));
        }
        value(schema, JsonNodeFactory.instance.objectNode()).ifPresent(value -> add(bases, schema, value));
        return bases;
    }

    /** A value of the schema that is of another one, too. */
    Optional<JsonNode> value(Schema schema, ObjectNode also) {
        var wanted = also.isEmpty() ? List.of(schema) : List.of(schema, Schema.of(also));
        return containment.overlap(wanted, Direction.REQUEST) instanceof Overlap.Common(var value)
                ? Optional.of(value)
                : Optional.empty();
    }

    private void add(List<JsonNode> bases, Schema schema, JsonNode value) {
        if (bases.stream().noneMatch(known -> JsonValues.equal(known, value))
                && validator.allows(schema, value).orElse(false)) {
            bases.add(value);
        }
    }
}
