package dev.seamwright.schemadiff.openapi.containment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.seamwright.contracts.openapi.JsonValues;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a value is in a set, for the values that the search makes; answers to others come from a validator that is not ours. */
final class Evaluator {
    private static final int MAX_DEPTH = 2_000;

    private final Terms terms;
    private final Reading reading;
    private final Meter meter;
    private final IdentityHashMap<Schema, Set<String>> keys = new IdentityHashMap<>();
    private int depth;

    Evaluator(Terms terms, Reading reading, Meter meter) {
        this.terms = terms;
        this.reading = reading;
        this.meter = meter;
    }

    private boolean isAmong(Schema schema, List<Node> values, JsonNode value) {
        return keys.computeIfAbsent(
                        schema,
                        any -> values.stream()
                                .map(one -> JsonValues.key(one.toJson()))
                                .collect(Collectors.toSet()))
                .contains(JsonValues.key(value));
    }

    /** Whether a literal is true of a value. */
    Truth holds(int literal, JsonNode value) {
        if (literal <= Terms.NOTHING) {
            return Truth.of(literal == Terms.ANYTHING);
        }
        var truth = switch (terms.of(literal)) {
            case Term.Described(var schema) -> allows(schema, value);
            case Term.Exactly(var only) -> Truth.of(JsonValues.equal(only, value));
            case Term.Matching(var pattern) -> value.isTextual() ? matches(pattern, value.textValue()) : Truth.TRUE;
            case Term.Named(var schema, var property, var names) ->
                Truth.of(names.contains(value.path(property).asText(""))
                                && value.path(property).isTextual())
                        .and(allows(schema, value));
        };
        return Terms.holds(literal) ? truth : truth.negated();
    }

    Truth allows(Schema schema, JsonNode value) {
        return new Run(value).allows(schema);
    }

    private Truth matches(String pattern, String text) {
        return reading.language(pattern)
                .map(language -> Truth.of(language.contains(text)))
                .orElse(Truth.UNKNOWN);
    }

    static boolean is(Set<Schema.Type> types, JsonNode value) {
        return types.isEmpty()
                || switch (value.getNodeType()) {
                    case NULL -> types.contains(Schema.Type.NULL);
                    case BOOLEAN -> types.contains(Schema.Type.BOOLEAN);
                    case STRING -> types.contains(Schema.Type.STRING);
                    case ARRAY -> types.contains(Schema.Type.ARRAY);
                    case OBJECT -> types.contains(Schema.Type.OBJECT);
                    case NUMBER ->
                        types.contains(Schema.Type.NUMBER)
                                || (types.contains(Schema.Type.INTEGER) && isInteger(value.decimalValue()));
                    default -> false;
                };
    }

    static boolean isInteger(BigDecimal number) {
        return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    }

    static boolean isMultiple(BigDecimal number, BigDecimal of) {
        return number.remainder(of).signum() == 0;
    }

    /** All that applies to one value; a schema that leads back to itself on it says nothing more. */
    private final class Run {
        private final JsonNode value;
        private final Set<Schema> running = new HashSet<>();

        Run(JsonNode value) {
            this.value = value;
        }

        Truth allows(Schema schema) {
            if (schema.always().isPresent()) {
                return Truth.of(schema.always().get());
            }
            if (!running.add(schema)) {
                return Truth.TRUE;
            }
            depth++;
            try {
                if (depth > MAX_DEPTH || meter.look() != null) {
                    return Truth.UNKNOWN;
                }
                return own(schema).and(composed(schema)).and(schema.opaque().isEmpty() ? Truth.TRUE : Truth.UNKNOWN);
            } finally {
                depth--;
                running.remove(schema);
            }
        }

