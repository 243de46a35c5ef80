package dev.seamwright.verifier.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.Schema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The places of a document that schemas lead to. */
final class Places {
    private static final int MAX_HOPS = 50;

    private Places() {}

    /** Where something is said about the very value: by the schema, by what it refers to, and by those of its alternatives that fit. */
    static void at(Schema schema, JsonNode value, Fit.Reading reading, Set<Node> nodes) {
        at(schema, value, reading, nodes, 0);
    }

    private static void at(Schema schema, JsonNode value, Fit.Reading reading, Set<Node> nodes, int hops) {
        if (!nodes.add(schema.node()) || hops > MAX_HOPS) {
            return;
        }
        schema.reference().ifPresent(target -> at(target, value, reading, nodes, hops + 1));
        schema.allOf().forEach(part -> at(part, value, reading, nodes, hops + 1));
        fitting(schema.anyOf(), value, reading).forEach(one -> at(one, value, reading, nodes, hops + 1));
        fitting(schema.oneOf(), value, reading).forEach(one -> at(one, value, reading, nodes, hops + 1));
        schema.discriminator()
                .map(found -> found.heirs().get(value.path(found.property()).asText()))
                .ifPresent(heir -> at(heir, value, reading, nodes, hops + 1));
        for (var other :
                List.of(schema.not(), schema.condition(), schema.then(), schema.otherwise(), schema.contains())) {
            other.ifPresent(one -> at(one, value, reading, nodes, hops + 1));
        }
        schema.dependentSchemas().forEach((name, one) -> {
            if (value.has(name)) {
                at(one, value, reading, nodes, hops + 1);
            }
        });
    }

    private static List<Schema> fitting(List<Schema> alternatives, JsonNode value, Fit.Reading reading) {
        var fitting = alternatives.stream()
                .filter(one -> Fit.check(one, value, reading).fits())
                .toList();
        return fitting.isEmpty() ? alternatives : fitting;
    }

    /** All that can be reached, where it is not known what of it is meant. */
    static void below(Schema root, Set<Node> nodes) {
        var seen = new HashSet<Schema>();
        var agenda = new ArrayDeque<Schema>();
        agenda.add(root);
        while (!agenda.isEmpty()) {
            var schema = agenda.poll();
            if (seen.add(schema)) {
                nodes.add(schema.node());
                agenda.addAll(children(schema));
            }
        }
    }

    /** The schemas that a schema is made of, and what it refers to. */
    static List<Schema> children(Schema schema) {
        var children = new ArrayList<Schema>();
        schema.reference().ifPresent(children::add);
        children.addAll(schema.allOf());
        children.addAll(schema.anyOf());
        children.addAll(schema.oneOf());
        children.addAll(schema.properties().values());
        children.addAll(schema.patternProperties().values());
        children.addAll(schema.dependentSchemas().values());
        children.addAll(schema.prefixItems());
        for (var one : List.of(
                schema.items(),
                schema.contains(),
                schema.additionalProperties(),
                schema.propertyNames(),
                schema.unevaluatedItems(),
                schema.unevaluatedProperties(),
                schema.not(),
                schema.condition(),
                schema.then(),
                schema.otherwise())) {
            one.ifPresent(children::add);
        }
        schema.discriminator().ifPresent(found -> {
            children.addAll(found.mapping().values());
            children.addAll(found.heirs().values());
        });
        return children;
    }

    /** The way through a body, with a star for items: {@code /items/*}{@code /price}. */
    static String name(List<Step> steps) {
        return steps.stream()
                .map(step -> "/"
                        + (step.index() ? "*" : step.name().replace("~", "~0").replace("/", "~1")))
                .collect(Collectors.joining());
    }

    /** What the language of a body says of a place in it; empty where several parts of it meet. */
    static Optional<Schema> inside(Schema language, List<Step> steps) {
        var at = Optional.of(language);
        for (var step : steps) {
            at = at.flatMap(schema -> step.index() ? item(schema, step) : member(schema, step.name()));
        }
        return at;
    }

    private static Optional<Schema> member(Schema schema, String name) {
        return Optional.ofNullable(schema.properties().get(name))
                .or(schema::additionalProperties)
                .filter(found -> found.always().isEmpty());
    }

    private static Optional<Schema> item(Schema schema, Step step) {
        var index = Integer.parseInt(step.name());
        return index < schema.prefixItems().size()
                ? Optional.of(schema.prefixItems().get(index))
                : schema.items();
    }
}
