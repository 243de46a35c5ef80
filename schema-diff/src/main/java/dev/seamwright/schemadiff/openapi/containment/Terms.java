package dev.seamwright.schemadiff.openapi.containment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.openapi.JsonValues;
import dev.seamwright.contracts.openapi.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Terms by number, one number for all schemas of one fingerprint. A literal is a term that holds, or does not: twice its number, and one
 * more if it does not hold.
 */
final class Terms {
    /** Every value. */
    static final int ANYTHING = 0;

    /** No value. */
    static final int NOTHING = 1;

    private final Fingerprints fingerprints = new Fingerprints();
    private final List<Term> terms = new ArrayList<>();
    private final Map<Object, Integer> numbers = new HashMap<>();
    private final IdentityHashMap<Schema, Integer> known = new IdentityHashMap<>();
    private final IdentityHashMap<Schema, List<Integer>> alternatives = new IdentityHashMap<>();

    Terms(Schema anything) {
        terms.add(new Term.Described(anything));
    }

    Term of(int literal) {
        return terms.get(literal >> 1);
    }

    static boolean holds(int literal) {
        return (literal & 1) == 0;
    }

    static int not(int literal) {
        return literal ^ 1;
    }

    int schema(Schema schema) {
        var number = known.get(schema);
        if (number == null) {
            number = number(Reading.core(schema));
            known.put(schema, number);
        }
        return number;
    }

    private int number(Schema core) {
        if (Reading.isAnything(core)) {
            return ANYTHING;
        }
        if (core.always().isPresent()) {
            return NOTHING;
        }
        return intern(fingerprints.of(core), new Term.Described(core));
    }

    int exactly(JsonNode value) {
        return intern("=" + JsonValues.key(value), new Term.Exactly(value));
    }

    int matching(String pattern) {
        return intern("~" + pattern, new Term.Matching(pattern));
    }

    private int intern(Object key, Term term) {
        var number = numbers.get(key);
        if (number == null) {
            number = terms.size();
            terms.add(term);
            numbers.put(key, number);
        }
        return 2 * number;
    }

    /** The alternatives of {@code anyOf} or {@code oneOf}, each with the names that its discriminator has for it. */
    List<Integer> alternatives(Schema schema, List<Schema> of) {
        if (schema.discriminator().isEmpty()) {
            return of.stream().map(this::schema).toList();
        }
        var before = alternatives.get(schema);
        if (before != null && before.size() == of.size()) {
            return before;
        }
        var discriminator = schema.discriminator().get();
        var result = new ArrayList<Integer>();
        for (var child : of) {
            result.add(named(child, discriminator.property(), names(discriminator, child)));
        }
        alternatives.put(schema, List.copyOf(result));
        return result;
    }

    static Set<String> names(Schema.Discriminator discriminator, Schema child) {
        var core = Reading.core(child);
        var names = new LinkedHashSet<String>();
        discriminator.mapping().forEach((name, target) -> {
            if (Reading.core(target) == core) {
                names.add(name);
            }
        });
        if (names.isEmpty()) {
            child.reference().flatMap(Schema::name).or(core::name).ifPresent(names::add);
        }
        return names;
    }

    private int named(Schema child, String property, Set<String> names) {
        if (names.isEmpty()) {
            return schema(child); // written in place: no name leads to it
        }
        var core = Reading.core(child);
        return intern(
                List.of(fingerprints.of(core), property, Set.copyOf(names)), new Term.Named(core, property, names));
    }
}
