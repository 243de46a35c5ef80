package dev.seamwright.schemadiff.openapi.containment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.seamwright.contracts.openapi.JsonValues;
import dev.seamwright.contracts.openapi.Schema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a value for which a set of literals is true, a goal.
 *
 * <p>A value is finite, so a smallest value of a goal never contains a value of the same goal: while a goal is looked at, it counts as empty
 * where it is met again. What was found empty under that assumption is kept only if the goal itself turns out to be empty. So every goal is
 * looked at once or a few times, however many ways lead to it.
 */
final class Search {
    /** Goals within goals; each takes some hundred bytes of the stack. */
    private static final int MAX_DEPTH = 4_000;

    private static final int SHALLOW_DEPTH = 40;

    private static final int MAX_VALUE_SIZE = 20_000;
    private static final int MAX_CONDITIONS = 3_000;
    private static final List<Schema.Type> TYPES = List.of(
            Schema.Type.OBJECT,
            Schema.Type.ARRAY,
            Schema.Type.STRING,
            Schema.Type.NUMBER,
            Schema.Type.BOOLEAN,
            Schema.Type.NULL);
    private static final int NONE = Integer.MAX_VALUE;
    private static final int ANY_LEVELS = Integer.MAX_VALUE;
    private static final Outcome.Unknown TOO_FEW_LEVELS =
            new Outcome.Unknown("no value was found that nests so little");

    private final Terms terms;
    private final Evaluator evaluator;
    private final Cases cases;
    private final Meter meter;
    private final TextSolver texts;
    private final ArraySolver arrays;
    private final ObjectSolver objects;

    private final Map<Goal, Outcome> decided = new HashMap<>();
    private final Map<Goal, Provisional> provisional = new HashMap<>();
    private final List<Goal> provisionalOrder = new ArrayList<>();
    private final Map<Goal, Integer> open = new HashMap<>();

    /** How many levels of members the value that is looked for may have. */
    private int levels = ANY_LEVELS;

    /** With how many levels at most no value of a goal was found. */
    private final Map<Goal, Integer> unfound = new HashMap<>();

    private final IdentityHashMap<JsonNode, Integer> depths = new IdentityHashMap<>();

    private int maxDepth = SHALLOW_DEPTH;
    private boolean deep;

    /** The outermost open goal that the last answer assumed to be empty; {@link #NONE} if it assumed nothing. */
    private int assumed = NONE;

    private record Provisional(Outcome outcome, int assumed, int levels) {}

    /** Literals in ascending order, each once. */
    private static final class Goal {
        private final int[] literals;

        Goal(int[] literals) {
            this.literals = literals;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Goal goal && Arrays.equals(literals, goal.literals);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(literals);
        }
    }

    Search(Terms terms, Reading reading, Meter meter, Undeclared undeclared) {
        this.terms = terms;
        this.meter = meter;
        this.evaluator = new Evaluator(terms, reading, meter);
        this.cases = new Cases(terms, reading, this::disjoint);
        this.texts = new TextSolver(reading);
        this.arrays = new ArraySolver(this, evaluator, meter);
        this.objects = new ObjectSolver(this, evaluator, terms, reading, meter, undeclared);
    }

