package dev.seamwright.schemadiff.openapi;

import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.schemadiff.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
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
        collect(schema, seen, all);
        return all;
    }

    private static void collect(Schema schema, Set<Schema> seen, List<Schema> all) {
        if (seen.add(schema)) {
            all.add(schema);
            schema.reference().ifPresent(target -> collect(target, seen, all));
            schema.allOf().forEach(part -> collect(part, seen, all));
        }
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
        return schema.required().isEmpty()
                && schema.opaque().isEmpty()
                && Keywords.ALONE.values().stream().allMatch(of -> of.apply(schema) == null)
                && Composed.ALL.values().stream()
                        .allMatch(of -> of.apply(schema).isEmpty());
    }

    /** Whether only the receiver of this direction ever writes the property. */
    static boolean otherSideOnly(Schema property, Direction direction) {
        return conjuncts(property).stream()
                .anyMatch(part -> direction == Direction.REQUEST ? part.readOnly() : part.writeOnly());
    }

    static Optional<Schema> property(List<Schema> conjuncts, String name) {
        return conjuncts.stream()
                .flatMap(part -> Optional.ofNullable(part.properties().get(name)).stream())
                .findFirst();
    }

    /** Whether a property is required of who writes in this direction. */
    static boolean requires(List<Schema> conjuncts, String name, Direction direction) {
        return conjuncts.stream().anyMatch(part -> part.required().contains(name))
                && property(conjuncts, name)
                        .filter(property -> otherSideOnly(property, direction))
                        .isEmpty();
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
        return types(schema, 0);
    }

    private static Set<Schema.Type> types(Schema schema, int depth) {
        var types = EnumSet.allOf(Schema.Type.class);
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
                    choice.forEach(alternative -> any.addAll(types(alternative, depth + 1)));
                    types.retainAll(any);
                }
            }
        }
        return types;
    }
}
