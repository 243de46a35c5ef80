package dev.seamwright.verifier.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.seamwright.contracts.openapi.JsonValues;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.contracts.openapi.Schema.Discriminator;
import dev.seamwright.verifier.comparison.Misfit.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Whether one example fits a schema, and where not. What is not understood is taken to fit, and told. */
final class Fit {
    private static final int MAX_DEPTH = 300;
    private static final long MAX_STEPS = 500_000;
    private static final long MAX_COPIES = 5_000_000;

    /** How an example is meant. */
    enum Reading {
        /** The whole of what is sent. */
        REQUEST,
        /** The part of an answer that the consumer needs: more may come with it, and only what is documented is promised. */
        RESPONSE,
        /** The whole of what is sent, where all scalars are texts. */
        WIRE
    }

    /**
     * A part of the example, and the schema of the document for it.
     *
     * @param names the members that the schema has a word for
     * @param describes whether it says anything about which members there are
     */
    record Visit(List<Step> steps, Schema schema, JsonNode value, Set<String> names, boolean describes) {}

    /**
     * What came out.
     *
     * @param visits the places that were looked at, each with the schema that the document has for it
     * @param unknown what was not understood
     * @param exhausted whether there was too much to look at: then nothing else is to be asked about the schema either
     */
    record Result(List<Misfit> misfits, List<Visit> visits, List<String> unknown, boolean exhausted) {
        boolean fits() {
            return misfits.isEmpty();
        }
    }

    /** What a schema finds at one value. */
    private static final class Found {
        final List<Misfit> misfits = new ArrayList<>();
        final List<Visit> visits = new ArrayList<>();
        final Set<String> names = new HashSet<>();
        int items;
        /** Whether anything is said about which members there are. */
        boolean describes;
    }

    private final Reading reading;
    private final List<String> unknown = new ArrayList<>();
    private final IdentityHashMap<JsonNode, Map<Schema, Found>> known = new IdentityHashMap<>();
    private int depth;
    private long steps;
    private long copies;

    private Fit(Reading reading) {
        this.reading = reading;
    }

    static Result check(Schema schema, JsonNode value, Reading reading) {
        var fit = new Fit(reading);
        Found found;
        try {
            found = fit.whole(schema, value, List.of());
        } catch (StackOverflowError e) {
            // threads with a small stack hold fewer levels than are looked at
            return new Result(List.of(), List.of(), List.of("schemas nest too deeply in one another"), true);
        }
        found.misfits.addAll(fit.unnamed(found.visits));
        return new Result(
                found.misfits,
                found.visits,
                fit.unknown.stream().distinct().toList(),
                fit.steps > MAX_STEPS || fit.copies > MAX_COPIES);
    }

    /** All that is said about the value at a place. It is found once, however often schemas lead to it. */
    private Found whole(Schema schema, JsonNode value, List<Step> place) {
        var found = known.getOrDefault(value, Map.of()).get(schema);
        if (found == null) {
            found = in(schema, value, place, Set.of());
            found.visits.add(new Visit(place, schema, value, Set.copyOf(found.names), found.describes));
            if (value.isContainerNode()) { // scalars may be one object at many places
                known.computeIfAbsent(value, any -> new IdentityHashMap<>()).put(schema, found);
            }
        }
        return found;
    }

    /** The members that no schema has a word for; several schemas may meet at a place. */
    private List<Misfit> unnamed(List<Visit> visits) {
        if (reading != Reading.RESPONSE) {
            return List.of();
        }
        var places = new LinkedHashMap<String, List<Visit>>();
        for (var visit : visits) {
            if (visit.value().isObject()) {
                places.computeIfAbsent(pointer(visit.steps()), any -> new ArrayList<>())
                        .add(visit);
            }
        }
        var unnamed = new ArrayList<Misfit>();
        places.forEach((pointer, met) -> {
            if (met.stream().noneMatch(Visit::describes)) {
                return;
            }
            met.getFirst().value().fieldNames().forEachRemaining(name -> {
                if (met.stream().noneMatch(visit -> visit.names().contains(name))) {
                    unnamed.add(new Misfit(
                            Kind.UNDOCUMENTED,
                            pointer + "/" + escaped(name),
                            says(met.getLast().schema()),
                            "is not named by the document"));
                }
            });
        });
        return unnamed;
    }

