package dev.seamwright.schemadiff.openapi.containment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds an object. Members depend on each other only through their number, so each is looked for by itself. */
final class ObjectSolver {
    private static final int MAX_MEMBERS = 2_000;
    private static final int MAX_PATTERNS = 5;

    private final Search search;
    private final Evaluator evaluator;
    private final Terms terms;
    private final Reading reading;
    private final Meter meter;
    private final Undeclared undeclared;

    ObjectSolver(Search search, Evaluator evaluator, Terms terms, Reading reading, Meter meter, Undeclared undeclared) {
        this.undeclared = undeclared;
        this.search = search;
        this.evaluator = evaluator;
        this.terms = terms;
        this.reading = reading;
        this.meter = meter;
    }

    Outcome solve(List<Fact> facts) {
        return new Run(facts).solve();
    }

    private final class Run {
        private long min;
        private @Nullable Long max;
        private final Map<String, Set<Integer>> present = new LinkedHashMap<>();
        private final Map<String, Set<Integer>> others = new LinkedHashMap<>();
        private final Set<String> absent = new HashSet<>();
        private final Set<String> notSent = new HashSet<>();
        private final List<Fact.Members> rules = new ArrayList<>();
        private final Set<Integer> names = new HashSet<>();
        private final List<Fact.SomeMember> some = new ArrayList<>();
        private final List<Fact> exclusions = new ArrayList<>();
        private final Set<String> patterns = new LinkedHashSet<>();
        private final Set<String> mentioned = new LinkedHashSet<>();
        private final Map<String, Outcome.Found> found = new TreeMap<>();
        private Outcome.@Nullable Unknown unknown;
        private final boolean unsent;

        Run(List<Fact> facts) {
            for (var fact : facts) {
                switch (fact) {
                    case Fact.Count(var least, var most) -> {
                        min = Math.max(min, least);
                        if (most != null) {
                            max = max == null ? most : Long.valueOf(Math.min(max, most));
                        }
                    }
                    case Fact.Absent(var name) -> absent.add(name);
                    case Fact.NotSent(var name) -> notSent.add(name);
                    case Fact.Member(var name, var literal) ->
                        present.computeIfAbsent(name, any -> new HashSet<>()).add(literal);
                    case Fact.OtherThanDeclared(var name, var literal) ->
                        others.computeIfAbsent(name, any -> new HashSet<>()).add(literal);
                    case Fact.Members rule -> {
                        rules.add(rule);
                        patterns.addAll(rule.patterns().keySet());
                        mentioned.addAll(rule.names().keySet());
                    }
                    case Fact.AllNames(var literal) -> names.add(literal);
                    case Fact.SomeMember one -> {
                        some.add(one);
                        patterns.addAll(one.notPatterns());
                        mentioned.addAll(one.notNames());
                    }
                    case Fact.NoneOf none -> exclusions.add(none);
                    default -> {}
                }
            }
            unsent = others.keySet().stream().anyMatch(this::isUnsent);
            others.forEach((name, literals) ->
                    present.computeIfAbsent(name, any -> new HashSet<>()).addAll(literals));
            notSent.forEach(name -> {
                if (isPlain(name)) {
                    present.remove(name);
                }
            });
            absent.addAll(notSent);
            mentioned.addAll(present.keySet());
            mentioned.addAll(absent);
            some.forEach(one -> {
                if (one.name() != Terms.ANYTHING && terms.of(one.name()) instanceof Term.Matching(var pattern)) {
                    patterns.add(pattern);
                }
            });
        }

        /** Whether nothing that holds of the object knows the name, which is then not used by chance. */
        private boolean isUnsent(String name) {
            return undeclared == Undeclared.NOT_DECLARED_ELSEWHERE
                    && !present.containsKey(name)
                    && rules.stream()
                            .allMatch(rule -> rule.silent()
                                    && !rule.names().containsKey(name)
                                    && rule.patterns().keySet().stream()
                                            .noneMatch(pattern -> reading.language(pattern)
                                                    .filter(language -> !language.contains(name))
                                                    .isEmpty()));
        }

