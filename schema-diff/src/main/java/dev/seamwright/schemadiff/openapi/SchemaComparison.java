package dev.seamwright.schemadiff.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.contracts.openapi.JsonValues;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.openapi.Change.Edit;
import dev.seamwright.schemadiff.openapi.Change.Subject;
import dev.seamwright.schemadiff.openapi.containment.Answer;
import dev.seamwright.schemadiff.openapi.containment.Budget;
import dev.seamwright.schemadiff.openapi.containment.Containment;
import dev.seamwright.schemadiff.openapi.containment.Overlap;
import dev.seamwright.schemadiff.openapi.containment.Undeclared;
import dev.seamwright.schemadiff.openapi.containment.Validator;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What differs between schemas, told where it was edited. Whether anybody is refused is always decided for the whole schema; the way down
 * to the edit follows what corresponds in both. Each pair of schemas is looked at once.
 */
final class SchemaComparison {
    private static final int LONGEST_VALUE = 400;

    /** Among so many alternatives, one that is alike is no partner by that alone. */
    private static final int MOST_PARTNERS = 100;

    /** Pairs of alternatives that are looked at to find one in other words. */
    private static final int MOST_MATCHES = 64;

    /** Pairs within pairs; what is deeper is looked at afterwards. */
    private static final int MAX_DEPTH = 60;

    private final Containment containment;

    /** Which reads schemas to the letter. */
    private final Containment literal = new Containment(Budget.DEFAULT, Undeclared.ANYTHING);

    private final LocalDate today;
    private final Map<Direction, Validator> validators = new EnumMap<>(Direction.class);
    private final Map<Pair, Met> met = new HashMap<>();
    private final Map<Pair, List<Difference>> reached = new HashMap<>();
    private final ArrayDeque<Pair> later = new ArrayDeque<>();
    private int depth;

    /** @param proved whether it is known that nobody is refused, so that differences are told and not judged */
    private record Pair(Schema before, Schema after, Direction direction, boolean proved) {
        Schema inner() {
            return direction == Direction.REQUEST ? before : after;
        }

        Schema outer() {
            return direction == Direction.REQUEST ? after : before;
        }

        Pair of(Schema inner, Schema outer) {
            return direction == Direction.REQUEST
                    ? new Pair(inner, outer, direction, proved)
                    : new Pair(outer, inner, direction, proved);
        }
    }

    private static final class Met {
        final List<Difference> own = new ArrayList<>();
        final Set<Pair> below = new LinkedHashSet<>();
        boolean done;
        boolean fails;
        boolean unknown;
    }

    /** @param today decides whether a sunset date has come */
    SchemaComparison(Containment containment, LocalDate today) {
        this.containment = containment;
        this.today = today;
        for (var direction : Direction.values()) {
            validators.put(direction, new Validator(direction));
        }
    }

    Containment containment() {
        return containment;
    }

    /** Whether every value that is sent is one that is expected. */
    Answer answer(Schema before, Schema after, Direction direction) {
        return direction == Direction.REQUEST
                ? containment.of(before, after, direction)
                : containment.of(after, before, direction);
    }

    /** Whether the schema allows a value, as a validator of its own says. */
    boolean allows(Schema schema, JsonNode value, Direction direction) {
        return Objects.requireNonNull(validators.get(direction))
                .allows(schema, value)
                .orElse(false);
    }

    /** All differences that the use of both schemas in that direction leads to. */
    List<Difference> between(Schema before, Schema after, Direction direction) {
        if (containment.sameText(before, after)) {
            return List.of();
        }
        var root = pair(before, after, direction, false);
        meet(root);
        while (!later.isEmpty()) {
            meet(later.poll());
        }
        var known = reached.get(root);
        if (known == null) {
            var found = new ArrayList<>(collect(root));
            if (found.stream().allMatch(difference -> difference.effect() instanceof Effect.None)) {
                untold(root).ifPresent(found::add);
            }
            if (found.isEmpty() && !isSameSet(root)) {
                found.add(whole(root, Effect.NONE)); // something differs in a circle of schemas
            }
            known = List.copyOf(found);
            reached.put(root, known);
        }
        return known;
    }