    private static Node says(Schema schema) {
        var at = schema;
        for (var hops = 0; hops < 20 && at.reference().isPresent(); hops++) {
            at = at.reference().get();
        }
        return at.node();
    }

    /** @param alone schemas with a discriminator whose heirs are not looked at: an heir is what is being looked at */
    private Found in(Schema schema, JsonNode value, List<Step> place, Set<Schema> alone) {
        var found = new Found();
        steps++;
        if (++depth > MAX_DEPTH) {
            unknown.add("%s leads to itself".formatted(schema.node().place()));
        } else if (steps > MAX_STEPS) {
            unknown.add("there are too many ways to read it");
        } else {
            look(schema, value, place, alone, found);
        }
        depth--;
        return found;
    }

    private void look(Schema schema, JsonNode value, List<Step> place, Set<Schema> alone, Found found) {
        if (schema.always().isPresent()) {
            if (!schema.always().get()) {
                refuse(found, place, schema.node(), "%s is not allowed here".formatted(shown(value)));
            }
            return;
        }
        for (var opaque : schema.opaque()) {
            unknown.add("%s at %s".formatted(opaque.keyword(), opaque.value().place()));
        }
        schema.reference().ifPresent(target -> add(in(target, value, place, alone), found));
        var typed = typed(schema, value, place, found);
        if (typed == null) {
            return;
        }
        values(schema, typed, place, found);
        switch (typed.getNodeType()) {
            case STRING -> text(schema, typed.textValue(), place, found);
            case NUMBER -> number(schema, typed.decimalValue(), place, found);
            case ARRAY -> array(schema, typed, place, found);
            case OBJECT -> object(schema, typed, place, found);
            default -> {
                // nothing more is said of true, false and null
            }
        }
        composition(schema, value, place, alone, found);
        closed(schema, typed, place, found);
    }

    /** The value as the types of the schema have it; null if none of them does. */
    private @Nullable JsonNode typed(Schema schema, JsonNode value, List<Step> place, Found found) {
        var types = schema.types();
        if (types.isEmpty()) {
            return reading == Reading.WIRE ? Wire.meant(schema, value) : value;
        }
        if (types.contains(Schema.Type.OBJECT) && value.isObject()) {
            found.describes = true;
        }
        var fitting = reading == Reading.WIRE ? Wire.typed(types, value) : value;
        if (fitting != null && types.stream().anyMatch(type -> is(type, fitting))) {
            return fitting;
        }
        var words = types.stream().map(Schema.Type::word).sorted().toList();
        refuse(
                found,
                place,
                schema.node().get("type").orElse(schema.node()),
                "%s is no %s".formatted(shown(value), String.join(" or ", words)));
        return null;
    }

    private static boolean is(Schema.Type type, JsonNode value) {
        return switch (type) {
            case NULL -> value.isNull();
            case BOOLEAN -> value.isBoolean();
            case INTEGER ->
                value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
            case NUMBER -> value.isNumber();
            case STRING -> value.isTextual();
            case ARRAY -> value.isArray();
            case OBJECT -> value.isObject();
        };
    }

    private void values(Schema schema, JsonNode value, List<Step> place, Found found) {
        var values = schema.values();
        if (values == null) {
            return;
        }
        var allowed = values.stream()
                .map(Node::toJson)
                .anyMatch(one -> JsonValues.equal(one, value)
                        || (reading == Reading.WIRE
                                && one.isValueNode()
                                && one.asText().equals(value.asText())));
        if (!allowed) {
            var few = values.stream()
                    .limit(10)
                    .map(one -> one.toJson().toString())
                    .toList();
            refuse(
                    found,
                    place,
                    schema.node()
                            .get("enum")
                            .or(() -> schema.node().get("const"))
                            .orElse(schema.node()),
                    "%s is none of %s%s"
                            .formatted(
                                    shown(value),
                                    String.join(", ", few),
                                    values.size() > few.size() ? " and %d more".formatted(values.size() - 10) : ""));
        }
    }