        Outcome solve() {
            if (unsent) {
                return Outcome.EMPTY;
            }
            var exhausted = meter.within(mentioned.size());
            if (exhausted != null) {
                return exhausted;
            }
            if ((max != null && (min > max || present.size() > max))
                    || present.keySet().stream().anyMatch(absent::contains)) {
                return Outcome.EMPTY;
            }
            if (min > MAX_MEMBERS) {
                return new Outcome.Unknown("an object of so many members is too large to show");
            }
            // what is most likely to be impossible comes first
            var order = new ArrayList<>(present.keySet());
            order.sort((a, b) -> Boolean.compare(isPlain(a), isPlain(b)));
            for (var name : order) {
                var outcome = put(name, Set.of());
                if (outcome instanceof Outcome.Empty) {
                    return outcome;
                }
                remember(outcome);
            }
            for (var one : some) {
                var placed = place(one);
                if (placed instanceof Outcome.Empty) {
                    return some.size() == 1 || !possibleAlone(one)
                            ? placed
                            : new Outcome.Unknown("not all ways to arrange the members were tried");
                }
                remember(placed);
            }
            var filled = fill();
            return filled instanceof Outcome.Empty || unknown == null ? filled : unknown;
        }

        private boolean isPlain(String name) {
            return Set.of(Terms.ANYTHING).equals(present.get(name));
        }

        private void remember(Outcome outcome) {
            if (outcome instanceof Outcome.Unknown one) {
                unknown = one;
            }
        }

        /** What the rules say of a member; null if that is not known. */
        private @Nullable Set<Integer> literals(String name) {
            var literals = new HashSet<Integer>();
            for (var rule : rules) {
                var own = rule.names().get(name);
                var described = own != null;
                if (own != null) {
                    literals.add(own);
                }
                for (var pattern : rule.patterns().entrySet()) {
                    var language = reading.language(pattern.getKey());
                    if (language.isEmpty()) {
                        return null;
                    }
                    if (language.get().contains(name)) {
                        described = true;
                        literals.add(pattern.getValue());
                    }
                }
                if (!described) {
                    literals.add(rule.rest());
                }
            }
            return literals;
        }

        private Outcome value(String name, Set<Integer> more) {
            var literals = literals(name);
            if (literals == null) {
                return new Outcome.Unknown("a pattern of names is not understood");
            }
            literals.addAll(more);
            return search.within(literals);
        }

        private Truth named(int literal, String name) {
            return evaluator.holds(literal, TextNode.valueOf(name));
        }

        private Truth nameAllowed(String name) {
            var truth = Truth.TRUE;
            for (var literal : names) {
                truth = truth.and(named(literal, name));
            }
            return truth;
        }

        /** Gives a member its value, where the literals of {@code more} hold too. */
        private Outcome put(String name, Set<Integer> more) {
            var allowed = nameAllowed(name);
            if (allowed == Truth.FALSE) {
                return Outcome.EMPTY;
            }
            var literals = new HashSet<>(present.getOrDefault(name, Set.of()));
            literals.addAll(more);
            var outcome = value(name, literals);
            if (outcome instanceof Outcome.Empty) {
                return outcome;
            }
            if (outcome instanceof Outcome.Found one && allowed == Truth.TRUE) {
                found.put(name, one);
                present.put(name, literals);
                return outcome;
            }
            return outcome instanceof Outcome.Unknown
                    ? outcome
                    : new Outcome.Unknown("it is not known whether a member may be called %s".formatted(name));
        }

        private boolean qualifies(Fact.SomeMember one, String name, Truth wanted) {
            var truth = Truth.of(!one.notNames().contains(name)).and(named(one.name(), name));
            for (var pattern : one.notPatterns()) {
                truth = truth.and(named(terms.matching(pattern), name).negated());
            }
            return truth == wanted;
        }

        private boolean isFull() {
            return max != null && present.size() >= max;
        }

        private Outcome place(Fact.SomeMember one) {
            Outcome outcome = Outcome.EMPTY;
            var candidates = new ArrayList<String>();
            mentioned.stream().filter(name -> !present.containsKey(name)).forEach(candidates::add);
            candidates.addAll(present.keySet());
            for (var name : candidates) {
                if (absent.contains(name) || (isFull() && !present.containsKey(name))) {
                    continue;
                }
                if (qualifies(one, name, Truth.UNKNOWN)) {
                    outcome = new Outcome.Unknown("a pattern of names is not understood");
                } else if (qualifies(one, name, Truth.TRUE)) {
                    var here = put(name, Set.of(one.literal()));
                    if (here instanceof Outcome.Found) {
                        return here;
                    }
                    outcome = here instanceof Outcome.Unknown ? here : outcome;
                }
            }
            if (isFull()) {
                return outcome;
            }
            var fresh = fresh(one);
            return fresh instanceof Outcome.Empty ? outcome : fresh;
        }

        /** Whether the member could be, if no other were wanted. */
        private boolean possibleAlone(Fact.SomeMember one) {
            for (var name : mentioned) {
                if (!absent.contains(name)
                        && !qualifies(one, name, Truth.FALSE)
                        && !(value(name, Set.of(one.literal())) instanceof Outcome.Empty)) {
                    return true;
                }
            }
            return isFull() || !(fresh(one) instanceof Outcome.Empty);
        }