    /** What schemas in a circle leave to each other to tell. */
    private Optional<Difference> untold(Pair root) {
        return switch (containment.of(root.inner(), root.outer(), root.direction())) {
            case Answer.Contained contained -> Optional.empty();
            case Answer.NotContained(var witness) -> Optional.of(whole(root, fails(root, witness)));
            case Answer.Undecided(var reason) -> Optional.of(whole(root, new Effect.Unknown(reason)));
        };
    }

    private List<Difference> collect(Pair root) {
        var all = new ArrayList<Difference>();
        var seen = new HashSet<Pair>();
        var agenda = new ArrayDeque<Pair>();
        agenda.add(root);
        seen.add(root);
        while (!agenda.isEmpty()) {
            var found = met.get(agenda.poll());
            if (found != null) {
                all.addAll(found.own);
                found.below.stream().filter(seen::add).forEach(agenda::add);
            }
        }
        return List.copyOf(all);
    }

    private static Pair pair(Schema before, Schema after, Direction direction, boolean proved) {
        return new Pair(Views.core(before), Views.core(after), direction, proved);
    }

    private Met meet(Pair pair) {
        var known = met.get(pair);
        if (known != null) {
            return known;
        }
        var found = new Met();
        met.put(pair, found);
        depth++;
        look(pair, found);
        depth--;
        found.done = true;
        return found;
    }

    private void look(Pair pair, Met found) {
        if (pair.proved()) {
            local(pair, found);
            return;
        }
        var answer = containment.find(pair.inner(), pair.outer(), pair.direction());
        if (answer instanceof Answer.Contained) {
            var proved = new Pair(pair.before(), pair.after(), pair.direction(), true);
            meet(proved);
            found.below.add(proved);
            return;
        }
        local(pair, found);
        for (var difference : found.own) {
            found.fails |= difference.effect() instanceof Effect.Fails;
            found.unknown |= difference.effect() instanceof Effect.Unknown;
        }
        for (var child : found.below) {
            var below = met.get(child);
            // a pair that is still looked at will be told about there
            found.fails |= below == null || !below.done || below.fails;
            found.unknown |= below != null && below.unknown;
        }
        // only a value that is shown is confirmed
        switch (found.fails ? answer : containment.of(pair.inner(), pair.outer(), pair.direction())) {
            case Answer.NotContained(var witness) -> {
                if (!found.fails) {
                    found.own.add(whole(pair, fails(pair, witness)));
                    found.fails = true;
                }
            }
            case Answer.Undecided(var reason) -> {
                if (!found.fails && !found.unknown) {
                    found.own.add(whole(pair, new Effect.Unknown(reason)));
                    found.unknown = true;
                }
            }
            case Answer.Contained contained -> {}
        }
    }

    private Difference whole(Pair pair, Effect effect) {
        var keyword = candidate(pair);
        return new Difference(
                Subject.SCHEMA,
                keyword,
                bad(pair),
                "",
                pair.before().node(),
                pair.after().node(),
                keyword.isEmpty() ? "the schema" : keyword,
                effect);
    }

    /** What the change is called when somebody fails by it. */
    private static Edit bad(Pair pair) {
        return pair.direction() == Direction.REQUEST ? Edit.NARROWED : Edit.WIDENED;
    }

    private static Edit good(Pair pair) {
        return pair.direction() == Direction.REQUEST ? Edit.WIDENED : Edit.NARROWED;
    }

    static String shown(JsonNode value) {
        var text = value.toString();
        return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
    }

    private static Effect fails(Pair pair, JsonNode value) {
        return new Effect.Fails(List.of(shown(pair, value)), value);
    }

    private static String shown(Pair pair, JsonNode value) {
        return (pair.direction() == Direction.REQUEST ? "sent, and refused now: " : "answered now, and not announced: ")
                + shown(value);
    }