        private Truth own(Schema schema) {
            if (!is(schema.types(), value)) {
                return Truth.FALSE;
            }
            var values = schema.values();
            if (values != null && !isAmong(schema, values, value)) {
                return Truth.FALSE;
            }
            return switch (value.getNodeType()) {
                case NUMBER -> number(schema, value.decimalValue());
                case STRING -> text(schema, value.textValue());
                case ARRAY -> array(schema);
                case OBJECT -> object(schema);
                default -> Truth.TRUE;
            };
        }

        private Truth composed(Schema schema) {
            var truth = schema.reference().map(this::allows).orElse(Truth.TRUE);
            for (var part : schema.allOf()) {
                truth = truth.and(allows(part));
            }
            if (!schema.anyOf().isEmpty() && truth != Truth.FALSE) {
                truth = truth.and(count(terms.alternatives(schema, schema.anyOf()), 1, Integer.MAX_VALUE));
            }
            if (!schema.oneOf().isEmpty() && truth != Truth.FALSE) {
                truth = truth.and(count(terms.alternatives(schema, schema.oneOf()), 1, 1));
            }
            if (schema.not().isPresent()) {
                truth = truth.and(allows(schema.not().get()).negated());
            }
            if (schema.condition().isPresent()) {
                truth = truth.and(
                        switch (allows(schema.condition().get())) {
                            case TRUE -> schema.then().map(this::allows).orElse(Truth.TRUE);
                            case FALSE -> schema.otherwise().map(this::allows).orElse(Truth.TRUE);
                            case UNKNOWN -> Truth.UNKNOWN;
                        });
            }
            if (schema.discriminator().isPresent() && value.isObject()) {
                var name = value.path(schema.discriminator().get().property());
                var heir =
                        name.isTextual() ? schema.discriminator().get().heirs().get(name.textValue()) : null;
                if (heir != null) {
                    truth = truth.and(allows(heir));
                }
            }
            return truth;
        }

        private Truth count(List<Integer> alternatives, int min, int max) {
            var sure = 0;
            var possible = 0;
            for (var alternative : alternatives) {
                switch (inPlace(alternative)) {
                    case TRUE -> {
                        sure++;
                        possible++;
                    }
                    case UNKNOWN -> possible++;
                    case FALSE -> {}
                }
            }
            if (possible < min || sure > max) {
                return Truth.FALSE;
            }
            return sure >= min && possible <= max ? Truth.TRUE : Truth.UNKNOWN;
        }

        private Truth inPlace(int literal) {
            if (literal > Terms.NOTHING && terms.of(literal) instanceof Term.Described(var schema)) {
                return allows(schema);
            }
            if (literal > Terms.NOTHING
                    && terms.of(literal) instanceof Term.Named(var schema, var property, var names)) {
                var name = value.path(property);
                return name.isTextual() && names.contains(name.textValue()) ? allows(schema) : Truth.FALSE;
            }
            return holds(literal, value);
        }

        private static Truth number(Schema schema, BigDecimal number) {
            var range = Formats.number(schema.format()).orElse(null);
            return Truth.of((schema.minimum() == null || number.compareTo(schema.minimum()) >= 0)
                    && (schema.maximum() == null || number.compareTo(schema.maximum()) <= 0)
                    && (schema.exclusiveMinimum() == null || number.compareTo(schema.exclusiveMinimum()) > 0)
                    && (schema.exclusiveMaximum() == null || number.compareTo(schema.exclusiveMaximum()) < 0)
                    && (schema.multipleOf() == null || isMultiple(number, schema.multipleOf()))
                    && (range == null
                            || (number.compareTo(range.min()) >= 0
                                    && number.compareTo(range.max()) <= 0
                                    && (!range.integral() || isInteger(number)))));
        }

        private Truth text(Schema schema, String text) {
            var truth = within(text.codePointCount(0, text.length()), schema.minLength(), schema.maxLength());
            if (schema.pattern() != null) {
                truth = truth.and(matches(schema.pattern(), text));
            }
            var format = Formats.text(schema.format());
            return format.isPresent() ? truth.and(Formats.check(format.get(), text)) : truth;
        }