    /** Thrown where the stack of an ordinary thread may not suffice. */
    static final class TooDeep extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooDeep() {
            super("schemas nest deeply", null, false, false);
        }
    }

    /**
     * A value of all literals, or that there is none.
     *
     * @param deep whether the thread has a deep stack
     * @throws TooDeep when it needs one; what was found until then is remembered
     */
    Outcome solve(Collection<Integer> literals, boolean deep) {
        maxDepth = deep ? MAX_DEPTH : SHALLOW_DEPTH;
        this.deep = deep;
        try {
            return solve(literals.stream().mapToInt(Integer::intValue));
        } catch (StackOverflowError e) {
            return new Outcome.Unknown("schemas nest too deeply in one another");
        } finally {
            open.clear();
            provisional.clear();
            provisionalOrder.clear();
            current = new Assumptions();
        }
    }

    /**
     * A value of all literals with few levels of members, where {@link #solve} has found one, but the first that it met. Needs a deep stack.
     *
     * @param most how many levels it may have
     */
    Outcome shallow(Collection<Integer> literals, int most) {
        levels = most;
        try {
            return solve(literals, true);
        } finally {
            levels = ANY_LEVELS;
        }
    }

    /** Ends a search that runs on another thread. */
    void stop() {
        meter.stop();
    }

    private Outcome solve(IntStream literals) {
        var sorted = literals.filter(literal -> literal != Terms.ANYTHING)
                .sorted()
                .distinct()
                .toArray();
        for (var i = 0; i < sorted.length; i++) {
            if (sorted[i] == Terms.NOTHING || (i > 0 && sorted[i] == Terms.not(sorted[i - 1]))) {
                return settled(Outcome.EMPTY);
            }
        }
        if (sorted.length == 0) {
            return settled(Outcome.found(NullNode.instance));
        }
        var goal = new Goal(sorted);
        var known = decided.get(goal);
        if (known != null && answers(known)) {
            return settled(known);
        }
        var depth = open.get(goal);
        if (depth != null) {
            assumed = depth;
            return Outcome.EMPTY;
        }
        var before = provisional.get(goal);
        if (before != null && (before.outcome() instanceof Outcome.Empty || levels <= before.levels())) {
            assumed = before.assumed();
            return before.outcome();
        }
        if (levels <= unfound.getOrDefault(goal, -1)) {
            return settled(TOO_FEW_LEVELS);
        }
        return look(goal);
    }

    /** Whether what is known of a goal answers the question for a value of so many levels. */
    private boolean answers(Outcome known) {
        return levels == ANY_LEVELS
                || known instanceof Outcome.Empty
                || (known instanceof Outcome.Found(var value, var size) && depth(value) <= levels);
    }

    private int depth(JsonNode value) {
        if (!value.isContainerNode()) {
            return 0;
        }
        var known = depths.get(value);
        if (known == null) {
            known = 0;
            for (var member : value) {
                known = Math.max(known, 1 + depth(member));
            }
            depths.put(value, known);
        }
        return known;
    }

    private Outcome settled(Outcome outcome) {
        assumed = NONE;
        return outcome;
    }

    private Outcome look(Goal goal) {
        var exhausted = meter.pair();
        if (exhausted != null) {
            return settled(exhausted);
        }
        if (open.size() >= maxDepth) {
            if (!deep) {
                throw new TooDeep();
            }
            return settled(new Outcome.Unknown("schemas nest in one another more than %d times".formatted(MAX_DEPTH)));
        }
        var depth = open.size();
        open.put(goal, depth);
        var mark = provisionalOrder.size();
        var outer = new Assumptions();
        Outcome outcome = Outcome.EMPTY;
        try {
            var early = ofTwo(goal, outer);
            for (var type : early == null ? TYPES : List.<Schema.Type>of()) {
                outcome = either(outcome, typed(type, goal.literals, outer));
                if (outcome instanceof Outcome.Found) {
                    break;
                }
            }
            outcome = early == null ? outcome : early;
        } finally {
            open.remove(goal);
        }
        if (outcome instanceof Outcome.Found(var value, var size) && size > MAX_VALUE_SIZE) {
            outcome = Outcome.TOO_LARGE;
        }
        return conclude(goal, depth, mark, outer.lowest, outcome);
    }

    /**
     * What two of many literals say already: that they exclude each other, or a value that happens to suit all. There are fewer pairs than
     * sets, so they are looked at first.
     *
     * @return null if they say nothing of all
     */
    private @Nullable Outcome ofTwo(Goal goal, Assumptions into) {
        var literals = goal.literals;
        if (literals.length < 3) {
            return null;
        }
        for (var i = 0; i < literals.length; i++) {
            for (var j = 0; j < literals.length; j++) {
                if (!Terms.holds(literals[i]) || (Terms.holds(literals[j]) && j <= i)) {
                    continue;
                }
                var pair = solve(IntStream.of(literals[i], literals[j]));
                if (pair instanceof Outcome.Empty) {
                    into.lowest = Math.min(into.lowest, assumed);
                    return pair;
                }
                if (pair instanceof Outcome.Found(var value, var size)
                        && Arrays.stream(literals).allMatch(literal -> evaluator.holds(literal, value) == Truth.TRUE)) {
                    return pair;
                }
            }
        }
        return null;
    }

    private Outcome conclude(Goal goal, int depth, int mark, int lowest, Outcome outcome) {
        var within = provisionalOrder.subList(mark, provisionalOrder.size());
        if (outcome instanceof Outcome.Found) {
            // what was empty because this was assumed to be is open again
            within.forEach(provisional::remove);
            within.clear();
            decided.put(goal, outcome);
            return settled(outcome);
        }
        if (outcome instanceof Outcome.Unknown && meter.exhausted() != null) {
            // another question may have the means to find out
            within.forEach(provisional::remove);
            within.clear();
            return settled(outcome);
        }
        if (lowest >= depth) {
            if (outcome instanceof Outcome.Empty) {
                for (var inner : within) {
                    var found = provisional.remove(inner);
                    if (found != null) {
                        keep(inner, found.outcome(), found.levels());
                    }
                }
            } else {
                within.forEach(provisional::remove);
            }
            within.clear();
            keep(goal, outcome, levels);
            return settled(outcome);
        }
        provisional.put(goal, new Provisional(outcome, lowest, levels));
        provisionalOrder.add(goal);
        assumed = lowest;
        return outcome;
    }

    private void keep(Goal goal, Outcome outcome, int within) {
        if (outcome instanceof Outcome.Unknown && within != ANY_LEVELS) {
            unfound.merge(goal, within, Math::max);
        } else {
            decided.put(goal, outcome);
        }
    }

    /** The outermost assumption of several answers. */
    private static final class Assumptions {
        int lowest = NONE;
    }

    private Assumptions current = new Assumptions();

    /** A value of a member, which the answer under way depends on. */
    Outcome within(Collection<Integer> literals) {
        if (levels == 0) {
            return TOO_FEW_LEVELS;
        }
        var outer = levels;
        levels = outer == ANY_LEVELS ? outer : outer - 1;
        try {
            var answer = solve(literals.stream().mapToInt(Integer::intValue));
            current.lowest = Math.min(current.lowest, assumed);
            return answer;
        } finally {
            levels = outer;
        }
    }

    private Outcome typed(Schema.Type type, int[] literals, Assumptions into) {
        var outer = current;
        current = into;
        try {
            var state = new Case(type, Arrays.stream(literals).boxed().toList());
            for (var literal : literals) {
                state.add(literal, -1);
            }
            return search(state);
        } finally {
            current = outer;
        }
    }

    /** A text of all literals. */
    Outcome text(Collection<Integer> literals) {
        return typed(
                Schema.Type.STRING,
                literals.stream()
                        .filter(literal -> literal != Terms.ANYTHING)
                        .mapToInt(Integer::intValue)
                        .toArray(),
                current);
    }

    /** The literal that is true of all values but one. */
    int differs(JsonNode value) {
        return Terms.not(terms.exactly(value));
    }

    /** 1 if two literals are known to exclude each other, without any assumption. */
    private int disjoint(int a, int b) {
        var outer = current;
        var outerLevels = levels;
        current = new Assumptions();
        levels = ANY_LEVELS;
        try {
            var answer = solve(IntStream.of(a, b));
            return answer instanceof Outcome.Empty && assumed == NONE ? 1 : 0;
        } finally {
            current = outer;
            levels = outerLevels;
        }
    }

    private static Outcome either(Outcome a, Outcome b) {
        if (a instanceof Outcome.Found || b instanceof Outcome.Empty) {
            return a;
        }
        return b instanceof Outcome.Found || a instanceof Outcome.Empty ? b : a;
    }

    /** What is known in one case of a goal, for one type. */
    private static final class Case {
        final Schema.Type type;
        final List<Integer> root;
        final List<Fact> facts;
        final Set<Integer> seen;
        final ArrayDeque<Integer> agenda = new ArrayDeque<>();
        final List<Integer> negations;
        final List<List<List<Fact>>> choices;
        final Map<Integer, Integer> causes;
        boolean impossible;

        Case(Schema.Type type, List<Integer> root) {
            this.type = type;
            this.root = root;
            this.facts = new ArrayList<>();
            this.seen = new HashSet<>();
            this.negations = new ArrayList<>();
            this.choices = new ArrayList<>();
            this.causes = new HashMap<>();
        }

        private Case(Case other, List<Integer> root) {
            this.type = other.type;
            this.root = root;
            this.facts = new ArrayList<>(other.facts);
            this.seen = new HashSet<>(other.seen);
            this.agenda.addAll(other.agenda);
            this.negations = new ArrayList<>(other.negations);
            this.choices = new ArrayList<>(other.choices);
            this.causes = new HashMap<>(other.causes);
        }

        int size() {
            return facts.size() + seen.size() + causes.size() + negations.size() + choices.size();
        }

        Case copy() {
            return new Case(this, root);
        }

        Case copy(List<Integer> newRoot) {
            return new Case(this, newRoot);
        }

        /** @param cause the negation that this follows from, or -1 */
        void add(int literal, int cause) {
            if (literal == Terms.ANYTHING) {
                return;
            }
            if (literal == Terms.NOTHING || seen.contains(Terms.not(literal))) {
                impossible = true;
            } else if (seen.add(literal)) {
                agenda.add(literal);
                if (cause >= 0) {
                    causes.put(literal, cause);
                }
            } else if (isCausedBy(literal, cause)) { // what causes something has been seen
                impossible = true;
            }
        }

        /** A negation that would be true only because it is true is not. */
        private boolean isCausedBy(int literal, int cause) {
            var at = Terms.holds(literal) ? -1 : cause;
            for (var hops = 0; at >= 0 && hops <= causes.size(); hops++) {
                if (at == literal) {
                    return true;
                }
                at = causes.getOrDefault(at, -1);
            }
            return false;
        }

        void addAll(List<Fact> more, int cause) {
            for (var fact : more) {
                if (fact instanceof Fact.Literal(var literal)) {
                    add(literal, cause);
                } else {
                    facts.add(fact);
                }
            }
        }

        boolean satisfies(List<Fact> alternative) {
            return alternative.stream()
                    .allMatch(fact -> fact instanceof Fact.Literal(var literal)
                            && (literal == Terms.ANYTHING || seen.contains(literal)));
        }

        boolean excludes(List<Fact> alternative) {
            return alternative.stream()
                    .anyMatch(fact -> fact instanceof Fact.Literal(var literal)
                            && (literal == Terms.NOTHING || seen.contains(Terms.not(literal))));
        }
    }

    private Outcome search(Case at) {
        var exhausted = meter.step(at.size());
        if (exhausted != null) {
            return exhausted;
        }
        var settled = settle(at);
        if (settled != null) {
            return settled;
        }
        for (var fact : at.facts) {
            if (fact instanceof Fact.OneOf(var values)) {
                return among(values, at);
            }
        }
        while (!at.choices.isEmpty()) {
            var choice = at.choices.removeLast();
            if (choice.stream().anyMatch(at::satisfies)) {
                continue;
            }
            return branch(at, choice, -1);
        }
        if (at.negations.size() <= 1) {
            return at.negations.isEmpty() ? leaf(at) : refute(at, at.negations.getFirst());
        }
        return refuteAll(at);
    }

    /** Draws all conclusions that need no case distinction; the outcome if they contradict each other, or are too many. */
    private @Nullable Outcome settle(Case at) {
        while (true) {
            while (!at.agenda.isEmpty()) {
                if (at.impossible) {
                    return Outcome.EMPTY;
                }
                int literal = at.agenda.poll();
                if (Terms.holds(literal)) {
                    var expansion = cases.holding(literal, at.type);
                    if (expansion == null) {
                        return Outcome.EMPTY;
                    }
                    at.addAll(expansion.facts(), -1);
                    at.choices.addAll(expansion.choices());
                } else {
                    at.negations.add(literal);
                }
            }
            if (at.impossible) {
                return Outcome.EMPTY;
            }
            if (at.seen.size() > MAX_CONDITIONS) {
                return new Outcome.Unknown(
                        "too complex: more than %d schemas hold at one place".formatted(MAX_CONDITIONS));
            }
            var exhausted = meter.within(at.size());
            if (exhausted != null) {
                return exhausted;
            }
            var before = at.seen.size();
            if (!settleNegations(at)) {
                return Outcome.EMPTY;
            }
            settleChoices(at);
            if (at.impossible) {
                return Outcome.EMPTY;
            }
            if (at.seen.size() == before && at.agenda.isEmpty()) {
                return null;
            }
        }
    }

    private boolean settleNegations(Case at) {
        for (var literal : List.copyOf(at.negations)) {
            var failing = cases.failing(literal, at.type);
            if (failing.isEmpty()) {
                at.negations.remove((Object) literal);
                continue;
            }
            var possible = failing.get().stream()
                    .filter(alternative -> !at.excludes(alternative))
                    .toList();
            if (possible.isEmpty()) {
                return false;
            }
            if (possible.size() == 1) {
                at.negations.remove((Object) literal);
                at.addAll(possible.getFirst(), literal);
            }
        }
        return true;
    }

    private static void settleChoices(Case at) {
        for (var choice : List.copyOf(at.choices)) {
            var possible = choice.stream()
                    .filter(alternative -> !at.excludes(alternative))
                    .toList();
            if (possible.isEmpty()) {
                at.impossible = true;
            } else if (possible.size() == 1) {
                at.choices.remove(choice);
                at.addAll(possible.getFirst(), -1);
            }
        }
    }

    private Outcome branch(Case at, List<List<Fact>> choice, int cause) {
        Outcome outcome = Outcome.EMPTY;
        var tried = new HashSet<Fact>();
        for (var alternative : choice) {
            if (at.excludes(alternative)
                    || (alternative.size() == 1
                            && alternative.getFirst() instanceof Fact.Literal literal
                            && !tried.add(literal))) {
                continue;
            }
            var next = at.copy();
            next.addAll(alternative, cause);
            if (next.impossible) {
                continue;
            }
            outcome = either(outcome, search(next));
            if (outcome instanceof Outcome.Found) {
                return outcome;
            }
        }
        return outcome;
    }

    private Outcome refute(Case at, int negation) {
        var next = at.copy();
        next.negations.remove((Object) negation);
        var failing = cases.failing(negation, at.type);
        return failing.isEmpty() ? search(next) : branch(next, failing.get(), negation);
    }

    /** Several negations: often one of them alone is impossible, or what refutes one refutes all. */
    private Outcome refuteAll(Case at) {
        for (var negation : at.negations) {
            var root = new ArrayList<Integer>();
            at.seen.stream().filter(Terms::holds).forEach(root::add);
            root.add(negation);
            var alone = at.copy(root);
            alone.negations.clear();
            alone.negations.add(negation);
            var outcome = refute(alone, negation);
            if (outcome instanceof Outcome.Empty) {
                return outcome;
            }
            if (outcome instanceof Outcome.Found(var value, var size)
                    && at.root.stream().allMatch(literal -> evaluator.holds(literal, value) == Truth.TRUE)) {
                return outcome;
            }
        }
        return refute(at, at.negations.getFirst());
    }

    /** Only these values can be: each is tried. */
    private Outcome among(List<JsonNode> values, Case at) {
        Outcome outcome = Outcome.EMPTY;
        for (var value : values) {
            if (Cases.typeOf(value) != at.type) {
                continue;
            }
            var truth = Truth.TRUE;
            for (var literal : at.root) {
                truth = truth.and(evaluator.holds(literal, value));
            }
            if (truth == Truth.TRUE) {
                return new Outcome.Found(value, 1);
            }
            if (truth == Truth.UNKNOWN) {
                outcome = new Outcome.Unknown("it is not known whether %s is allowed".formatted(value));
            }
        }
        return outcome;
    }

    private Outcome leaf(Case at) {
        var hidden = new HashMap<String, Boolean>();
        for (var fact : at.facts) {
            if (fact instanceof Fact.Hidden(var what, var holds)) {
                var other = hidden.put(what, holds);
                if (other != null && other != holds) {
                    return Outcome.EMPTY;
                }
            }
        }
        var outcome = switch (at.type) {
            case NULL -> constant(List.of(NullNode.instance), at.facts);
            case BOOLEAN -> constant(List.of(BooleanNode.TRUE, BooleanNode.FALSE), at.facts);
            case NUMBER, INTEGER -> NumberSolver.solve(at.facts);
            case STRING -> texts.solve(at.facts);
            case ARRAY -> arrays.solve(at.facts);
            case OBJECT -> objects.solve(at.facts);
        };
        if (outcome instanceof Outcome.Found && !hidden.isEmpty()) {
            return new Outcome.Unknown(
                    "%s is not understood".formatted(hidden.keySet().iterator().next()));
        }
        return outcome;
    }

    private static Outcome constant(List<JsonNode> all, List<Fact> facts) {
        return all.stream()
                .filter(value -> facts.stream().noneMatch(fact -> excluded(fact, value)))
                .findFirst()
                .map(Outcome::found)
                .orElse(Outcome.EMPTY);
    }

    static boolean excluded(Fact fact, JsonNode value) {
        return fact instanceof Fact.NoneOf(var values) && values.stream().anyMatch(one -> JsonValues.equal(one, value));
    }
}