    /** The differences of the two schemas themselves, and the pairs below them that differ. */
    private void local(Pair pair, Met found) {
        var inner = Views.conjuncts(pair.inner());
        var outer = Views.conjuncts(pair.outer());
        Keywords.ALONE.forEach(
                (keyword, of) -> alone(pair, found, keyword, values(inner, keyword), values(outer, keyword)));
        required(pair, found, inner, outer);
        properties(pair, found, inner, outer);
        conditional(pair, found, inner, outer);
        additional(pair, found, inner, outer);
        one(pair, found, inner, outer, Schema::items);
        one(pair, found, inner, outer, Schema::contains);
        one(pair, found, inner, outer, Schema::propertyNames);
        one(pair, found, inner, outer, Schema::unevaluatedItems);
        one(pair, found, inner, outer, Schema::unevaluatedProperties);
        prefix(pair, found, inner, outer);
        alternatives(pair, found, inner, outer, "anyOf", Schema::anyOf);
        alternatives(pair, found, inner, outer, "oneOf", Schema::oneOf);
        if (pair.proved() && found.own.isEmpty() && found.below.isEmpty() && !isSameSet(pair)) {
            found.own.add(whole(pair, Effect.NONE));
        }
    }

    /** Whether two schemas that differ in nothing that could be named are one set in other words, parts in an {@code allOf} for example. */
    private boolean isSameSet(Pair pair) {
        return isSameSet(pair.before(), pair.after(), pair.direction());
    }

    private boolean isSameSet(Schema a, Schema b, Direction direction) {
        return literal.find(a, b, direction) instanceof Answer.Contained
                && literal.find(b, a, direction) instanceof Answer.Contained;
    }

    /** Whether an alternative is another one in other words, which has members of the same names. */
    private boolean isSameAlternative(Schema a, Schema b, Direction direction) {
        return Views.types(a).equals(Views.types(b))
                && byName(Views.conjuncts(a))
                        .keySet()
                        .equals(byName(Views.conjuncts(b)).keySet())
                && isSameSet(a, b, direction);
    }

    private record Valued(Schema schema, JsonNode value) {}

    private static List<Valued> values(List<Schema> conjuncts, String keyword) {
        var of = Objects.requireNonNull(Keywords.ALONE.get(keyword));
        var all = new ArrayList<Valued>();
        for (var schema : conjuncts) {
            var value = of.apply(schema);
            if (value != null) {
                all.add(new Valued(schema, value));
            }
        }
        return all;
    }

    private void alone(Pair pair, Met found, String keyword, List<Valued> inner, List<Valued> outer) {
        var told = false;
        for (var valued : outer) {
            if (inner.stream().anyMatch(other -> same(other.value(), valued.value()))) {
                continue;
            }
            told = true;
            var other = inner.isEmpty() ? null : inner.getFirst();
            var effect = pair.proved() ? Effect.NONE : probe(pair, keyword, valued.value());
            found.own.add(valued(pair, keyword, other, valued, effect));
        }
        for (var valued : told ? List.<Valued>of() : inner) {
            if (outer.stream().noneMatch(other -> same(other.value(), valued.value()))) {
                found.own.add(valued(pair, keyword, valued, outer.isEmpty() ? null : outer.getFirst(), Effect.NONE));
            }
        }
    }

    private static boolean same(JsonNode a, JsonNode b) {
        return (a.isArray() && b.isArray()) ? keys(a).equals(keys(b)) : JsonValues.equal(a, b);
    }

    private static Set<String> keys(JsonNode array) {
        var keys = new HashSet<String>();
        array.forEach(value -> keys.add(JsonValues.key(value)));
        return keys;
    }

    /** Whether something is sent that the keyword alone refuses. */
    private Effect probe(Pair pair, String keyword, JsonNode value) {
        return effect(pair, Keywords.refused(keyword, value));
    }

    private Effect effect(Pair pair, Schema refused) {
        return switch (containment.overlap(List.of(pair.inner(), refused), pair.direction())) {
            case Overlap.Disjoint none -> Effect.NONE;
            case Overlap.Common(var value) -> fails(pair, value);
            case Overlap.Undecided(var reason) -> new Effect.Unknown(reason);
        };
    }