    private void text(Schema schema, String text, List<Step> place, Found found) {
        var length = BigInteger.valueOf(text.codePointCount(0, text.length()));
        if (schema.minLength() != null && length.compareTo(schema.minLength()) < 0) {
            refuse(
                    found,
                    place,
                    keyword(schema, "minLength"),
                    "%s has %d characters, less than %d".formatted(shown(text), length, schema.minLength()));
        }
        if (schema.maxLength() != null && length.compareTo(schema.maxLength()) > 0) {
            refuse(
                    found,
                    place,
                    keyword(schema, "maxLength"),
                    "%s has %d characters, more than %d".formatted(shown(text), length, schema.maxLength()));
        }
        if (schema.pattern() != null) {
            var matches = Texts.matches(schema.pattern(), text);
            if (matches.isEmpty()) {
                unknown.add("the pattern %s".formatted(schema.pattern()));
            } else if (!matches.get()) {
                refuse(
                        found,
                        place,
                        keyword(schema, "pattern"),
                        "%s does not match %s".formatted(shown(text), schema.pattern()));
            }
        }
        if (schema.format() != null && !Texts.hasFormat(schema.format(), text)) {
            refuse(found, place, keyword(schema, "format"), "%s is no %s".formatted(shown(text), schema.format()));
        }
    }

    private static void number(Schema schema, BigDecimal number, List<Step> place, Found found) {
        bound(schema, "minimum", schema.minimum(), number, place, found, order -> order < 0, "less than");
        bound(schema, "maximum", schema.maximum(), number, place, found, order -> order > 0, "more than");
        bound(
                schema,
                "exclusiveMinimum",
                schema.exclusiveMinimum(),
                number,
                place,
                found,
                order -> order <= 0,
                "not more than");
        bound(
                schema,
                "exclusiveMaximum",
                schema.exclusiveMaximum(),
                number,
                place,
                found,
                order -> order >= 0,
                "not less than");
        if (schema.multipleOf() != null && number.remainder(schema.multipleOf()).signum() != 0) {
            refuse(
                    found,
                    place,
                    keyword(schema, "multipleOf"),
                    "%s is no multiple of %s".formatted(number, schema.multipleOf()));
        }
        if (schema.format() != null && !Texts.inRange(schema.format(), number)) {
            refuse(found, place, keyword(schema, "format"), "%s is no %s".formatted(number, schema.format()));
        }
    }

    private static void bound(
            Schema schema,
            String keyword,
            @Nullable BigDecimal bound,
            BigDecimal number,
            List<Step> place,
            Found found,
            IntPredicate beyond,
            String words) {
        if (bound != null && beyond.test(number.compareTo(bound))) {
            refuse(found, place, keyword(schema, keyword), "%s is %s %s".formatted(number, words, bound));
        }
    }

    private void array(Schema schema, JsonNode array, List<Step> place, Found found) {
        var size = BigInteger.valueOf(array.size());
        if (schema.minItems() != null && size.compareTo(schema.minItems()) < 0) {
            refuse(
                    found,
                    place,
                    keyword(schema, "minItems"),
                    "has %d items, less than %d".formatted(size, schema.minItems()));
        }
        if (schema.maxItems() != null && size.compareTo(schema.maxItems()) > 0) {
            refuse(
                    found,
                    place,
                    keyword(schema, "maxItems"),
                    "has %d items, more than %d".formatted(size, schema.maxItems()));
        }
        if (schema.uniqueItems()) {
            var keys = new HashSet<String>();
            for (var item : array) {
                if (!keys.add(JsonValues.key(item))) {
                    refuse(found, place, keyword(schema, "uniqueItems"), "has %s twice".formatted(shown(item)));
                    break;
                }
            }
        }
        for (var i = 0; i < array.size(); i++) {
            var item = i < schema.prefixItems().size()
                    ? Optional.of(schema.prefixItems().get(i))
                    : schema.items();
            if (item.isPresent()) {
                child(whole(item.get(), array.get(i), with(place, Step.item(i))), found);
                found.items = Math.max(found.items, i + 1);
            }
        }
        if (schema.contains().isPresent()) {
            contains(schema, schema.contains().get(), array, place, found);
        }
    }

    private void contains(Schema schema, Schema contained, JsonNode array, List<Step> place, Found found) {
        var count = 0L;
        for (var i = 0; i < array.size(); i++) {
            if (whole(contained, array.get(i), with(place, Step.item(i)))
                    .misfits
                    .isEmpty()) {
                count++;
            }
        }
        var least = schema.minContains() == null ? BigInteger.ONE : schema.minContains();
        if (BigInteger.valueOf(count).compareTo(least) < 0) {
            refuse(
                    found,
                    place,
                    keyword(schema, "contains"),
                    "has %d of the items that it must have %d of".formatted(count, least));
        }
        if (schema.maxContains() != null && BigInteger.valueOf(count).compareTo(schema.maxContains()) > 0) {
            refuse(
                    found,
                    place,
                    keyword(schema, "contains"),
                    "has %d of the items that it may have %d of".formatted(count, schema.maxContains()));
        }
    }

