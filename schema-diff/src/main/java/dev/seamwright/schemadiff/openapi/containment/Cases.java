package dev.seamwright.schemadiff.openapi.containment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.seamwright.contracts.openapi.JsonValues;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.contracts.openapi.Schema.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntBinaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a schema demands of a value of one type, if it is to hold and if it is not to. */
final class Cases {
    private static final int MAX_EVALUATIONS = 64;
    private static final int MAX_DEPTH = 12;
    private static final int TYPES = Type.values().length;
    private static final long MAX_COUNT = 1L << 40;

    private final Terms terms;
    private final Reading reading;
    private final IntBinaryOperator disjoint;

    /**
     * What follows from a literal.
     *
     * @param facts what holds in every case
     * @param choices of each, one case holds; a case is facts that hold together
     */
    record Expansion(List<Fact> facts, List<List<List<Fact>>> choices) {}

    private final Map<Integer, Optional<Expansion>> holding = new HashMap<>();
    private final Map<Integer, Optional<List<List<Fact>>>> failing = new HashMap<>();

    /** @param disjoint of two literals 1 if they are known to exclude each other, else 0 */
    Cases(Terms terms, Reading reading, IntBinaryOperator disjoint) {
        this.terms = terms;
        this.reading = reading;
        this.disjoint = disjoint;
    }

    /** What the literal demands if it holds; {@code null} if it cannot hold for a value of that type. */
    @Nullable
    Expansion holding(int literal, Type type) {
        return switch (terms.of(literal)) {
            case Term.Described(var schema) -> holding(schema, type);
            case Term.Exactly(var value) ->
                typeOf(value) == type ? new Expansion(List.of(new Fact.OneOf(List.of(value))), List.of()) : null;
            case Term.Matching(var pattern) ->
                new Expansion(type == Type.STRING ? List.of(new Fact.Matching(pattern, true)) : List.of(), List.of());
            case Term.Named(var schema, var property, var names) -> {
                if (type != Type.OBJECT) {
                    yield null;
                }
                List<List<Fact>> choice = names.stream()
                        .map(name -> List.<Fact>of(member(property, name)))
                        .toList();
                var facts = new ArrayList<Fact>();
                facts.add(new Fact.Literal(terms.schema(schema)));
                if (choice.size() == 1) {
                    facts.addAll(choice.getFirst());
                }
                yield new Expansion(facts, choice.size() == 1 ? List.of() : List.of(choice));
            }
        };
    }

    private Fact member(String property, String name) {
        return new Fact.Member(property, terms.exactly(TextNode.valueOf(name)));
    }

    /** The cases in which the literal, which is a negation, is true; empty if it is true of every value of that type. */
    Optional<List<List<Fact>>> failing(int literal, Type type) {
        var key = literal * TYPES + type.ordinal();
        var known = failing.get(key);
        if (known == null) {
            known = cases(literal, type);
            failing.put(key, known);
        }
        return known;
    }

    private Optional<List<List<Fact>>> cases(int literal, Type type) {
        return switch (terms.of(literal)) {
            case Term.Described(var schema) -> failing(schema, type);
            case Term.Exactly(var value) ->
                typeOf(value) == type
                        ? Optional.of(List.of(List.of(new Fact.NoneOf(List.of(value)))))
                        : Optional.empty();
            case Term.Matching(var pattern) ->
                Optional.of(type == Type.STRING ? List.of(List.of(new Fact.Matching(pattern, false))) : List.of());
            case Term.Named(var schema, var property, var names) -> {
                if (type != Type.OBJECT) {
                    yield Optional.empty();
                }
                var cases = new ArrayList<List<Fact>>();
                cases.add(List.of(new Fact.Literal(Terms.not(terms.schema(schema)))));
                cases.add(List.of(new Fact.Absent(property)));
                var other = new ArrayList<Fact>();
                for (var name : names) {
                    other.add(new Fact.Member(property, Terms.not(terms.exactly(TextNode.valueOf(name)))));
                }
                cases.add(other);
                yield Optional.of(cases);
            }
        };
    }

