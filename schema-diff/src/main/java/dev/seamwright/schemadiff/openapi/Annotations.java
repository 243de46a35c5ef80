package dev.seamwright.schemadiff.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.contracts.openapi.JsonValues;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.openapi.Change.Edit;
import dev.seamwright.schemadiff.openapi.Change.Subject;
import dev.seamwright.schemadiff.openapi.containment.Answer;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Differences that are none of the values that schemas allow: how a text is to be understood, defaults, deprecation. */
final class Annotations {
    /** What two bytes that need care look like, by encoding (RFC 4648, RFC 2045). */
    private static final Map<String, String> SAMPLES = Map.of(
            "base64",
            "+/8=",
            "base64url",
            "-_8=",
            "base16",
            "FBFF",
            "base32",
            "7P7Q====",
            "quoted-printable",
            "=FB=FF");

    private final SchemaComparison comparison;
    private final LocalDate today;
    private final Facts facts;
    private final Set<Pair> seen = new HashSet<>();

    private record Pair(Schema before, Schema after, Direction direction) {}

    /** @param today decides whether a sunset date has come */
    Annotations(SchemaComparison comparison, LocalDate today, Facts facts) {
        this.comparison = comparison;
        this.today = today;
        this.facts = facts;
    }

    /** Tells what differs in a pair and below; what was told before is not told again. */
    void compare(Schema before, Schema after, Direction direction, Use use) {
        compare(before, after, direction, use, true);
    }

    /** As {@link #compare}, for a value whose own default has been told. */
    void compareBelow(Schema before, Schema after, Direction direction, Use use) {
        compare(before, after, direction, use, false);
    }

    private void compare(Schema before, Schema after, Direction direction, Use use, boolean defaults) {
        var agenda = new ArrayDeque<Pair>();
        add(agenda, before, after, direction);
        var tellsDefault = defaults;
        while (!agenda.isEmpty()) {
            var pair = agenda.poll();
            var was = Views.conjuncts(pair.before());
            var is = Views.conjuncts(pair.after());
            own(pair, was, is, use);
            if (tellsDefault) {
                standard(pair, was, is, use);
            }
            tellsDefault = true;
            for (var schema : was) {
                schema.properties()
                        .forEach((name, property) ->
                                Views.property(is, name).ifPresent(other -> add(agenda, property, other, direction)));
            }
            both(agenda, direction, one(was, Schema::items), one(is, Schema::items));
            both(agenda, direction, one(was, Schema::additionalProperties), one(is, Schema::additionalProperties));
            lists(agenda, direction, many(was, Schema::oneOf), many(is, Schema::oneOf));
            lists(agenda, direction, many(was, Schema::anyOf), many(is, Schema::anyOf));
        }
    }

    private static Optional<Schema> one(List<Schema> conjuncts, Function<Schema, Optional<Schema>> of) {
        return conjuncts.stream().flatMap(schema -> of.apply(schema).stream()).findFirst();
    }

