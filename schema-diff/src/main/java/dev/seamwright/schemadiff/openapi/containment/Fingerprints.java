package dev.seamwright.schemadiff.openapi.containment;

import dev.seamwright.contracts.openapi.JsonValues;
import dev.seamwright.contracts.openapi.Schema;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that are equal for schemas which say the same in the same way, whatever is called how and stands where, in whichever document. They are
 * made from the leaves up; the schemas of a cycle are told apart by repeated rounds over it.
 */
final class Fingerprints {
    /** Nobody can make two schemas that differ and have one fingerprint without knowing it. */
    private static final long SEED = new SecureRandom().nextLong();

    private final IdentityHashMap<Schema, Entry> entries = new IdentityHashMap<>();
    private int counter;

    private static final class Entry {
        final long local;
        final List<Schema> ordered;
        final List<List<Schema>> unordered;
        int index = -1;
        int low;
        boolean open;
        boolean done;
        long value;
        long next;

        Entry(long local, List<Schema> ordered, List<List<Schema>> unordered) {
            this.local = local;
            this.ordered = ordered;
            this.unordered = unordered;
        }

        Iterable<Schema> children() {
            if (unordered.stream().allMatch(List::isEmpty)) {
                return ordered;
            }
            var all = new ArrayList<>(ordered);
            unordered.forEach(all::addAll);
            return all;
        }
    }

    long of(Schema schema) {
        var core = Reading.core(schema);
        var entry = entry(core);
        if (!entry.done) {
            visit(entry);
        }
        return entry.value;
    }

    private Entry entry(Schema core) {
        var known = entries.get(core);
        if (known == null) {
            known = describe(core);
            entries.put(core, known);
        }
        return known;
    }

    /** Tarjan's algorithm with a stack of its own: cycles complete from the innermost out. */
    private void visit(Entry root) {
        record Frame(Entry entry, Iterator<Schema> rest) {}
        var frames = new ArrayDeque<Frame>();
        var open = new ArrayDeque<Entry>();
        start(root, open);
        frames.push(new Frame(root, root.children().iterator()));
        while (!frames.isEmpty()) {
            var frame = frames.peek();
            if (frame.rest().hasNext()) {
                var child = entry(Reading.core(frame.rest().next()));
                if (child.index < 0) {
                    start(child, open);
                    frames.push(new Frame(child, child.children().iterator()));
                } else if (child.open) {
                    frame.entry().low = Math.min(frame.entry().low, child.index);
                }
                continue;
            }
            frames.pop();
            var done = frame.entry();
            var parent = frames.peek();
            if (parent != null) {
                parent.entry().low = Math.min(parent.entry().low, done.low);
            }
            if (done.low == done.index) {
                var cycle = new ArrayList<Entry>();
                Entry member;
                do {
                    member = open.pop();
                    cycle.add(member);
                } while (member != done);
                complete(cycle);
            }
        }
    }

    private void start(Entry entry, ArrayDeque<Entry> open) {
        entry.index = counter++;
        entry.low = entry.index;
        entry.open = true;
        open.push(entry);
    }

    private void complete(List<Entry> cycle) {
        cycle.forEach(entry -> entry.value = entry.local);
        var classes = 0;
        for (var round = 0; round <= cycle.size(); round++) {
            var values = new HashSet<Long>();
            for (var entry : cycle) {
                entry.next = combined(entry);
                values.add(entry.next);
            }
            cycle.forEach(entry -> entry.value = entry.next);
            if ((cycle.size() == 1 && round == 1) || values.size() == classes) {
                break;
            }
            classes = values.size();
        }
        // the values of the whole cycle, so that two cycles of one fingerprint are alike in every round that could
        // follow
        var all = cycle.stream()
                .mapToLong(entry -> entry.value)
                .sorted()
                .distinct()
                .toArray();
        var summary = mix(SEED, all.length);
        for (var value : all) {
            summary = mix(summary, value);
        }
        for (var entry : cycle) {
            entry.value = cycle.size() == 1 ? entry.value : mix(entry.value, summary);
            entry.open = false;
            entry.done = true;
        }
    }

    private long combined(Entry entry) {
        var hash = mix(SEED, entry.local);
        for (var child : entry.ordered) {
            hash = mix(hash, entry(Reading.core(child)).value);
        }
        for (var group : entry.unordered) {
            if (group.isEmpty()) {
                hash = mix(hash, 0);
                continue;
            }
            var values = group.stream()
                    .mapToLong(child -> entry(Reading.core(child)).value)
                    .sorted()
                    .toArray();
            hash = mix(hash, values.length);
            for (var value : values) {
                hash = mix(hash, value);
            }
        }
        return hash;
    }

