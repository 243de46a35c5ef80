package dev.seamwright.schemadiff.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.contracts.openapi.Parameter.Style;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.openapi.Change.Edit;
import dev.seamwright.schemadiff.openapi.Change.Subject;
import dev.seamwright.schemadiff.openapi.containment.Answer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What differs between values that travel as text, where every scalar is a text and a list of one looks like its item (RFC 6570). */
final class CarriedComparison {
    private static final Set<Schema.Type> SCALARS =
            EnumSet.of(Schema.Type.STRING, Schema.Type.INTEGER, Schema.Type.NUMBER, Schema.Type.BOOLEAN);
    private static final String INTEGER = "^-?(0|[1-9][0-9]*)$";
    private static final String NUMBER = "^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?$";

    private final SchemaComparison comparison;

    CarriedComparison(SchemaComparison comparison) {
        this.comparison = comparison;
    }

    List<Difference> between(Carried before, Carried after, Direction direction) {
        if (before.content().isEmpty() != after.content().isEmpty()) {
            return List.of(form(
                    before,
                    after,
                    before.content().isEmpty() ? "schema → content" : "content → schema",
                    Effect.fails(before.content().isEmpty() ? before.with("1") : before.with("{}"))));
        }
        if (!before.content().isEmpty()) {
            return content(before, after, direction);
        }
        var was = types(before.schema());
        var is = types(after.schema());
        if (comparison.containment().sameText(before.schema(), after.schema()) || was.equals(is)) {
            var all = new ArrayList<Difference>();
            style(before, after, is).ifPresent(all::add);
            comparison.between(before.schema(), after.schema(), direction).stream()
                    .map(difference -> carried(before, difference))
                    .forEach(all::add);
            return all;
        }
        var inner = direction == Direction.REQUEST ? before : after;
        var outer = direction == Direction.REQUEST ? after : before;
        return inside(inner, outer, before, after, direction);
    }

    /** Null does not travel: it is the absence of a value. */
    private static Set<Schema.Type> types(Schema schema) {
        var types = EnumSet.copyOf(Views.types(schema));
        types.remove(Schema.Type.NULL);
        return types;
    }

    private static Difference form(Carried before, Carried after, String detail, Effect effect) {
        return new Difference(
                Subject.PARAMETER_FORM, "", Edit.CHANGED, before.name(), before.node(), after.node(), detail, effect);
    }

    private List<Difference> content(Carried before, Carried after, Direction direction) {
        var was = before.content().values().iterator().next();
        var is = after.content().values().iterator().next();
        if (!MediaRanges.covers(is.range(), was.range())) {
            return List.of(form(
                    before,
                    after,
                    "%s → %s".formatted(was.range(), is.range()),
                    Effect.fails(before.with("… as " + was.range()))));
        }
        return comparison
                .between(was.schema().orElseGet(Schema::anything), is.schema().orElseGet(Schema::anything), direction)
                .stream()
                .map(difference -> carried(before, difference))
                .toList();
    }

    /** The difference with a witness as it travels. */
    private static Difference carried(Carried carried, Difference difference) {
        if (!(difference.effect() instanceof Effect.Fails fails) || fails.value() == null) {
            return difference;
        }
        var value = fails.value();
        return with(
                difference,
                value.isNull()
                        ? Effect.NONE
                        : new Effect.Fails(
                                List.of(
                                        value.isContainerNode()
                                                ? carried.name() + " = " + value
                                                : carried.with(value.asText())),
                                value));
    }

    private static Difference with(Difference difference, Effect effect) {
        return new Difference(
                difference.subject(),
                difference.keyword(),
                difference.edit(),
                difference.name(),
                difference.before(),
                difference.after(),
                difference.detail(),
                effect);
    }

    private static Optional<Difference> style(Carried before, Carried after, Set<Schema.Type> types) {
        var sameStyle = before.style() == after.style();
        if (sameStyle && before.explode() == after.explode()) {
            return Optional.empty();
        }
        var detail = "%s%s → %s%s"
                .formatted(
                        before.style(),
                        before.explode() ? " exploded" : "",
                        after.style(),
                        after.explode() ? " exploded" : "");
        var object = types.contains(Schema.Type.OBJECT);
        var list = types.contains(Schema.Type.ARRAY) && !isAtMostOne(before.schema());
        var effect = object || list
                ? Effect.fails(before.withTwo(object && !types.contains(Schema.Type.ARRAY)))
                : sameStyle || (!isMarked(before.style()) && !isMarked(after.style()))
                        ? Effect.NONE
                        : Effect.fails(before.with("1"));
        return Optional.of(form(before, after, detail, effect));
    }

    /** Whether even a scalar has something in front of it. */
    private static boolean isMarked(Style style) {
        return style == Style.MATRIX || style == Style.LABEL;
    }

    private static boolean isAtMostOne(Schema schema) {
        return Views.conjuncts(schema).stream()
                .anyMatch(part -> part.maxItems() != null && part.maxItems().compareTo(BigInteger.ONE) <= 0);
    }