    private Difference valued(
            Pair pair, String keyword, @Nullable Valued inner, @Nullable Valued outer, Effect effect) {
        var before = pair.direction() == Direction.REQUEST ? inner : outer;
        var after = pair.direction() == Direction.REQUEST ? outer : inner;
        return new Difference(
                Subject.SCHEMA,
                keyword,
                effect instanceof Effect.None ? harmless(keyword, before, after) : bad(pair),
                "",
                before == null ? pair.before().node() : before.schema().node(),
                after == null ? pair.after().node() : after.schema().node(),
                "%s: %s → %s".formatted(keyword, text(before), text(after)),
                effect);
    }

    /** What a change of a keyword is called that harms nobody: by the keyword alone. */
    private Edit harmless(String keyword, @Nullable Valued before, @Nullable Valued after) {
        if (before == null || after == null) {
            return before == null ? Edit.NARROWED : Edit.WIDENED;
        }
        var answer = containment.overlap(
                List.of(Keywords.only(keyword, before.value()), Keywords.refused(keyword, after.value())),
                Direction.REQUEST);
        return answer instanceof Overlap.Disjoint ? Edit.WIDENED : Edit.NARROWED;
    }

    private static String text(@Nullable Valued valued) {
        return valued == null ? "none" : shown(valued.value());
    }

    private void required(Pair pair, Met found, List<Schema> inner, List<Schema> outer) {
        var given = Views.required(inner, pair.direction());
        var wanted = Views.required(outer, pair.direction());
        for (var name : wanted) {
            if (!given.contains(name)) {
                var names = JsonNodeFactory.instance.arrayNode().add(name);
                var effect = pair.proved() ? Effect.NONE : probe(pair, "required", names);
                found.own.add(ofRequired(pair, inner, outer, name, true, effect));
            }
        }
        for (var name : given) {
            if (!wanted.contains(name)) {
                found.own.add(ofRequired(pair, inner, outer, name, false, Effect.NONE));
            }
        }
    }

    private static Difference ofRequired(
            Pair pair, List<Schema> inner, List<Schema> outer, String name, boolean ofOuter, Effect effect) {
        var wasDeclared = Views.property(pair.direction() == Direction.REQUEST ? inner : outer, name);
        var isDeclared = Views.property(pair.direction() == Direction.REQUEST ? outer : inner, name);
        var isRequired = ofOuter == (pair.direction() == Direction.REQUEST);
        return new Difference(
                Subject.SCHEMA,
                "required",
                isRequired ? Edit.NARROWED : Edit.WIDENED,
                name,
                wasDeclared.map(Schema::node).orElse(pair.before().node()),
                isDeclared.map(Schema::node).orElse(pair.after().node()),
                "%s: %s → %s"
                        .formatted(
                                name,
                                isRequired ? (wasDeclared.isPresent() ? "optional" : "none") : "required",
                                isRequired ? "required" : isDeclared.isPresent() ? "optional" : "none"),
                effect);
    }

    private static Map<String, List<Schema>> byName(List<Schema> conjuncts) {
        var all = new LinkedHashMap<String, List<Schema>>();
        conjuncts.forEach(schema -> schema.properties()
                .forEach((name, property) ->
                        all.computeIfAbsent(name, any -> new ArrayList<>()).add(property)));
        return all;
    }

    private void properties(Pair pair, Met found, List<Schema> inner, List<Schema> outer) {
        var declaredInside = byName(inner);
        var declaredOutside = byName(outer);
        var names = declaredOutside.keySet();
        for (var name : names) {
            var wanted = declaredOutside.getOrDefault(name, List.of());
            var given = declaredInside.getOrDefault(name, List.of());
            if (given.isEmpty()) {
                undeclaredInside(pair, found, inner, name, wanted.getFirst());
                continue;
            }
            var own = new ArrayList<>(unlike(given, wanted));
            var others = unlike(wanted, given);
            for (var schema : others) {
                var partner = own.stream()
                        .filter(one -> own.size() == 1 || isSameAlternative(one, schema, pair.direction()))
                        .findFirst()
                        .orElse(own.isEmpty() ? given.getFirst() : own.getFirst());
                own.remove(partner);
                below(pair, found, partner, schema);
            }
            for (var schema : wanted) {
                if (!others.contains(schema)) {
                    marks(pair, found, name, given.getFirst(), schema);
                }
            }
            marks(pair, found, name, given.getFirst(), wanted.getFirst());
        }
        for (var schema : inner) {
            for (var property : schema.properties().entrySet()) {
                if (!names.contains(property.getKey())) {
                    undeclaredOutside(pair, found, outer, property.getKey(), property.getValue());
                }
            }
        }
    }

