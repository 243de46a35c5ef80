package dev.seamwright.schemadiff.openapi.containment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.contracts.openapi.JsonValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds an array: what must be somewhere is put at each place where it can be, then the rest is filled up. */
final class ArraySolver {
    private static final int MAX_ITEMS = 5_000;
    private static final int MAX_WANTED = 50;

    private final Search search;
    private final Evaluator evaluator;
    private final Meter meter;

    ArraySolver(Search search, Evaluator evaluator, Meter meter) {
        this.search = search;
        this.evaluator = evaluator;
        this.meter = meter;
    }

    Outcome solve(List<Fact> facts) {
        return new Run(facts).solve();
    }

    /**
     * Something that must be among the items, at this index or later.
     *
     * @param counted whether an item that is wanted once more must be another one
     */
    private record Wanted(int from, boolean exactly, int literal, boolean counted) {}

    private final class Run {
        private long min;
        private @Nullable Long max;
        private final List<Fact.Items> items = new ArrayList<>();
        private final List<Wanted> wanted = new ArrayList<>();
        private final Map<Integer, Fact.Containing> counts = new TreeMap<>();
        private final List<Fact.Containing> limits = new ArrayList<>();
        private final List<Fact> exclusions = new ArrayList<>();
        private boolean unique;
        private boolean twice;
        private int start;

        /** Set where something was tried in part only. */
        private boolean incomplete;

        Run(List<Fact> facts) {
            for (var fact : facts) {
                switch (fact) {
                    case Fact.Count(var least, var most) -> {
                        min = Math.max(min, least);
                        atMost(most);
                    }
                    case Fact.Items one -> {
                        items.add(one);
                        start = Math.max(start, one.prefix().size());
                    }
                    case Fact.ItemAt(var index, var literal) -> wanted.add(new Wanted(index, true, literal, false));
                    case Fact.ItemFrom(var index, var literal) -> wanted.add(new Wanted(index, false, literal, false));
                    case Fact.Containing containing -> containing(containing);
                    case Fact.Unique(var holds) -> {
                        unique |= holds;
                        twice |= !holds;
                    }
                    case Fact.NoneOf none -> exclusions.add(none);
                    default -> {}
                }
            }
            counts.values().forEach(this::wantCounted);
            for (var one : wanted) {
                start = Math.max(start, one.from());
            }
        }

        private void atMost(@Nullable Long most) {
            if (most != null) {
                max = max == null ? most : Long.valueOf(Math.min(max, most));
            }
        }

        /** Counts of one literal are one count. */
        private void containing(Fact.Containing containing) {
            if (containing.literal() == Terms.ANYTHING) {
                min = Math.max(min, containing.min());
                atMost(containing.max());
                return;
            }
            counts.merge(containing.literal(), containing, (a, b) -> {
                var most = a.max() == null || (b.max() != null && b.max() < a.max()) ? b.max() : a.max();
                return new Fact.Containing(a.literal(), Math.max(a.min(), b.min()), most);
            });
        }

        private void wantCounted(Fact.Containing containing) {
            for (var i = 0; i < Math.min(containing.min(), MAX_WANTED + 1); i++) {
                wanted.addFirst(new Wanted(0, false, containing.literal(), true));
            }
            if (containing.max() != null && containing.max() == 0) {
                items.add(new Fact.Items(List.of(), Terms.not(containing.literal())));
            } else if (containing.max() != null) {
                limits.add(containing);
            }
        }

        Outcome solve() {
            var contradicts =
                    counts.values().stream().anyMatch(count -> count.max() != null && count.min() > count.max());
            if ((max != null && min > max) || (unique && twice) || contradicts) {
                return Outcome.EMPTY;
            }
            if (min > MAX_ITEMS || start > MAX_ITEMS || wanted.size() > MAX_WANTED) {
                return new Outcome.Unknown("an array of so many items is too long to show");
            }
            var outcome = place(0, new TreeMap<>());
            return outcome instanceof Outcome.Empty && incomplete
                    ? new Outcome.Unknown("not all ways to arrange the items were tried")
                    : outcome;
        }

        /** Puts what is wanted, from a number on, at each place in turn. */
        private Outcome place(int next, SortedMap<Integer, Set<Integer>> placed) {
            var exhausted = meter.step(1);
            if (exhausted != null) {
                return exhausted;
            }
            if (next == wanted.size()) {
                return twice ? placeTwice(placed) : fill(placed, -1, -1);
            }
            var one = wanted.get(next);
            var end = placed.isEmpty() ? start : Math.max(start, placed.lastKey() + 1);
            Outcome outcome = Outcome.EMPTY;
            var last = one.exactly() ? one.from() : end;
            // what is wanted several times is the same everywhere: later ones stand behind
            for (var index = last; index >= one.from(); index--) {
                if (max != null && index >= max) {
                    continue;
                }
                var more = new TreeMap<Integer, Set<Integer>>();
                placed.forEach((key, value) -> more.put(key, new HashSet<>(value)));
                if (!more.computeIfAbsent(index, any -> new HashSet<>()).add(one.literal()) && one.counted()) {
                    continue; // there it is already counted
                }
                var here = place(next + 1, more);
                if (here instanceof Outcome.Found) {
                    return here;
                }
                outcome = here instanceof Outcome.Unknown ? here : outcome;
            }
            return outcome;
        }