    /** @param inner what is sent, {@code outer} what is understood */
    private List<Difference> inside(Carried inner, Carried outer, Carried before, Carried after, Direction direction) {
        var sent = types(inner.schema());
        var read = types(outer.schema());
        if (SCALARS.containsAll(sent) && SCALARS.containsAll(read)) {
            return List.of(type(before, after, scalars(inner, inner.schema(), outer.schema(), direction), direction));
        }
        if (SCALARS.containsAll(sent) && read.equals(EnumSet.of(Schema.Type.ARRAY))) {
            var item = Views.conjuncts(outer.schema()).stream()
                    .flatMap(part -> part.items().stream())
                    .findFirst()
                    .orElseGet(Schema::anything);
            var least = Views.conjuncts(outer.schema()).stream()
                    .anyMatch(part -> part.minItems() != null && part.minItems().compareTo(BigInteger.ONE) > 0);
            var effect = least ? Effect.fails(inner.with("1")) : scalars(inner, inner.schema(), item, direction);
            return List.of(type(before, after, effect, direction));
        }
        if (sent.equals(EnumSet.of(Schema.Type.ARRAY)) && SCALARS.containsAll(read) && !isAtMostOne(inner.schema())) {
            return List.of(type(before, after, list(inner, outer, direction), direction));
        }
        return comparison.between(before.schema(), after.schema(), direction).stream()
                .map(difference -> carried(inner, difference))
                .toList();
    }

    /** Two items where one value is expected. */
    private Effect list(Carried inner, Carried outer, Direction direction) {
        if (inner.explode() && inner.in() == dev.seamwright.contracts.openapi.Parameter.In.QUERY) {
            return Effect.fails(inner.withTwo(false));
        }
        return comparison.allows(outer.schema(), JsonNodeFactory.instance.textNode("1,2"), direction)
                ? Effect.NONE
                : Effect.fails(inner.withTwo(false));
    }

    private static Difference type(Carried before, Carried after, Effect effect, Direction direction) {
        var narrowed = effect instanceof Effect.None == (direction == Direction.RESPONSE);
        return new Difference(
                Subject.SCHEMA,
                "type",
                narrowed ? Edit.NARROWED : Edit.WIDENED,
                before.name(),
                before.schema().node(),
                after.schema().node(),
                "type: %s → %s".formatted(words(types(before.schema())), words(types(after.schema()))),
                effect);
    }

    private static String words(Set<Schema.Type> types) {
        return String.join(", ", types.stream().map(Schema.Type::word).toList());
    }

    private Effect scalars(Carried carried, Schema inner, Schema outer, Direction direction) {
        switch (comparison.containment().of(inner, outer, direction)) {
            case Answer.Contained contained -> {
                return Effect.NONE;
            }
            case Answer.NotContained(var value) -> {
                var text = value.asText();
                if (!value.isNull() && isSent(inner, text, direction) && !isSent(outer, text, direction)) {
                    return Effect.fails(carried.with(text));
                }
            }
            case Answer.Undecided undecided -> {}
        }
        var sent = texts(inner);
        var read = texts(outer);
        return switch (comparison.containment().of(sent, read, direction)) {
            case Answer.Contained contained ->
                exact(outer) ? Effect.NONE : new Effect.Unknown("the bounds of numbers are not compared with texts");
            case Answer.NotContained(var text) ->
                isSent(inner, text.asText(), direction) && !isSent(outer, text.asText(), direction)
                        ? Effect.fails(carried.with(text.asText()))
                        : new Effect.Unknown("texts of %s are not all compared".formatted(carried.name()));
            case Answer.Undecided(var reason) -> new Effect.Unknown(reason);
        };
    }

    /** Whether one of the values that the text can stand for is allowed. */
    private boolean isSent(Schema schema, String text, Direction direction) {
        var json = JsonNodeFactory.instance;
        if (comparison.allows(schema, json.textNode(text), direction)) {
            return true;
        }
        if (text.equals("true") || text.equals("false")) {
            return comparison.allows(schema, json.booleanNode(text.equals("true")), direction);
        }
        return text.matches(NUMBER)
                && comparison.allows(schema, json.numberNode(new java.math.BigDecimal(text)), direction);
    }

    private static boolean exact(Schema schema) {
        return Views.conjuncts(schema).stream()
                .allMatch(part -> part.minimum() == null
                        && part.maximum() == null
                        && part.exclusiveMinimum() == null
                        && part.exclusiveMaximum() == null
                        && part.multipleOf() == null
                        && part.anyOf().isEmpty()
                        && part.oneOf().isEmpty()
                        && part.not().isEmpty());
    }

    /** All texts that stand for a scalar value of the schema; bounds of numbers are left out. */
    private static Schema texts(Schema schema) {
        var json = JsonNodeFactory.instance.objectNode().put("type", "string");
        var all = json.putArray("allOf");
        for (var part : Views.conjuncts(schema)) {
            if (!part.types().isEmpty()) {
                var any = all.addObject().putArray("anyOf");
                part.types().forEach(type -> texts(type, any));
            }
            var values = part.values();
            if (values != null) {
                var list = all.addObject().putArray("enum");
                values.forEach(value -> list.add(value.toJson().asText()));
            }
            if (part.types().isEmpty() || part.types().contains(Schema.Type.STRING)) {
                for (var keyword : List.of("pattern", "minLength", "maxLength", "format")) {
                    JsonNode value = Keywords.ALONE.get(keyword) == null
                            ? null
                            : Keywords.ALONE.get(keyword).apply(part);
                    if (value != null) {
                        all.addObject().set(keyword, value);
                    }
                }
            }
            for (var choice : List.of(part.anyOf(), part.oneOf())) {
                if (!choice.isEmpty()) {
                    var any = all.addObject().putArray("anyOf");
                    choice.forEach(alternative -> types(alternative).forEach(type -> texts(type, any)));
                }
            }
        }
        if (all.isEmpty()) {
            json.remove("allOf");
        }
        return Schema.of(json);
    }

    private static void texts(Schema.Type type, ArrayNode any) {
        switch (type) {
            case INTEGER -> any.addObject().put("pattern", INTEGER);
            case NUMBER -> any.addObject().put("pattern", NUMBER);
            case BOOLEAN -> any.addObject().putArray("enum").add("true").add("false");
            case STRING -> any.add(true);
            case NULL, ARRAY, OBJECT -> any.add(false);
        }
    }
}