    static Type typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL -> Type.NULL;
            case BOOLEAN -> Type.BOOLEAN;
            case NUMBER -> Type.NUMBER;
            case STRING -> Type.STRING;
            case ARRAY -> Type.ARRAY;
            default -> Type.OBJECT;
        };
    }

    static boolean mayBe(Set<Type> types, Type type) {
        return types.isEmpty() || types.contains(type) || type == Type.NUMBER && types.contains(Type.INTEGER);
    }

    private static boolean onlyIntegers(Schema schema, Type type) {
        return type == Type.NUMBER
                && schema.types().contains(Type.INTEGER)
                && !schema.types().contains(Type.NUMBER);
    }

    private static @Nullable List<JsonNode> values(Schema schema, Type type) {
        return schema.values() == null
                ? null
                : schema.values().stream()
                        .map(Node::toJson)
                        .filter(value -> typeOf(value) == type)
                        .toList();
    }

    private static String hidden(Schema.Opaque opaque) {
        return opaque.keyword() + " " + JsonValues.key(opaque.value().toJson());
    }

    private static long bounded(BigInteger count) {
        return count.min(BigInteger.valueOf(MAX_COUNT)).longValue();
    }

    private static @Nullable Long max(@Nullable BigInteger count) {
        return count == null ? null : bounded(count);
    }

    private static long min(@Nullable BigInteger count) {
        return count == null ? 0 : bounded(count);
    }

    private static Stream<BigInteger[]> counts(Schema schema, Type type) {
        return switch (type) {
            case STRING -> Stream.<BigInteger[]>of(new BigInteger[] {schema.minLength(), schema.maxLength()});
            case ARRAY -> Stream.<BigInteger[]>of(new BigInteger[] {schema.minItems(), schema.maxItems()});
            case OBJECT -> Stream.<BigInteger[]>of(new BigInteger[] {schema.minProperties(), schema.maxProperties()});
            default -> Stream.empty();
        };
    }

    // ---- what holds

    private @Nullable Expansion holding(Schema schema, Type type) {
        if (schema.always().isPresent()) {
            return schema.always().get() ? new Expansion(List.of(), List.of()) : null;
        }
        if (!mayBe(schema.types(), type)) {
            return null;
        }
        var facts = new ArrayList<Fact>();
        var choices = new ArrayList<List<List<Fact>>>();
        if (onlyIntegers(schema, type)) {
            facts.add(new Fact.Multiple(BigDecimal.ONE, true));
        }
        var values = values(schema, type);
        if (values != null) {
            facts.add(new Fact.OneOf(values));
        }
        schema.opaque().forEach(opaque -> facts.add(new Fact.Hidden(hidden(opaque), true)));
        counts(schema, type)
                .filter(count -> count[0] != null || count[1] != null)
                .forEach(count -> facts.add(new Fact.Count(min(count[0]), max(count[1]))));
        switch (type) {
            case NUMBER -> numberHolds(schema, facts);
            case STRING -> textHolds(schema, facts);
            case ARRAY -> arrayHolds(schema, facts, choices);
            case OBJECT -> objectHolds(schema, facts, choices);
            default -> {}
        }
        schema.reference().ifPresent(target -> facts.add(new Fact.Literal(terms.schema(target))));
        schema.allOf().forEach(part -> facts.add(new Fact.Literal(terms.schema(part))));
        if (!schema.anyOf().isEmpty()) {
            choices.add(terms.alternatives(schema, schema.anyOf()).stream()
                    .map(alternative -> List.<Fact>of(new Fact.Literal(alternative)))
                    .toList());
        }
        if (!schema.oneOf().isEmpty()) {
            choices.add(exactlyOne(terms.alternatives(schema, schema.oneOf())));
        }
        schema.not().ifPresent(not -> facts.add(new Fact.Literal(Terms.not(terms.schema(not)))));
        schema.condition().ifPresent(condition -> {
            var test = terms.schema(condition);
            choices.add(List.of(
                    List.of(
                            new Fact.Literal(test),
                            new Fact.Literal(schema.then().map(terms::schema).orElse(Terms.ANYTHING))),
                    List.of(
                            new Fact.Literal(Terms.not(test)),
                            new Fact.Literal(
                                    schema.otherwise().map(terms::schema).orElse(Terms.ANYTHING)))));
        });
        return new Expansion(facts, choices);
    }

    private List<List<Fact>> exactlyOne(List<Integer> alternatives) {
        var cases = new ArrayList<List<Fact>>();
        for (var i = 0; i < alternatives.size(); i++) {
            var facts = new ArrayList<Fact>();
            facts.add(new Fact.Literal(alternatives.get(i)));
            for (var j = 0; j < alternatives.size(); j++) {
                if (j != i && !disjoint(alternatives.get(i), alternatives.get(j))) {
                    facts.add(new Fact.Literal(Terms.not(alternatives.get(j))));
                }
            }
            cases.add(facts);
        }
        return cases;
    }

    private boolean disjoint(int a, int b) {
        return disjoint.applyAsInt(a, b) != 0;
    }

    private static void numberHolds(Schema schema, List<Fact> facts) {
        if (schema.minimum() != null) {
            facts.add(new Fact.AtLeast(schema.minimum(), false));
        }
        if (schema.exclusiveMinimum() != null) {
            facts.add(new Fact.AtLeast(schema.exclusiveMinimum(), true));
        }
        if (schema.maximum() != null) {
            facts.add(new Fact.AtMost(schema.maximum(), false));
        }
        if (schema.exclusiveMaximum() != null) {
            facts.add(new Fact.AtMost(schema.exclusiveMaximum(), true));
        }
        if (schema.multipleOf() != null) {
            facts.add(new Fact.Multiple(schema.multipleOf(), true));
        }
        Formats.number(schema.format()).ifPresent(range -> {
            facts.add(new Fact.AtLeast(range.min(), false));
            facts.add(new Fact.AtMost(range.max(), false));
            if (range.integral()) {
                facts.add(new Fact.Multiple(BigDecimal.ONE, true));
            }
        });
    }

    private static void textHolds(Schema schema, List<Fact> facts) {
        if (schema.pattern() != null) {
            facts.add(new Fact.Matching(schema.pattern(), true));
        }
        Formats.text(schema.format()).ifPresent(format -> facts.add(new Fact.OfFormat(format, true)));
    }

    private void arrayHolds(Schema schema, List<Fact> facts, List<List<List<Fact>>> choices) {
        if (!schema.prefixItems().isEmpty() || schema.items().isPresent()) {
            facts.add(new Fact.Items(
                    schema.prefixItems().stream().map(terms::schema).toList(),
                    schema.items().map(terms::schema).orElse(Terms.ANYTHING)));
        }
        schema.contains()
                .ifPresent(item -> facts.add(
                        new Fact.Containing(terms.schema(item), minContains(schema), max(schema.maxContains()))));
        if (schema.uniqueItems()) {
            facts.add(new Fact.Unique(true));
        }
        schema.unevaluatedItems().ifPresent(rest -> {
            var evaluations = evaluations(schema, true, MAX_DEPTH);
            if (evaluations == null || evaluations.stream().anyMatch(Evaluation::contains)) {
                facts.add(new Fact.Hidden("unevaluatedItems", true));
                return;
            }
            choices.add(evaluations.stream()
                    .map(evaluation -> with(
                            evaluation.facts(),
                            evaluation.allItems()
                                    ? null
                                    : new Fact.Items(
                                            Collections.nCopies(evaluation.prefix(), Terms.ANYTHING),
                                            terms.schema(rest))))
                    .toList());
        });
    }

    private static long minContains(Schema schema) {
        return schema.minContains() == null ? 1 : bounded(schema.minContains());
    }

    private void objectHolds(Schema schema, List<Fact> facts, List<List<List<Fact>>> choices) {
        reading.required(schema).forEach(name -> facts.add(new Fact.Member(name, Terms.ANYTHING)));
        if (!schema.properties().isEmpty()
                || !schema.patternProperties().isEmpty()
                || schema.additionalProperties().isPresent()) {
            facts.add(members(schema));
            schema.properties().forEach((name, property) -> {
                if (reading.otherSideOnly(property)) {
                    facts.add(new Fact.NotSent(name));
                }
            });
        }
        schema.propertyNames().ifPresent(names -> facts.add(new Fact.AllNames(terms.schema(names))));
        schema.dependentRequired().forEach((name, others) -> {
            var present = others.stream()
                    .<Fact>map(other -> new Fact.Member(other, Terms.ANYTHING))
                    .toList();
            choices.add(List.of(List.of(new Fact.Absent(name)), present));
        });
        schema.dependentSchemas()
                .forEach((name, other) -> choices.add(
                        List.of(List.of(new Fact.Absent(name)), List.of(new Fact.Literal(terms.schema(other))))));
        schema.discriminator()
                .filter(discriminator -> !discriminator.heirs().isEmpty())
                .ifPresent(discriminator -> {
                    var cases = new ArrayList<List<Fact>>();
                    var none = new ArrayList<Fact>();
                    discriminator.heirs().forEach((name, heir) -> {
                        var exactly = terms.exactly(TextNode.valueOf(name));
                        none.add(new Fact.Members(
                                Map.of(discriminator.property(), Terms.not(exactly)), Map.of(), Terms.ANYTHING, true));
                        cases.add(List.of(
                                new Fact.Member(discriminator.property(), exactly),
                                new Fact.Literal(terms.schema(heir))));
                    });
                    cases.add(none);
                    choices.add(cases);
                });
        schema.unevaluatedProperties().ifPresent(rest -> {
            var evaluations = evaluations(schema, true, MAX_DEPTH);
            if (evaluations == null) {
                facts.add(new Fact.Hidden("unevaluatedProperties", true));
                return;
            }
            choices.add(evaluations.stream()
                    .map(evaluation -> with(
                            evaluation.facts(),
                            evaluation.allMembers()
                                    ? null
                                    : new Fact.Members(
                                            anything(evaluation.names()),
                                            anything(evaluation.patterns()),
                                            terms.schema(rest),
                                            false)))
                    .toList());
        });
    }

    private static List<Fact> with(List<Fact> facts, @Nullable Fact more) {
        var all = new ArrayList<>(facts);
        if (more != null) {
            all.add(more);
        }
        return all;
    }

    private static Map<String, Integer> anything(Set<String> keys) {
        var map = new LinkedHashMap<String, Integer>();
        keys.forEach(key -> map.put(key, Terms.ANYTHING));
        return map;
    }

    private Fact.Members members(Schema schema) {
        var names = new LinkedHashMap<String, Integer>();
        // what only the other side writes is not looked at
        schema.properties()
                .forEach((name, property) ->
                        names.put(name, reading.otherSideOnly(property) ? Terms.ANYTHING : terms.schema(property)));
        var patterns = new LinkedHashMap<String, Integer>();
        schema.patternProperties().forEach((pattern, property) -> patterns.put(pattern, terms.schema(property)));
        return new Fact.Members(
                names,
                patterns,
                schema.additionalProperties().map(terms::schema).orElse(Terms.ANYTHING),
                schema.additionalProperties().isEmpty());
    }

    // ---- what fails

    private Optional<List<List<Fact>>> failing(Schema schema, Type type) {
        if (schema.always().isPresent()) {
            return schema.always().get() ? Optional.of(List.of()) : Optional.empty();
        }
        if (!mayBe(schema.types(), type)) {
            return Optional.empty();
        }
        var cases = new ArrayList<List<Fact>>();
        if (onlyIntegers(schema, type)) {
            cases.add(List.of(new Fact.Multiple(BigDecimal.ONE, false)));
        }
        var values = values(schema, type);
        if (values != null) {
            if (values.isEmpty()) {
                return Optional.empty();
            }
            cases.add(List.of(new Fact.NoneOf(values)));
        }
        counts(schema, type).forEach(count -> {
            if (min(count[0]) > 0) {
                cases.add(List.of(new Fact.Count(0, min(count[0]) - 1)));
            }
            if (count[1] != null) {
                cases.add(List.of(new Fact.Count(bounded(count[1]) + 1, null)));
            }
        });
        switch (type) {
            case NUMBER -> numberFails(schema, cases);
            case STRING -> textFails(schema, cases);
            case ARRAY -> arrayFails(schema, cases);
            case OBJECT -> objectFails(schema, cases);
            default -> {}
        }
        schema.reference().ifPresent(target -> cases.add(fails(terms.schema(target))));
        schema.allOf().forEach(part -> cases.add(fails(terms.schema(part))));
        if (!schema.anyOf().isEmpty()) {
            cases.add(allFail(terms.alternatives(schema, schema.anyOf())));
        }
        if (!schema.oneOf().isEmpty()) {
            notExactlyOne(terms.alternatives(schema, schema.oneOf()), cases);
        }
        schema.not().ifPresent(not -> cases.add(List.of(new Fact.Literal(terms.schema(not)))));
        schema.condition().ifPresent(condition -> {
            var test = terms.schema(condition);
            schema.then()
                    .ifPresent(then -> cases.add(
                            List.of(new Fact.Literal(test), new Fact.Literal(Terms.not(terms.schema(then))))));
            schema.otherwise()
                    .ifPresent(otherwise -> cases.add(List.of(
                            new Fact.Literal(Terms.not(test)), new Fact.Literal(Terms.not(terms.schema(otherwise))))));
        });
        schema.opaque().forEach(opaque -> cases.add(List.of(new Fact.Hidden(hidden(opaque), false))));
        return Optional.of(cases);
    }

    private static List<Fact> fails(int literal) {
        return List.of(new Fact.Literal(Terms.not(literal)));
    }

    private static List<Fact> allFail(List<Integer> alternatives) {
        return alternatives.stream()
                .<Fact>map(alternative -> new Fact.Literal(Terms.not(alternative)))
                .toList();
    }

    private void notExactlyOne(List<Integer> alternatives, List<List<Fact>> cases) {
        cases.add(allFail(alternatives));
        for (var i = 0; i < alternatives.size(); i++) {
            for (var j = i + 1; j < alternatives.size(); j++) {
                if (!disjoint(alternatives.get(i), alternatives.get(j))) {
                    cases.add(List.of(new Fact.Literal(alternatives.get(i)), new Fact.Literal(alternatives.get(j))));
                }
            }
        }
    }

    private static void numberFails(Schema schema, List<List<Fact>> cases) {
        var facts = new ArrayList<Fact>();
        numberHolds(schema, facts);
        for (var fact : facts) {
            cases.add(
                    switch (fact) {
                        case Fact.AtLeast(var bound, var exclusive) -> List.of(new Fact.AtMost(bound, !exclusive));
                        case Fact.AtMost(var bound, var exclusive) -> List.of(new Fact.AtLeast(bound, !exclusive));
                        case Fact.Multiple(var of, var holds) -> List.of(new Fact.Multiple(of, !holds));
                        default -> throw new IllegalStateException("not about numbers: " + fact);
                    });
        }
    }

    private static void textFails(Schema schema, List<List<Fact>> cases) {
        if (schema.pattern() != null) {
            cases.add(List.of(new Fact.Matching(schema.pattern(), false)));
        }
        Formats.text(schema.format()).ifPresent(format -> cases.add(List.of(new Fact.OfFormat(format, false))));
    }

    private void arrayFails(Schema schema, List<List<Fact>> cases) {
        for (var i = 0; i < schema.prefixItems().size(); i++) {
            var literal = terms.schema(schema.prefixItems().get(i));
            if (literal != Terms.ANYTHING) {
                cases.add(List.of(new Fact.ItemAt(i, Terms.not(literal))));
            }
        }
        schema.items()
                .map(terms::schema)
                .filter(literal -> literal != Terms.ANYTHING)
                .ifPresent(literal ->
                        cases.add(List.of(new Fact.ItemFrom(schema.prefixItems().size(), Terms.not(literal)))));
        schema.contains().ifPresent(item -> {
            var literal = terms.schema(item);
            if (minContains(schema) > 0) {
                cases.add(List.of(new Fact.Containing(literal, 0, minContains(schema) - 1)));
            }
            if (schema.maxContains() != null) {
                cases.add(List.of(new Fact.Containing(literal, bounded(schema.maxContains()) + 1, null)));
            }
        });
        if (schema.uniqueItems()) {
            cases.add(List.of(new Fact.Unique(false)));
        }
        schema.unevaluatedItems().ifPresent(rest -> {
            var evaluations = evaluations(schema, true, MAX_DEPTH);
            if (evaluations == null || evaluations.stream().anyMatch(Evaluation::contains)) {
                cases.add(List.of(new Fact.Hidden("unevaluatedItems", false)));
                return;
            }
            for (var evaluation : evaluations) {
                if (!evaluation.allItems()) {
                    cases.add(with(
                            evaluation.facts(), new Fact.ItemFrom(evaluation.prefix(), Terms.not(terms.schema(rest)))));
                }
            }
        });
    }

    private void objectFails(Schema schema, List<List<Fact>> cases) {
        reading.required(schema).forEach(name -> cases.add(List.of(new Fact.Absent(name))));
        var members = members(schema);
        members.names().forEach((name, literal) -> {
            if (literal != Terms.ANYTHING) {
                cases.add(List.of(new Fact.OtherThanDeclared(name, Terms.not(literal))));
            }
        });
        members.patterns().forEach((pattern, literal) -> {
            if (literal != Terms.ANYTHING) {
                cases.add(
                        List.of(new Fact.SomeMember(terms.matching(pattern), Set.of(), Set.of(), Terms.not(literal))));
            }
        });
        if (members.rest() != Terms.ANYTHING) {
            cases.add(List.of(new Fact.SomeMember(
                    Terms.ANYTHING, members.names().keySet(), members.patterns().keySet(), Terms.not(members.rest()))));
        }
        schema.propertyNames()
                .ifPresent(names -> cases.add(List.of(
                        new Fact.SomeMember(Terms.not(terms.schema(names)), Set.of(), Set.of(), Terms.ANYTHING))));
        schema.dependentRequired()
                .forEach((name, others) -> others.forEach(
                        other -> cases.add(List.of(new Fact.Member(name, Terms.ANYTHING), new Fact.Absent(other)))));
        schema.dependentSchemas()
                .forEach((name, other) -> cases.add(List.of(
                        new Fact.Member(name, Terms.ANYTHING), new Fact.Literal(Terms.not(terms.schema(other))))));
        schema.discriminator()
                .ifPresent(discriminator -> discriminator
                        .heirs()
                        .forEach((name, heir) -> cases.add(List.of(
                                member(discriminator.property(), name),
                                new Fact.Literal(Terms.not(terms.schema(heir)))))));
        schema.unevaluatedProperties().ifPresent(rest -> {
            var evaluations = evaluations(schema, true, MAX_DEPTH);
            if (evaluations == null) {
                cases.add(List.of(new Fact.Hidden("unevaluatedProperties", false)));
                return;
            }
            for (var evaluation : evaluations) {
                if (!evaluation.allMembers()) {
                    cases.add(with(
                            evaluation.facts(),
                            new Fact.SomeMember(
                                    Terms.ANYTHING,
                                    evaluation.names(),
                                    evaluation.patterns(),
                                    Terms.not(terms.schema(rest)))));
                }
            }
        });
    }

    // ---- what is evaluated (JSON Schema 2020-12, core, 11)

    /**
     * What a schema has looked at when it holds, in one of the ways in which it can.
     *
     * @param facts when it is this way
     */
    private record Evaluation(
            List<Fact> facts,
            Set<String> names,
            Set<String> patterns,
            boolean allMembers,
            int prefix,
            boolean allItems,
            boolean contains) {
        static final Evaluation NOTHING = new Evaluation(List.of(), Set.of(), Set.of(), false, 0, false, false);

        Evaluation when(List<Fact> more) {
            var all = new ArrayList<>(facts);
            all.addAll(more);
            return new Evaluation(all, names, patterns, allMembers, prefix, allItems, contains);
        }

        Evaluation and(Evaluation other) {
            var bothNames = new LinkedHashSet<>(names);
            bothNames.addAll(other.names);
            var bothPatterns = new LinkedHashSet<>(patterns);
            bothPatterns.addAll(other.patterns);
            return new Evaluation(
                            facts,
                            bothNames,
                            bothPatterns,
                            allMembers || other.allMembers,
                            Math.max(prefix, other.prefix),
                            allItems || other.allItems,
                            contains || other.contains)
                    .when(other.facts);
        }

        boolean isNothing() {
            return names.isEmpty() && patterns.isEmpty() && !allMembers && prefix == 0 && !allItems && !contains;
        }
    }

    /** The ways; null if there are too many. */
    private @Nullable List<Evaluation> evaluations(Schema schema, boolean outermost, int depth) {
        if (depth == 0) {
            return null;
        }
        var own = new Evaluation(
                List.of(),
                schema.properties().keySet(),
                schema.patternProperties().keySet(),
                schema.additionalProperties().isPresent()
                        || !outermost && schema.unevaluatedProperties().isPresent(),
                schema.prefixItems().size(),
                schema.items().isPresent()
                        || !outermost && schema.unevaluatedItems().isPresent(),
                schema.contains().isPresent());
        @Nullable List<Evaluation> ways = List.of(own);
        if (schema.reference().isPresent()) {
            ways = combined(ways, evaluations(schema.reference().get(), false, depth - 1));
        }
        for (var part : schema.allOf()) {
            ways = combined(ways, evaluations(part, false, depth - 1));
        }
        for (var alternative : schema.anyOf()) {
            ways = combined(ways, whether(alternative, depth));
        }
        if (!schema.oneOf().isEmpty()) {
            var all = new ArrayList<Evaluation>();
            for (var alternative : schema.oneOf()) {
                var inner = evaluations(alternative, false, depth - 1);
                if (inner == null) {
                    return null;
                }
                inner.forEach(way -> all.add(way.when(List.of(new Fact.Literal(terms.schema(alternative))))));
            }
            ways = combined(ways, all.stream().allMatch(Evaluation::isNothing) ? List.of(Evaluation.NOTHING) : all);
        }
        if (schema.condition().isPresent()) {
            ways = combined(ways, conditional(schema, schema.condition().get(), depth));
        }
        for (var dependent : schema.dependentSchemas().entrySet()) {
            var inner = evaluations(dependent.getValue(), false, depth - 1);
            if (inner == null) {
                return null;
            }
            var all = new ArrayList<Evaluation>();
            all.add(Evaluation.NOTHING.when(List.of(new Fact.Absent(dependent.getKey()))));
            inner.forEach(way -> all.add(way.when(List.of(new Fact.Member(dependent.getKey(), Terms.ANYTHING)))));
            ways = combined(ways, all);
        }
        return ways;
    }

    private @Nullable List<Evaluation> whether(Schema schema, int depth) {
        var inner = evaluations(schema, false, depth - 1);
        if (inner == null) {
            return null;
        }
        if (inner.stream().allMatch(Evaluation::isNothing)) {
            return List.of(Evaluation.NOTHING);
        }
        var literal = terms.schema(schema);
        var all = new ArrayList<Evaluation>();
        inner.forEach(way -> all.add(way.when(List.of(new Fact.Literal(literal)))));
        all.add(Evaluation.NOTHING.when(fails(literal)));
        return all;
    }

    private @Nullable List<Evaluation> conditional(Schema schema, Schema condition, int depth) {
        var test = terms.schema(condition);
        var whenTrue = combined(
                evaluations(condition, false, depth - 1),
                schema.then().isPresent()
                        ? evaluations(schema.then().get(), false, depth - 1)
                        : List.of(Evaluation.NOTHING));
        var whenFalse = schema.otherwise().isPresent()
                ? evaluations(schema.otherwise().get(), false, depth - 1)
                : List.of(Evaluation.NOTHING);
        if (whenTrue == null || whenFalse == null) {
            return null;
        }
        var all = new ArrayList<Evaluation>();
        whenTrue.forEach(way -> all.add(way.when(List.of(new Fact.Literal(test)))));
        whenFalse.forEach(way -> all.add(way.when(fails(test))));
        return all;
    }

    private static @Nullable List<Evaluation> combined(@Nullable List<Evaluation> a, @Nullable List<Evaluation> b) {
        if (a == null || b == null || a.size() * b.size() > MAX_EVALUATIONS) {
            return null;
        }
        var all = new ArrayList<Evaluation>();
        for (var left : a) {
            for (var right : b) {
                all.add(left.and(right));
            }
        }
        return all;
    }
}