        /** Two items are equal: any two places may hold them. */
        private Outcome placeTwice(SortedMap<Integer, Set<Integer>> placed) {
            var end = (placed.isEmpty() ? start : Math.max(start, placed.lastKey() + 1)) + 1;
            Outcome outcome = Outcome.EMPTY;
            for (var second = end; second >= 1; second--) {
                for (var first = second - 1; first >= 0; first--) {
                    if (max != null && second >= max) {
                        continue;
                    }
                    var here = fill(placed, first, second);
                    if (here instanceof Outcome.Found) {
                        return here;
                    }
                    outcome = here instanceof Outcome.Unknown ? here : outcome;
                }
            }
            return outcome;
        }

        private Set<Integer> literals(int index, SortedMap<Integer, Set<Integer>> placed) {
            var literals = new HashSet<Integer>(placed.getOrDefault(index, Set.of()));
            for (var one : items) {
                literals.add(index < one.prefix().size() ? one.prefix().get(index) : one.rest());
            }
            return literals;
        }

        private Outcome fill(SortedMap<Integer, Set<Integer>> placed, int first, int second) {
            var length = (int) Math.max(min, Math.max(placed.isEmpty() ? 0 : placed.lastKey() + 1, second + 1));
            if (max != null && length > max) {
                return Outcome.EMPTY;
            }
            var values = new ArrayList<JsonNode>();
            var size = 1;
            var seen = new HashSet<String>();
            Outcome.@Nullable Unknown unknown = null;
            for (var index = 0; index < length; index++) {
                var literals = literals(index, placed);
                if (index == first) {
                    literals.addAll(literals(second, placed));
                }
                if (index == second) {
                    values.add(values.get(first));
                    continue;
                }
                var item = limited(literals);
                if (unique
                        && item instanceof Outcome.Found(var value, var ignored)
                        && !seen.add(JsonValues.key(value))) {
                    item = another(literals, values, seen);
                }
                switch (item) {
                    case Outcome.Empty empty -> {
                        return empty;
                    }
                    case Outcome.Unknown one -> {
                        unknown = one;
                        values.add(JsonNodeFactory.instance.nullNode());
                    }
                    case Outcome.Found(var value, var itemSize) -> {
                        values.add(value);
                        size += itemSize;
                    }
                }
            }
            return unknown != null ? unknown : checked(values, size);
        }

        /** An item that is not counted against a limit if it need not be. */
        private Outcome limited(Set<Integer> literals) {
            for (var limit : limits) {
                if (!literals.contains(limit.literal())) {
                    literals.add(Terms.not(limit.literal()));
                    incomplete |= limits.size() > 1;
                    if (search.within(literals) instanceof Outcome.Empty) {
                        literals.remove(Terms.not(limit.literal()));
                    }
                }
            }
            return search.within(literals);
        }

        /** A value that is not there yet. Items before it could have been others, unless all are alike. */
        private Outcome another(Set<Integer> literals, List<JsonNode> values, Set<String> seen) {
            var others = new HashSet<>(literals);
            values.forEach(value -> others.add(search.differs(value)));
            var item = search.within(others);
            if (item instanceof Outcome.Found(var value, var ignored)) {
                seen.add(JsonValues.key(value));
            } else if (item instanceof Outcome.Empty && (start > 0 || !wanted.isEmpty())) {
                incomplete = true;
            }
            return item;
        }

        private Outcome checked(List<JsonNode> values, int size) {
            var array = JsonNodeFactory.instance.arrayNode().addAll(values);
            for (var limit : limits) {
                var sure = 0;
                for (var item : values) {
                    if (evaluator.holds(limit.literal(), item) != Truth.FALSE) {
                        sure++;
                    }
                }
                if (limit.max() != null && sure > limit.max()) {
                    incomplete |= unique || twice;
                    return Outcome.EMPTY;
                }
            }
            if (exclusions.stream().anyMatch(fact -> Search.excluded(fact, array))) {
                return longer(array, size);
            }
            return new Outcome.Found(array, size);
        }

        /** The array itself is excluded: one with one more item may not be. */
        private Outcome longer(JsonNode array, int size) {
            incomplete = true;
            for (var length = array.size() + 1; length < array.size() + 4; length++) {
                if ((max != null && length > max) || unique || !limits.isEmpty()) {
                    break;
                }
                var values = new ArrayList<JsonNode>();
                array.forEach(values::add);
                while (values.size() < length) {
                    if (!(search.within(literals(values.size(), new TreeMap<>()))
                            instanceof Outcome.Found(var value, var ignored))) {
                        return Outcome.EMPTY;
                    }
                    values.add(value);
                }
                var candidate = JsonNodeFactory.instance.arrayNode().addAll(values);
                if (exclusions.stream().noneMatch(fact -> Search.excluded(fact, candidate))) {
                    return new Outcome.Found(candidate, size + 4);
                }
            }
            return Outcome.EMPTY;
        }
    }
}