    private void child(Found child, Found found) {
        found.misfits.addAll(child.misfits);
        visits(child, found);
    }

    private void note(Found other, Found found) {
        visits(other, found);
        found.names.addAll(other.names);
        found.items = Math.max(found.items, other.items);
        found.describes |= other.describes;
    }

    private void add(Found other, Found found) {
        found.misfits.addAll(other.misfits);
        note(other, found);
    }

    private void visits(Found from, Found to) {
        copies += from.visits.size();
        if (copies <= MAX_COPIES) {
            to.visits.addAll(from.visits);
        }
    }

    private void object(Schema schema, JsonNode object, List<Step> place, Found found) {
        found.describes |= !schema.properties().isEmpty();
        for (var member : object.properties()) {
            member(schema, member.getKey(), member.getValue(), place, found);
        }
        if (reading == Reading.RESPONSE) {
            return; // more comes with it than the example has
        }
        for (var name : schema.required()) {
            if (!object.has(name)
                    && !declared(schema, name).map(Fit::isReadOnly).orElse(false)) {
                refuse(found, place, keyword(schema, "required"), "lacks %s".formatted(name));
            }
        }
        schema.dependentRequired().forEach((name, others) -> {
            if (object.has(name)) {
                for (var other : others) {
                    if (!object.has(other)) {
                        refuse(
                                found,
                                place,
                                keyword(schema, "dependentRequired"),
                                "has %s and lacks %s".formatted(name, other));
                    }
                }
            }
        });
        var size = BigInteger.valueOf(object.size());
        if (schema.minProperties() != null && size.compareTo(schema.minProperties()) < 0) {
            refuse(
                    found,
                    place,
                    keyword(schema, "minProperties"),
                    "has %d members, less than %d".formatted(size, schema.minProperties()));
        }
        if (schema.maxProperties() != null && size.compareTo(schema.maxProperties()) > 0) {
            refuse(
                    found,
                    place,
                    keyword(schema, "maxProperties"),
                    "has %d members, more than %d".formatted(size, schema.maxProperties()));
        }
    }

    private void member(Schema schema, String name, JsonNode value, List<Step> place, Found found) {
        var at = with(place, Step.member(name));
        schema.propertyNames().ifPresent(names -> {
            var named = in(names, TextNode.valueOf(name), at, Set.of());
            found.misfits.addAll(named.misfits);
        });
        var evaluated = false;
        var property = schema.properties().get(name);
        if (property != null) {
            evaluated = true;
            if (reading == Reading.RESPONSE ? isWriteOnly(property) : isReadOnly(property)) {
                found.misfits.add(new Misfit(
                        Kind.OTHER_SIDE,
                        pointer(at),
                        property.node(),
                        reading == Reading.RESPONSE
                                ? "is only ever sent in requests"
                                : "is only ever sent in responses"));
            }
            child(whole(property, value, at), found);
        }
        for (var pattern : schema.patternProperties().entrySet()) {
            if (Texts.matches(pattern.getKey(), name).orElse(false)) {
                evaluated = true;
                child(whole(pattern.getValue(), value, at), found);
            }
        }
        if (!evaluated && schema.additionalProperties().isPresent()) {
            var others = schema.additionalProperties().get();
            // to allow all others is what every schema does that says nothing of them
            evaluated = reading != Reading.RESPONSE || others.always().isEmpty();
            if (others.always().isPresent() && !others.always().get()) {
                evaluated = true;
                refuse(found, at, others.node(), "is not among the members that are allowed");
            } else {
                child(whole(others, value, at), found);
            }
        }
        if (evaluated) {
            found.names.add(name);
        }
    }

    private static Optional<Schema> declared(Schema schema, String name) {
        return conjuncts(schema).stream()
                .flatMap(part -> Optional.ofNullable(part.properties().get(name)).stream())
                .findFirst();
    }

    private static boolean isReadOnly(Schema schema) {
        return conjuncts(schema).stream().anyMatch(Schema::readOnly);
    }

    private static boolean isWriteOnly(Schema schema) {
        return conjuncts(schema).stream().anyMatch(Schema::writeOnly);
    }