        private static Truth within(long count, @Nullable BigInteger min, @Nullable BigInteger max) {
            var exact = BigInteger.valueOf(count);
            return Truth.of((min == null || exact.compareTo(min) >= 0) && (max == null || exact.compareTo(max) <= 0));
        }

        private Truth array(Schema schema) {
            var truth = within(value.size(), schema.minItems(), schema.maxItems());
            for (var i = 0; i < value.size() && truth != Truth.FALSE; i++) {
                if (i < schema.prefixItems().size()) {
                    truth = truth.and(Evaluator.this.allows(schema.prefixItems().get(i), value.get(i)));
                } else if (schema.items().isPresent()) {
                    truth = truth.and(Evaluator.this.allows(schema.items().get(), value.get(i)));
                }
            }
            if (schema.uniqueItems()) {
                var keys = new HashSet<String>();
                for (var item : value) {
                    truth = truth.and(Truth.of(keys.add(JsonValues.key(item))));
                }
            }
            if (schema.contains().isPresent()) {
                var sure = 0;
                var possible = 0;
                for (var item : value) {
                    var fits = Evaluator.this.allows(schema.contains().get(), item);
                    sure += fits == Truth.TRUE ? 1 : 0;
                    possible += fits == Truth.FALSE ? 0 : 1;
                }
                var min = Objects.requireNonNullElse(schema.minContains(), BigInteger.ONE);
                if (within(possible, min, null) == Truth.FALSE
                        || within(sure, null, schema.maxContains()) == Truth.FALSE) {
                    return Truth.FALSE;
                }
                truth = truth.and(sure == possible ? Truth.TRUE : Truth.UNKNOWN);
            }
            return schema.unevaluatedItems().isPresent() ? truth.and(Truth.UNKNOWN) : truth;
        }

        private Truth object(Schema schema) {
            var truth = within(value.size(), schema.minProperties(), schema.maxProperties());
            for (var name : reading.required(schema)) {
                truth = truth.and(Truth.of(value.has(name)));
            }
            for (var member : value.properties()) {
                if (truth == Truth.FALSE) {
                    return truth;
                }
                truth = truth.and(member(schema, member.getKey(), member.getValue()));
            }
            for (var dependent : schema.dependentRequired().entrySet()) {
                if (value.has(dependent.getKey())) {
                    truth = truth.and(Truth.of(dependent.getValue().stream().allMatch(value::has)));
                }
            }
            for (var dependent : schema.dependentSchemas().entrySet()) {
                if (value.has(dependent.getKey())) {
                    truth = truth.and(allows(dependent.getValue()));
                }
            }
            if (schema.unevaluatedProperties().isPresent() && truth != Truth.FALSE) {
                truth = truth.and(Truth.UNKNOWN);
            }
            return truth;
        }

        private Truth member(Schema schema, String name, JsonNode member) {
            var truth = Truth.TRUE;
            var own = schema.properties().get(name);
            var described = own != null;
            if (own != null && !reading.otherSideOnly(own)) {
                truth = Evaluator.this.allows(own, member);
            }
            for (var pattern : schema.patternProperties().entrySet()) {
                switch (matches(pattern.getKey(), name)) {
                    case TRUE -> {
                        described = true;
                        truth = truth.and(Evaluator.this.allows(pattern.getValue(), member));
                    }
                    case UNKNOWN -> {
                        return truth.and(Truth.UNKNOWN);
                    }
                    case FALSE -> {}
                }
            }
            if (!described && schema.additionalProperties().isPresent()) {
                truth = truth.and(
                        Evaluator.this.allows(schema.additionalProperties().get(), member));
            }
            return schema.propertyNames().isPresent()
                    ? truth.and(Evaluator.this.allows(schema.propertyNames().get(), TextNode.valueOf(name)))
                    : truth;
        }
    }
}