    /** Those that are written in no other way on the other side. */
    private List<Schema> unlike(List<Schema> schemas, List<Schema> others) {
        return schemas.stream()
                .filter(schema -> others.stream().noneMatch(other -> containment.sameText(other, schema)))
                .toList();
    }

    /** Whether only one side sends the property is no matter of its values. */
    private static void marks(Pair pair, Met found, String name, Schema inner, Schema outer) {
        for (var direction : Direction.values()) {
            var in = Views.otherSideOnly(inner, direction);
            var out = Views.otherSideOnly(outer, direction);
            if (in != out) {
                var before = pair.direction() == Direction.REQUEST ? inner : outer;
                var after = pair.direction() == Direction.REQUEST ? outer : inner;
                var difference = new Difference(
                        direction == Direction.REQUEST ? Subject.READ_ONLY : Subject.WRITE_ONLY,
                        "",
                        Views.otherSideOnly(after, direction) ? Edit.ADDED : Edit.REMOVED,
                        name,
                        before.node(),
                        after.node(),
                        name,
                        Effect.NONE);
                if (!found.own.contains(difference)) {
                    found.own.add(difference);
                }
            }
        }
    }

    private void undeclaredInside(Pair pair, Met found, List<Schema> inner, String name, Schema wanted) {
        for (var schema : inner) {
            var rest = schema.additionalProperties();
            if (rest.isPresent() && rest.get().always().isEmpty()) {
                below(pair, found, rest.get(), wanted);
            }
        }
        property(pair, found, name, wanted, false, Effect.NONE);
    }

    private void undeclaredOutside(Pair pair, Met found, List<Schema> outer, String name, Schema given) {
        Effect effect = Effect.NONE;
        for (var schema : outer) {
            var rest = schema.additionalProperties();
            if (rest.isEmpty()) {
                continue;
            }
            if (rest.get().always().isPresent()) {
                if (!rest.get().always().get()
                        && !pair.proved()
                        && schema.patternProperties().isEmpty()) {
                    var sent = JsonNodeFactory.instance.objectNode().put("type", "object");
                    sent.putArray("required").add(name);
                    effect = effect(pair, Schema.of(sent));
                }
            } else if (!containment.sameText(given, rest.get())) {
                below(pair, found, given, rest.get());
            }
        }
        property(pair, found, name, given, true, effect);
    }

    private void property(Pair pair, Met found, String name, Schema schema, boolean inside, Effect effect) {
        if (Views.otherSideOnly(schema, pair.direction())) {
            return;
        }
        var removed = inside == (pair.direction() == Direction.REQUEST);
        var parts = removed ? Views.conjuncts(schema) : List.<Schema>of();
        found.own.add(new Difference(
                Subject.PROPERTY,
                "properties",
                removed ? Edit.REMOVED : Edit.ADDED,
                name,
                removed ? schema.node() : pair.before().node(),
                removed ? pair.after().node() : schema.node(),
                Sunset.marked(
                        name,
                        parts.stream().anyMatch(Schema::deprecated),
                        parts.stream().map(Schema::node).toList(),
                        today),
                effect));
    }

