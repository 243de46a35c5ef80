package dev.seamwright.schemadiff.openapi.containment;

import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.schemadiff.Direction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What schemas say where a value travels in one direction. */
final class Reading {
    private static final int MAX_HOPS = 50;

    private final Direction direction;
    private final Map<Schema, List<String>> required = new IdentityHashMap<>();
    private final Map<String, Optional<Language>> languages = new HashMap<>();

    Reading(Direction direction) {
        this.direction = direction;
    }

    /** The schema that says something: behind what is a reference, or {@code allOf} of one schema, and nothing else. */
    static Schema core(Schema schema) {
        var at = schema;
        for (var hops = 0; hops < MAX_HOPS; hops++) {
            if (at.reference().isPresent() && saysNothingElse(at)) {
                at = at.reference().get();
            } else if (at.allOf().size() == 1 && at.reference().isEmpty() && isOnlyAllOf(at)) {
                at = at.allOf().getFirst();
            } else {
                return at;
            }
        }
        return at;
    }

    private static boolean saysNothingElse(Schema schema) {
        return schema.allOf().isEmpty() && isOnlyAllOf(schema);
    }

    private static boolean isOnlyAllOf(Schema schema) {
        return schema.always().isEmpty()
                && schema.types().isEmpty()
                && schema.values() == null
                && schema.minimum() == null
                && schema.maximum() == null
                && schema.exclusiveMinimum() == null
                && schema.exclusiveMaximum() == null
                && schema.multipleOf() == null
                && schema.minLength() == null
                && schema.maxLength() == null
                && schema.pattern() == null
                && schema.format() == null
                && schema.prefixItems().isEmpty()
                && schema.items().isEmpty()
                && schema.contains().isEmpty()
                && schema.minItems() == null
                && schema.maxItems() == null
                && !schema.uniqueItems()
                && schema.unevaluatedItems().isEmpty()
                && schema.properties().isEmpty()
                && schema.patternProperties().isEmpty()
                && schema.additionalProperties().isEmpty()
                && schema.propertyNames().isEmpty()
                && schema.unevaluatedProperties().isEmpty()
                && schema.required().isEmpty()
                && schema.minProperties() == null
                && schema.maxProperties() == null
                && schema.dependentRequired().isEmpty()
                && schema.dependentSchemas().isEmpty()
                && schema.anyOf().isEmpty()
                && schema.oneOf().isEmpty()
                && schema.not().isEmpty()
                && schema.condition().isEmpty()
                && schema.discriminator().isEmpty()
                && schema.opaque().isEmpty();
    }

    /** Whether every value is allowed. */
    static boolean isAnything(Schema schema) {
        return schema.always().orElse(false)
                || schema.always().isEmpty()
                        && schema.reference().isEmpty()
                        && schema.allOf().isEmpty()
                        && isOnlyAllOf(schema);
    }

    /** What is required in this direction: not what only the other side sends. */
    List<String> required(Schema schema) {
        if (schema.required().isEmpty()) {
            return List.of();
        }
        var known = required.get(schema);
        if (known == null) {
            known = schema.required().stream()
                    .distinct()
                    .filter(name -> declaration(schema, name)
                            .filter(this::otherSideOnly)
                            .isEmpty())
                    .toList();
            required.put(schema, known);
        }
        return known;
    }

    /** The schema that declares a property: here, in what this is composed of, or in what this is a part of. */
    static Optional<Schema> declaration(Schema schema, String name) {
        var seen = new HashSet<Schema>();
        var declared = property(schema, name, seen);
        for (var whole = schema.composedIn();
                declared.isEmpty() && whole.isPresent();
                whole = whole.get().composedIn()) {
            declared = property(whole.get(), name, seen);
        }
        return declared;
    }

    /** The schema that declares a property, also in what the schema is composed of. */
    private static Optional<Schema> property(Schema schema, String name, Set<Schema> seen) {
        if (!seen.add(schema) || seen.size() > MAX_HOPS) {
            return Optional.empty();
        }
        var own = schema.properties().get(name);
        if (own != null) {
            return Optional.of(own);
        }
        var declared = schema.reference().flatMap(target -> property(target, name, seen));
        for (var part : schema.allOf()) {
            declared = declared.or(() -> property(part, name, seen));
        }
        return declared;
    }

    /** Whether only the receiver of this direction ever writes what the schema describes. */
    boolean otherSideOnly(Schema schema) {
        return direction == Direction.REQUEST ? marked(schema, true, 0) : marked(schema, false, 0);
    }

    static boolean marked(Schema schema, boolean readOnly, int hops) {
        if (hops > MAX_HOPS) {
            return false;
        }
        return (readOnly ? schema.readOnly() : schema.writeOnly())
                || schema.reference()
                        .filter(target -> marked(target, readOnly, hops + 1))
                        .isPresent()
                || schema.allOf().size() == 1 && marked(schema.allOf().getFirst(), readOnly, hops + 1);
    }

    /** The language of a pattern; empty if it is not understood. */
    Optional<Language> language(String pattern) {
        return languages.computeIfAbsent(pattern, Regex::language);
    }
}