    private static List<Schema> many(List<Schema> conjuncts, Function<Schema, List<Schema>> of) {
        return conjuncts.stream()
                .map(of)
                .filter(list -> !list.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private void both(ArrayDeque<Pair> agenda, Direction direction, Optional<Schema> was, Optional<Schema> is) {
        if (was.isPresent() && is.isPresent()) {
            add(agenda, was.get(), is.get(), direction);
        }
    }

    private void lists(ArrayDeque<Pair> agenda, Direction direction, List<Schema> was, List<Schema> is) {
        for (var i = 0; i < was.size() && was.size() == is.size(); i++) {
            add(agenda, was.get(i), is.get(i), direction);
        }
    }

    private void add(ArrayDeque<Pair> agenda, Schema before, Schema after, Direction direction) {
        var pair = new Pair(Views.core(before), Views.core(after), direction);
        if (seen.add(pair)) {
            agenda.add(pair);
        }
    }

    private void own(Pair pair, List<Schema> was, List<Schema> is, Use use) {
        var direction = pair.direction();
        for (var keyword : List.of("contentEncoding", "contentMediaType", "contentSchema")) {
            content(pair, keyword, member(was, keyword), member(is, keyword), use);
        }
        var wasDeprecated = was.stream().anyMatch(Schema::deprecated);
        var isDeprecated = is.stream().anyMatch(Schema::deprecated);
        if (wasDeprecated != isDeprecated) {
            facts.add(
                    Subject.DEPRECATION,
                    isDeprecated ? Edit.ADDED : Edit.REMOVED,
                    direction,
                    use,
                    "",
                    pair.before().node(),
                    pair.after().node(),
                    "schema",
                    Effect.NONE);
        }
        Sunset.compare(pair.before().node(), pair.after().node(), direction, use, "", "schema", today, facts);
        extensible(pair, member(was, "x-extensible-enum"), member(is, "x-extensible-enum"), use);
    }

    private void standard(Pair pair, List<Schema> was, List<Schema> is, Use use) {
        var oldDefault = standard(was);
        var newDefault = standard(is);
        if (!same(oldDefault, newDefault)) {
            facts.add(
                    Subject.DEFAULT,
                    edit(oldDefault, newDefault),
                    pair.direction(),
                    use,
                    "",
                    pair.before().node(),
                    pair.after().node(),
                    "default: %s → %s".formatted(text(oldDefault), text(newDefault)),
                    Effect.NONE);
        }
    }

    static @Nullable JsonNode standard(List<Schema> conjuncts) {
        return conjuncts.stream()
                .flatMap(schema -> schema.defaultValue().stream())
                .findFirst()
                .map(Node::toJson)
                .orElse(null);
    }

    private static @Nullable JsonNode member(List<Schema> conjuncts, String keyword) {
        return conjuncts.stream()
                .flatMap(schema -> schema.node().get(keyword).stream())
                .findFirst()
                .map(Node::toJson)
                .orElse(null);
    }

    static boolean same(@Nullable JsonNode a, @Nullable JsonNode b) {
        return (a == null || b == null) ? (a == null && b == null) : JsonValues.equal(a, b);
    }

    static Edit edit(@Nullable JsonNode was, @Nullable JsonNode is) {
        return was == null ? Edit.ADDED : is == null ? Edit.REMOVED : Edit.CHANGED;
    }

    static String text(@Nullable JsonNode value) {
        return value == null ? "none" : SchemaComparison.shown(value);
    }

    private void content(Pair pair, String keyword, @Nullable JsonNode was, @Nullable JsonNode is, Use use) {
        if (same(was, is)) {
            return;
        }
        var inner = pair.direction() == Direction.REQUEST ? was : is;
        var outer = pair.direction() == Direction.REQUEST ? is : was;
        var effect = outer == null ? Effect.NONE : misread(keyword, inner, outer);
        facts.add(
                new Difference(
                        Subject.SCHEMA,
                        keyword,
                        is == null ? Edit.WIDENED : was == null ? Edit.NARROWED : Edit.CHANGED,
                        "",
                        pair.before().node(),
                        pair.after().node(),
                        "%s: %s → %s".formatted(keyword, text(was), text(is)),
                        effect),
                pair.direction(),
                use);
    }

    private Effect misread(String keyword, @Nullable JsonNode inner, JsonNode outer) {
        if (keyword.equals("contentSchema")) {
            var answer = comparison
                    .containment()
                    .of(inner == null ? Schema.anything() : Schema.of(inner), Schema.of(outer), Direction.REQUEST);
            return switch (answer) {
                case Answer.Contained contained -> Effect.NONE;
                case Answer.NotContained(var value) ->
                    Effect.fails("the text " + JsonNodeFactory.instance.textNode(value.toString()));
                case Answer.Undecided(var reason) -> new Effect.Unknown(reason);
            };
        }
        if (inner == null) {
            return Effect.fails("the text \"%%\", which is no %s".formatted(outer.asText()));
        }
        var sample = SAMPLES.getOrDefault(
                inner.asText().toLowerCase(Locale.ROOT), "a text that is %s".formatted(inner.asText()));
        return Effect.fails(
                "the text \"%s\", written as %s and read as %s".formatted(sample, inner.asText(), outer.asText()));
    }

    private void extensible(Pair pair, @Nullable JsonNode was, @Nullable JsonNode is, Use use) {
        if (was == null || is == null || same(was, is)) {
            return;
        }
        var removed = new LinkedHashSet<>(keys(was));
        removed.removeAll(keys(is));
        var added = new LinkedHashSet<>(keys(is));
        added.removeAll(keys(was));
        if (!removed.isEmpty() || !added.isEmpty()) {
            facts.add(
                    Subject.EXTENSIBLE_ENUM,
                    removed.isEmpty() ? Edit.WIDENED : Edit.NARROWED,
                    pair.direction(),
                    use,
                    "",
                    pair.before().node(),
                    pair.after().node(),
                    removed.isEmpty() ? "added " + String.join(", ", added) : "removed " + String.join(", ", removed),
                    !removed.isEmpty() && pair.direction() == Direction.REQUEST
                            ? Effect.fails("sent, and not known now: " + removed.getFirst())
                            : Effect.NONE);
        }
    }

    private static List<String> keys(JsonNode values) {
        return values.valueStream().map(JsonValues::key).collect(Collectors.toList());
    }
}