        /** Adds a member with a name that is not mentioned anywhere, for each way in which names can match patterns. */
        private Outcome fresh(Fact.@Nullable SomeMember one) {
            if (patterns.size() > MAX_PATTERNS) {
                return new Outcome.Unknown("names must match too many patterns");
            }
            var all = List.copyOf(patterns);
            Outcome outcome = Outcome.EMPTY;
            for (var way = 0; way < 1 << all.size(); way++) {
                var exhausted = meter.step(1);
                if (exhausted != null) {
                    return exhausted;
                }
                var matched = new HashSet<String>();
                for (var i = 0; i < all.size(); i++) {
                    if ((way >> i & 1) == 1) {
                        matched.add(all.get(i));
                    }
                }
                var here = fresh(one, all, matched);
                if (here instanceof Outcome.Found) {
                    return here;
                }
                outcome = here instanceof Outcome.Unknown ? here : outcome;
            }
            return outcome;
        }

        private Outcome fresh(Fact.@Nullable SomeMember one, List<String> all, Set<String> matched) {
            if (one != null && one.notPatterns().stream().anyMatch(matched::contains)) {
                return Outcome.EMPTY;
            }
            var literals = new HashSet<Integer>();
            for (var rule : rules) {
                var described = false;
                for (var pattern : rule.patterns().entrySet()) {
                    if (matched.contains(pattern.getKey())) {
                        described = true;
                        literals.add(pattern.getValue());
                    }
                }
                if (!described) {
                    literals.add(rule.rest());
                }
            }
            if (one != null) {
                literals.add(one.literal());
            }
            var value = search.within(literals);
            if (value instanceof Outcome.Empty) {
                return value;
            }
            var name = name(one, all, matched);
            if (!(name instanceof Outcome.Found(var text, var ignored))) {
                return name;
            }
            if (value instanceof Outcome.Found member) {
                found.put(text.textValue(), member);
                present.put(text.textValue(), literals);
                mentioned.add(text.textValue());
            }
            return value;
        }

        private Outcome name(Fact.@Nullable SomeMember one, List<String> all, Set<String> matched) {
            if (all.isEmpty() && names.isEmpty() && (one == null || one.name() == Terms.ANYTHING)) {
                var name = "other";
                for (var i = 2; mentioned.contains(name); i++) {
                    name = "other" + i;
                }
                return Outcome.found(TextNode.valueOf(name));
            }
            var literals = new HashSet<>(names);
            if (one != null) {
                literals.add(one.name());
            }
            for (var pattern : all) {
                var literal = terms.matching(pattern);
                literals.add(matched.contains(pattern) ? literal : Terms.not(literal));
            }
            mentioned.forEach(name -> literals.add(search.differs(TextNode.valueOf(name))));
            return search.text(literals);
        }

        private Outcome fill() {
            Outcome last = Outcome.EMPTY;
            for (var name : List.copyOf(mentioned)) {
                if (present.size() >= min) {
                    break;
                }
                if (!present.containsKey(name) && !absent.contains(name)) {
                    var outcome = put(name, Set.of());
                    last = outcome instanceof Outcome.Unknown ? outcome : last;
                }
            }
            while (present.size() < min) {
                var one = fresh((Fact.SomeMember) null);
                if (one instanceof Outcome.Empty) {
                    // a member that was placed by choice is never more than one of those that can be
                    return last;
                }
                if (one instanceof Outcome.Unknown) {
                    return one;
                }
            }
            return checked();
        }

        private Outcome checked() {
            var object = JsonNodeFactory.instance.objectNode();
            var size = 1;
            for (var member : found.entrySet()) {
                object.set(member.getKey(), member.getValue().value());
                size += member.getValue().size();
            }
            if (exclusions.stream().noneMatch(fact -> Search.excluded(fact, object))) {
                return new Outcome.Found(object, size);
            }
            return different(object, size);
        }

        /** The object itself is excluded: with one more member, or with another value, it may not be. */
        private Outcome different(JsonNode object, int size) {
            for (var i = 0; i < exclusions.size() + 2 && !isFull(); i++) {
                if (!(fresh((Fact.SomeMember) null) instanceof Outcome.Found)) {
                    break;
                }
                var more = JsonNodeFactory.instance.objectNode();
                found.forEach((name, member) -> more.set(name, member.value()));
                if (exclusions.stream().noneMatch(fact -> Search.excluded(fact, more))) {
                    return new Outcome.Found(more, size + i + 1);
                }
            }
            return new Outcome.Unknown("no object was found that differs from %s".formatted(object));
        }
    }
}