    /** Properties that are declared only beside others, or under a condition, and nowhere on the other side. */
    private void conditional(Pair pair, Met found, List<Schema> inner, List<Schema> outer) {
        var inside = conditional(inner);
        var outside = conditional(outer);
        if (inside.isEmpty() && outside.isEmpty()) {
            return;
        }
        var declaredInside = byName(inner);
        var declaredOutside = byName(outer);
        inside.forEach((name, given) -> {
            if (!outside.containsKey(name) && !declaredOutside.containsKey(name) && !declaredInside.containsKey(name)) {
                property(pair, found, name, given, true, Effect.NONE);
            }
        });
        outside.forEach((name, wanted) -> {
            if (!inside.containsKey(name) && !declaredInside.containsKey(name) && !declaredOutside.containsKey(name)) {
                property(pair, found, name, wanted, false, Effect.NONE);
            }
        });
    }

    private static Map<String, Schema> conditional(List<Schema> conjuncts) {
        var all = new LinkedHashMap<String, Schema>();
        for (var schema : conjuncts) {
            Stream.of(schema.dependentSchemas().values().stream(), schema.then().stream(), schema.otherwise().stream())
                    .flatMap(parts -> parts)
                    .forEach(part -> byName(Views.conjuncts(part))
                            .forEach((name, declared) -> all.putIfAbsent(name, declared.getFirst())));
        }
        return all;
    }

    private void additional(Pair pair, Met found, List<Schema> inner, List<Schema> outer) {
        var in = first(inner, Schema::additionalProperties);
        var out = first(outer, Schema::additionalProperties);
        if (in.isPresent()
                && out.isPresent()
                && in.get().always().isEmpty()
                && out.get().always().isEmpty()) {
            below(pair, found, in.get(), out.get());
            return;
        }
        var closed = outer.stream().filter(Views::isClosed).toList();
        if (!closed.isEmpty() && inner.stream().noneMatch(Views::isClosed)) {
            Effect effect = Effect.NONE;
            if (!pair.proved()) {
                var open = JsonNodeFactory.instance.objectNode();
                var refused = open.putObject("not");
                var known = refused.putObject("properties");
                closed.getFirst().properties().keySet().forEach(name -> known.put(name, true));
                inner.forEach(schema -> schema.properties().keySet().forEach(name -> known.put(name, true)));
                var patterns = refused.putObject("patternProperties");
                closed.getFirst().patternProperties().keySet().forEach(name -> patterns.put(name, true));
                refused.put("additionalProperties", false);
                effect = effect(pair, Schema.of(open));
            }
            found.own.add(keyword(pair, "additionalProperties", bad(pair), effect));
        } else if (closed.isEmpty() && inner.stream().anyMatch(Views::isClosed)) {
            found.own.add(keyword(pair, "additionalProperties", good(pair), Effect.NONE));
        }
    }

    private static Difference keyword(Pair pair, String keyword, Edit edit, Effect effect) {
        return new Difference(
                Subject.SCHEMA,
                keyword,
                edit,
                "",
                pair.before().node(),
                pair.after().node(),
                keyword,
                effect);
    }

    private static Optional<Schema> first(List<Schema> conjuncts, Function<Schema, Optional<Schema>> of) {
        return conjuncts.stream().flatMap(schema -> of.apply(schema).stream()).findFirst();
    }

    private void one(
            Pair pair, Met found, List<Schema> inner, List<Schema> outer, Function<Schema, Optional<Schema>> of) {
        var in = first(inner, of);
        var out = first(outer, of);
        if (in.isPresent() && out.isPresent()) {
            below(pair, found, in.get(), out.get());
        }
    }

    private void prefix(Pair pair, Met found, List<Schema> inner, List<Schema> outer) {
        var in = inner.stream()
                .map(Schema::prefixItems)
                .filter(items -> !items.isEmpty())
                .findFirst()
                .orElse(List.of());
        var out = outer.stream()
                .map(Schema::prefixItems)
                .filter(items -> !items.isEmpty())
                .findFirst()
                .orElse(List.of());
        for (var i = 0; i < Math.min(in.size(), out.size()); i++) {
            below(pair, found, in.get(i), out.get(i));
        }
    }