    /** The schema, what its reference leads to, and what it is composed of; each once, however many ways lead there. */
    private static List<Schema> conjuncts(Schema schema) {
        if (schema.reference().isEmpty() && schema.allOf().isEmpty()) {
            return List.of(schema);
        }
        var all = Collections.<Schema>newSetFromMap(new IdentityHashMap<>());
        var ordered = new ArrayList<Schema>();
        var agenda = new ArrayDeque<Schema>();
        agenda.push(schema);
        while (!agenda.isEmpty()) {
            var part = agenda.pop();
            if (all.add(part)) {
                ordered.add(part);
                part.allOf().reversed().forEach(agenda::push);
                part.reference().ifPresent(agenda::push);
            }
        }
        return ordered;
    }

    private void composition(Schema schema, JsonNode value, List<Step> place, Set<Schema> alone, Found found) {
        for (var part : schema.allOf()) {
            var ancestor = part.reference().orElse(part);
            var inherits = ancestor.discriminator()
                    .filter(discriminator -> discriminator.heirs().containsValue(schema))
                    .isPresent();
            add(in(part, value, place, inherits ? plus(alone, ancestor) : alone), found);
        }
        if (!schema.anyOf().isEmpty()) {
            alternatives(schema, "anyOf", schema.anyOf(), value, place, alone, found);
        }
        if (!schema.oneOf().isEmpty()) {
            alternatives(schema, "oneOf", schema.oneOf(), value, place, alone, found);
        }
        schema.discriminator().ifPresent(discriminator -> heir(schema, discriminator, value, place, alone, found));
        if (schema.not().isPresent()) {
            var before = unknown.size();
            var not = in(schema.not().get(), value, place, alone);
            if (not.misfits.isEmpty() && unknown.size() == before && reading != Reading.RESPONSE) {
                refuse(found, place, keyword(schema, "not"), "%s is what it must not be".formatted(shown(value)));
            } else if (not.misfits.isEmpty() && reading == Reading.RESPONSE && !value.isObject()) {
                refuse(found, place, keyword(schema, "not"), "%s is what it must not be".formatted(shown(value)));
            }
        }
        condition(schema, value, place, alone, found);
        schema.dependentSchemas().forEach((name, dependent) -> {
            if (value.has(name)) {
                add(in(dependent, value, place, alone), found);
            }
        });
    }

    /** Of what is a part only, it is not known which way a condition goes, unless the part has all that it asks for. */
    private void condition(Schema schema, JsonNode value, List<Step> place, Set<Schema> alone, Found found) {
        if (schema.condition().isEmpty()) {
            return;
        }
        var inner = new Fit(reading == Reading.RESPONSE ? Reading.REQUEST : reading);
        inner.depth = depth;
        inner.steps = steps;
        inner.copies = copies;
        var condition = inner.in(schema.condition().get(), value, place, alone);
        steps = inner.steps;
        copies = inner.copies;
        unknown.addAll(inner.unknown);
        var holds = condition.misfits.stream().noneMatch(misfit -> misfit.kind() == Kind.REFUSED);
        if (holds) {
            note(condition, found);
        }
        (holds ? schema.then() : schema.otherwise()).ifPresent(branch -> add(in(branch, value, place, alone), found));
    }

    private void heir(
            Schema schema,
            Discriminator discriminator,
            JsonNode value,
            List<Step> place,
            Set<Schema> alone,
            Found found) {
        var name = value.path(discriminator.property()).textValue();
        var heir = name == null ? null : discriminator.heirs().get(name);
        if (heir != null && !alone.contains(schema)) {
            add(in(heir, value, place, plus(alone, schema)), found);
        }
    }

