package dev.seamwright.schemadiff.openapi;

import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.schemadiff.Direction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Schemas seen without references and {@code allOf}: all that hold together. */
final class Views {
    private static final int MAX_HOPS = 50;

    private Views() {}

    /** The schema, what its reference leads to, and what it is composed of with {@code allOf}; each once. */
    static List<Schema> conjuncts(Schema schema) {
        if (schema.reference().isEmpty() && schema.allOf().isEmpty()) {
            return List.of(schema);
        }
        var seen = Collections.<Schema>newSetFromMap(new IdentityHashMap<>());
        var all = new ArrayList<Schema>();
        var agenda = new ArrayDeque<Schema>();
        agenda.push(schema);
        while (!agenda.isEmpty()) {
            var part = agenda.pop();
            if (seen.add(part)) {
                all.add(part);
                part.allOf().reversed().forEach(agenda::push);
                part.reference().ifPresent(agenda::push);
            }
        }
        return all;
    }

    /** The schema that says something: behind references with nothing beside them. */
    static Schema core(Schema schema) {
        var at = schema;
        for (var hops = 0; hops < MAX_HOPS && at.reference().isPresent() && saysNothingElse(at); hops++) {
            at = at.reference().get();
        }
        return at;
    }

    private static boolean saysNothingElse(Schema schema) {
        return schema.node().members().size() == 1
                || (schema.required().isEmpty() && schema.opaque().isEmpty() && saysNothing(schema));
    }

    private static boolean saysNothing(Schema schema) {
        return Keywords.ALONE.values().stream().allMatch(of -> of.apply(schema) == null)
                && Composed.ALL.values().stream()
                        .allMatch(of -> of.apply(schema).isEmpty());
    }

    /** Whether only the receiver of this direction ever writes the property. */
    static boolean otherSideOnly(Schema property, Direction direction) {
        return conjuncts(property).stream()
                .anyMatch(part -> direction == Direction.REQUEST ? part.readOnly() : part.writeOnly());
    }

    static Optional<Schema> property(List<Schema> conjuncts, String name) {
        for (var part : conjuncts) { // a loop: some schemas have thousands of parts and names
            var property = part.properties().get(name);
            if (property != null) {
                return Optional.of(property);
            }
        }
        return Optional.empty();
    }

    /** The names that are required of who writes in this direction, in the order of the document. */
    static Set<String> required(List<Schema> conjuncts, Direction direction) {
        var names = new LinkedHashSet<String>();
        conjuncts.forEach(part -> names.addAll(part.required()));
        names.removeIf(name -> property(conjuncts, name)
                .filter(property -> otherSideOnly(property, direction))
                .isPresent());
        return names;
    }

    /** Whether the schema allows no member that it does not name itself. */
    static boolean isClosed(Schema schema) {
        return schema.additionalProperties()
                .flatMap(Schema::always)
                .filter(allowed -> !allowed)
                .isPresent();
    }

    /** Types that a value can have at most; {@code anyOf} and {@code oneOf} are looked into. */
    static Set<Schema.Type> types(Schema schema) {
        return types(schema, 0, new IdentityHashMap<>());
    }

    /** @param known each schema once, however many ways lead there; one that is still looked at may be of any type */
    private static Set<Schema.Type> types(Schema schema, int depth, Map<Schema, Set<Schema.Type>> known) {
        var before = known.get(schema);
        if (before != null) {
            return before;
        }
        var types = EnumSet.allOf(Schema.Type.class);
        known.put(schema, EnumSet.allOf(Schema.Type.class));
        if (depth > MAX_HOPS) {
            return types;
        }
        for (var part : conjuncts(schema)) {
            if (!part.types().isEmpty()) {
                var own = EnumSet.copyOf(part.types());
                if (own.contains(Schema.Type.NUMBER)) {
                    own.add(Schema.Type.INTEGER);
                }
                types.retainAll(own);
            }
            for (var choice : List.of(part.anyOf(), part.oneOf())) {
                if (!choice.isEmpty()) {
                    var any = EnumSet.noneOf(Schema.Type.class);
                    choice.forEach(alternative -> any.addAll(types(alternative, depth + 1, known)));
                    types.retainAll(any);
                }
            }
        }
        known.put(schema, types);
        return types;
    }
}