    private void alternatives(
            Pair pair,
            Met found,
            List<Schema> inner,
            List<Schema> outer,
            String keyword,
            Function<Schema, List<Schema>> of) {
        var in = new ArrayList<>(inner.stream()
                .map(of)
                .filter(list -> !list.isEmpty())
                .findFirst()
                .orElse(List.of()));
        var out = new ArrayList<>(outer.stream()
                .map(of)
                .filter(list -> !list.isEmpty())
                .findFirst()
                .orElse(List.of()));
        if (in.isEmpty() || out.isEmpty()) {
            return;
        }
        for (var given : List.copyOf(in)) {
            var same = out.stream()
                    .filter(other -> containment.sameText(given, other))
                    .findFirst();
            if (same.isPresent()) {
                in.remove(given);
                out.remove(same.get());
            }
        }
        for (var given : in.size() * out.size() <= MOST_MATCHES ? List.copyOf(in) : List.<Schema>of()) {
            var same = out.stream()
                    .filter(other -> isSameAlternative(given, other, pair.direction()))
                    .findFirst();
            if (same.isPresent()) {
                in.remove(given);
                out.remove(same.get());
            }
        }
        for (var given : in) {
            if (!pair.proved() && containment.find(given, pair.outer(), pair.direction()) instanceof Answer.Contained) {
                found.own.add(alternative(pair, keyword, given, true, Effect.NONE));
                continue;
            }
            var partner = partner(given, out, in.size());
            if (partner.isPresent()) {
                out.remove(partner.get());
                below(pair, found, given, partner.get());
                continue;
            }
            Effect effect = Effect.NONE;
            if (!pair.proved()
                    && containment.of(given, pair.outer(), pair.direction()) instanceof Answer.NotContained(var witness)
                    && allows(pair.inner(), witness, pair.direction())) {
                effect = fails(pair, witness);
            }
            found.own.add(alternative(pair, keyword, given, true, effect));
        }
        for (var wanted : out) {
            found.own.add(alternative(pair, keyword, wanted, false, Effect.NONE));
        }
    }

    private static Optional<Schema> partner(Schema given, Collection<Schema> candidates, int others) {
        var name = Views.core(given).name();
        var named = candidates.stream()
                .filter(other -> name.isPresent() && Views.core(other).name().equals(name))
                .findFirst();
        if (named.isPresent() || (name.isPresent() && others > 1) || candidates.size() > MOST_PARTNERS) {
            return named;
        }
        var alike = candidates.stream()
                .filter(other -> Views.types(other).equals(Views.types(given)))
                .toList();
        return alike.size() == 1 ? Optional.of(alike.getFirst()) : Optional.empty();
    }

    private static Difference alternative(Pair pair, String keyword, Schema schema, boolean inside, Effect effect) {
        var removed = inside == (pair.direction() == Direction.REQUEST);
        return new Difference(
                Subject.SCHEMA,
                keyword,
                removed ? Edit.NARROWED : Edit.WIDENED,
                Views.core(schema).name().orElse(""),
                removed ? schema.node() : pair.before().node(),
                removed ? pair.after().node() : schema.node(),
                "%s: an alternative was %s".formatted(keyword, removed ? "removed" : "added"),
                effect);
    }

    private void below(Pair pair, Met found, Schema inner, Schema outer) {
        if (containment.sameText(inner, outer)) {
            return;
        }
        var at = pair.of(inner, outer);
        var child = pair(at.before(), at.after(), at.direction(), at.proved());
        if (depth < MAX_DEPTH) {
            meet(child);
        } else {
            later.add(child);
        }
        found.below.add(child);
    }

    /** The keyword that a difference without a proof of its own is told under. */
    private String candidate(Pair pair) {
        var before = Views.conjuncts(pair.before());
        var after = Views.conjuncts(pair.after());
        return Composed.ALL.entrySet().stream()
                .filter(composed -> differs(before, after, composed.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    private boolean differs(List<Schema> before, List<Schema> after, Function<Schema, List<Schema>> of) {
        var was = before.stream().flatMap(schema -> of.apply(schema).stream()).toList();
        var is = after.stream().flatMap(schema -> of.apply(schema).stream()).toList();
        return was.size() != is.size()
                || was.stream().anyMatch(one -> is.stream().noneMatch(other -> containment.sameText(one, other)));
    }
}