    private void alternatives(
            Schema schema,
            String keyword,
            List<Schema> alternatives,
            JsonNode value,
            List<Step> place,
            Set<Schema> alone,
            Found found) {
        var meant = alternatives;
        var name = schema.discriminator()
                .map(discriminator -> value.path(discriminator.property()).textValue())
                .orElse(null);
        if (name != null) {
            var discriminator = schema.discriminator().orElseThrow();
            meant = alternatives.stream()
                    .filter(one -> names(discriminator, one).contains(name))
                    .toList();
            var someNamed = alternatives.stream()
                    .anyMatch(one -> !names(discriminator, one).isEmpty());
            if (!someNamed) {
                meant = alternatives;
            } else if (meant.isEmpty()) {
                refuse(
                        found,
                        with(place, Step.member(discriminator.property())),
                        keyword(schema, "discriminator"),
                        "\"%s\" names none of the alternatives".formatted(name));
                return;
            }
        }
        var fitting = new ArrayList<Found>();
        Found closest = null;
        for (var alternative : meant) {
            var one = in(alternative, value, place, alone);
            var closedOff = undocumented(one, found, schema, value);
            if (one.misfits.isEmpty()) {
                if (closedOff == 0) {
                    fitting.add(one);
                }
            }
            if (closest == null || one.misfits.size() + closedOff < distance(closest, found, schema, value)) {
                closest = one;
            }
        }
        if (fitting.isEmpty() && closest != null) {
            if (closest.misfits.isEmpty()) {
                note(closest, found); // what it does not name is told where all is known
            } else if (meant.size() == 1) {
                add(closest, found);
            } else {
                var inner = closest.misfits.getFirst();
                note(closest, found);
                refuse(
                        found,
                        place,
                        keyword(schema, keyword),
                        "%s fits none of %d alternatives; in the closest, %s %s"
                                .formatted(
                                        shown(value),
                                        meant.size(),
                                        inner.pointer().isEmpty() ? "it" : inner.pointer(),
                                        inner.message()));
            }
            return;
        }
        if (keyword.equals("oneOf") && fitting.size() > 1 && reading == Reading.REQUEST && name == null) {
            refuse(
                    found,
                    place,
                    keyword(schema, "oneOf"),
                    "%s fits %d alternatives, of which it must fit one".formatted(shown(value), fitting.size()));
        }
        fitting.forEach(one -> note(one, found));
    }

    private int distance(Found one, Found beside, Schema schema, JsonNode value) {
        return one.misfits.size() + undocumented(one, beside, schema, value);
    }

    /** How many members an alternative leaves without a name, in the reading in which that matters. */
    private int undocumented(Found one, Found beside, Schema schema, JsonNode value) {
        var count = unnamed(one.visits).size();
        if (reading != Reading.RESPONSE || !value.isObject() || !one.describes) {
            return count;
        }
        for (var names = value.fieldNames(); names.hasNext(); ) {
            var name = names.next();
            if (!one.names.contains(name)
                    && !beside.names.contains(name)
                    && !schema.discriminator()
                            .map(d -> d.property().equals(name))
                            .orElse(false)) {
                count++;
            }
        }
        return count;
    }

    /** The names that stand for an alternative. */
    private static Set<String> names(Discriminator discriminator, Schema alternative) {
        var target = alternative.reference().orElse(alternative);
        var names = new HashSet<String>();
        discriminator.mapping().forEach((name, schema) -> {
            if (schema == target || schema == alternative) {
                names.add(name);
            }
        });
        target.name().ifPresent(names::add);
        return names;
    }

    private void closed(Schema schema, JsonNode value, List<Step> place, Found found) {
        if (schema.unevaluatedProperties().isPresent() && value.isObject()) {
            var others = schema.unevaluatedProperties().get();
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                if (!found.names.contains(member.getKey())) {
                    child(whole(others, member.getValue(), with(place, Step.member(member.getKey()))), found);
                    found.names.add(member.getKey());
                }
            }
        }
        if (schema.unevaluatedItems().isPresent() && value.isArray()) {
            for (var i = found.items; i < value.size(); i++) {
                child(whole(schema.unevaluatedItems().get(), value.get(i), with(place, Step.item(i))), found);
            }
            found.items = value.size();
        }
    }

    private static Set<Schema> plus(Set<Schema> schemas, Schema one) {
        var more = new HashSet<>(schemas);
        more.add(one);
        return more;
    }

    private static Node keyword(Schema schema, String keyword) {
        return schema.node().get(keyword).orElse(schema.node());
    }

    private static void refuse(Found found, List<Step> place, Node node, String message) {
        found.misfits.add(new Misfit(Kind.REFUSED, pointer(place), node, message));
    }

    private static String pointer(List<Step> place) {
        return Step.pointer(place);
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static List<Step> with(List<Step> place, Step step) {
        var longer = new ArrayList<>(place);
        longer.add(step);
        return longer;
    }

    static String shown(JsonNode value) {
        return shortened(value.toString());
    }

    private static String shown(String text) {
        return shortened("\"" + text + "\"");
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 79) + "…" : text;
    }
}