    static long mix(long hash, long value) {
        var mixed = (hash ^ value * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        mixed ^= mixed >>> 29;
        mixed = (mixed + SEED) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 32;
    }

    static long mix(long hash, String text) {
        var mixed = mix(hash, text.length());
        for (var i = 0; i < text.length(); i++) {
            mixed = mix(mixed, text.charAt(i));
        }
        return mixed;
    }

    private static Entry describe(Schema schema) {
        var text = new StringBuilder();
        var ordered = new ArrayList<Schema>();
        var unordered = new ArrayList<List<Schema>>();
        schema.always().ifPresent(always -> text.append("always ").append(always));
        text.append(schema.types());
        if (schema.values() != null) {
            text.append("values");
            schema.values().stream()
                    .map(value -> JsonValues.key(value.toJson()))
                    .sorted()
                    .distinct()
                    .forEach(key -> text.append(' ').append(key));
        }
        var numbers = new Object[] {
            schema.minimum(),
            schema.exclusiveMinimum(),
            schema.maximum(),
            schema.exclusiveMaximum(),
            schema.multipleOf()
        };
        for (var number : numbers) {
            text.append(' ').append(number instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : null);
        }
        text.append(Arrays.asList(
                schema.minLength(),
                schema.maxLength(),
                schema.minContains(),
                schema.maxContains(),
                schema.minItems(),
                schema.maxItems(),
                schema.minProperties(),
                schema.maxProperties(),
                schema.uniqueItems()));
        quote(text, schema.pattern());
        quote(text, schema.format());
        if (!schema.required().isEmpty()) {
            schema.required().stream().sorted().distinct().forEach(name -> {
                quote(text, name);
                Reading.declaration(schema, name).ifPresent(declaration -> sides(text, declaration));
            });
        }
        text.append("dependent");
        if (!schema.dependentRequired().isEmpty()) {
            schema.dependentRequired().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> {
                        quote(text, entry.getKey());
                        entry.getValue().stream().sorted().forEach(name -> quote(text, name));
                        text.append(';');
                    });
        }
        for (var opaque : schema.opaque()) {
            quote(text, opaque.keyword());
            text.append(JsonValues.key(opaque.value().toJson()));
        }
        named(text, "properties", schema.properties(), ordered);
        named(text, "patternProperties", schema.patternProperties(), ordered);
        named(text, "dependentSchemas", schema.dependentSchemas(), ordered);
        schema.discriminator().ifPresent(discriminator -> {
            quote(text, discriminator.property());
            named(text, "mapping", discriminator.mapping(), ordered);
            named(text, "heirs", discriminator.heirs(), ordered);
            for (var child : schema.oneOf()) {
                quote(text, Reading.core(child).name().orElse(""));
            }
            for (var child : schema.anyOf()) {
                quote(text, Reading.core(child).name().orElse(""));
            }
        });
        one(text, "ref", schema.reference(), ordered);
        one(text, "items", schema.items(), ordered);
        one(text, "contains", schema.contains(), ordered);
        one(text, "unevaluatedItems", schema.unevaluatedItems(), ordered);
        one(text, "additional", schema.additionalProperties(), ordered);
        one(text, "names", schema.propertyNames(), ordered);
        one(text, "unevaluated", schema.unevaluatedProperties(), ordered);
        one(text, "not", schema.not(), ordered);
        one(text, "if", schema.condition(), ordered);
        one(text, "then", schema.then(), ordered);
        one(text, "else", schema.otherwise(), ordered);
        text.append("prefix").append(schema.prefixItems().size());
        ordered.addAll(schema.prefixItems());
        unordered.add(schema.allOf());
        unordered.add(schema.anyOf());
        unordered.add(schema.oneOf());
        return new Entry(mix(SEED, text.toString()), List.copyOf(ordered), List.copyOf(unordered));
    }

    private static void named(StringBuilder text, String keyword, Map<String, Schema> named, List<Schema> ordered) {
        text.append(keyword);
        if (named.isEmpty()) {
            return;
        }
        named.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            quote(text, entry.getKey());
            sides(text, entry.getValue());
            ordered.add(entry.getValue());
        });
    }

    private static void sides(StringBuilder text, Schema property) {
        if (Reading.marked(property, true, 0)) {
            text.append("readOnly");
        }
        if (Reading.marked(property, false, 0)) {
            text.append("writeOnly");
        }
    }

    private static void one(StringBuilder text, String keyword, Optional<Schema> schema, List<Schema> ordered) {
        schema.ifPresent(present -> {
            text.append(keyword);
            ordered.add(present);
        });
    }

    private static void quote(StringBuilder text, @Nullable String part) {
        text.append(' ');
        if (part == null) {
            text.append('-');
        } else {
            text.append(part.length()).append(':').append(part);
        }
    }
}
