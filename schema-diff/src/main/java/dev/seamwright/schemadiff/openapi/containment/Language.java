package dev.seamwright.schemadiff.openapi.containment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Operations;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;
import org.apache.lucene.util.automaton.Transition;
import org.jspecify.annotations.Nullable;

/** A set of texts, as a deterministic automaton over code points without surrogates. */
final class Language {
    /** How much work one operation on automata may be; beyond that a pattern is not understood. */
    static final int WORK = 200_000;

    static final int MAX_STATES = 20_000;
    private static final int MAX_LENGTH_STEPS = 20_000;

    static final Language ALL = new Language(anyText());

    private final Automaton automaton;

    private Language(Automaton automaton) {
        this.automaton = automaton;
    }

    /** Thrown where the budget for automata does not suffice. */
    static final class TooComplex extends Exception {
        private static final long serialVersionUID = 1L;

        TooComplex() {
            super("the automaton of a pattern is too large");
        }
    }

    static Language of(Automaton automaton) throws TooComplex {
        return new Language(determinized(Operations.intersection(automaton, ALL.automaton)));
    }

    private static Automaton determinized(Automaton automaton) throws TooComplex {
        if (automaton.getNumStates() > MAX_STATES) {
            throw new TooComplex();
        }
        try {
            return Operations.removeDeadStates(Operations.determinize(automaton, WORK));
        } catch (TooComplexToDeterminizeException e) {
            throw new TooComplex();
        }
    }

    private static Automaton anyText() {
        return Operations.determinize(
                Operations.repeat(Operations.union(List.of(
                        Automata.makeCharRange(0, Character.MIN_SURROGATE - 1),
                        Automata.makeCharRange(Character.MAX_SURROGATE + 1, Character.MAX_CODE_POINT)))),
                WORK);
    }

    boolean contains(String text) {
        return Operations.run(automaton, text);
    }

    boolean isEmpty() {
        return Operations.isEmpty(automaton);
    }

    Language and(Language other) throws TooComplex {
        if (this == ALL) {
            return other;
        }
        if (other == ALL) {
            return this;
        }
        if ((long) automaton.getNumStates() * other.automaton.getNumStates() > 50L * MAX_STATES) {
            throw new TooComplex();
        }
        return new Language(determinized(Operations.intersection(automaton, other.automaton)));
    }

    Language minus(Language other) throws TooComplex {
        if ((long) automaton.getNumStates() * other.automaton.getNumStates() > 50L * MAX_STATES) {
            throw new TooComplex();
        }
        try {
            return new Language(determinized(Operations.minus(automaton, other.automaton, WORK)));
        } catch (TooComplexToDeterminizeException e) {
            throw new TooComplex();
        }
    }

    Language minus(String text) throws TooComplex {
        return minus(new Language(Automata.makeString(text)));
    }

    /** A shortest text of a length in the range; empty if there is none. */
    Optional<String> shortest(int min, int max) throws TooComplex {
        if (isEmpty() || min > max) {
            return Optional.empty();
        }
        // the states that a text of each length can lead to, up to the least length
        var layers = new ArrayList<Map<Integer, Step>>();
        Map<Integer, Step> layer = new HashMap<>();
        layer.put(0, new Step(-1, 0));
        layers.add(layer);
        var work = 0L;
        for (var length = 0; length < min; length++) {
            var next = new HashMap<Integer, Step>();
            for (var state : layer.keySet()) {
                expand(state, next);
            }
            work += next.size();
            if (work > (long) MAX_LENGTH_STEPS * 50 || min > MAX_LENGTH_STEPS) {
                throw new TooComplex();
            }
            if (next.isEmpty()) {
                return Optional.empty();
            }
            layers.add(next);
            layer = next;
        }
        var seen = new BitSet();
        while (true) {
            for (var state : layer.keySet()) {
                if (automaton.isAccept(state)) {
                    return Optional.of(text(layers, state));
                }
            }
            if (layers.size() - 1 >= max) {
                return Optional.empty();
            }
            var next = new HashMap<Integer, Step>();
            for (var state : layer.keySet()) {
                expand(state, next);
            }
            next.keySet().removeIf(state -> seen.get(state));
            if (next.isEmpty()) {
                return Optional.empty();
            }
            next.keySet().forEach(state -> seen.set(state));
            layers.add(next);
            layer = next;
        }
    }

    private record Step(int from, int codePoint) {}

    private void expand(int state, Map<Integer, Step> next) {
        var transition = new Transition();
        var count = automaton.initTransition(state, transition);
        for (var i = 0; i < count; i++) {
            automaton.getNextTransition(transition);
            next.putIfAbsent(transition.dest, new Step(state, pleasant(transition.min, transition.max)));
        }
    }

    /** A code point of the range, one that people can read if there is one. */
    private static int pleasant(int min, int max) {
        for (var wanted : new int[] {'a', 'A', '0', '-', '_', ' '}) {
            if (min <= wanted && wanted <= max) {
                return wanted;
            }
        }
        if (min < '!' && max >= '!') {
            return '!';
        }
        return min < 0xE000 && max >= 0xD800 && min >= 0xD800 ? Math.max(min, 0xE000) : min;
    }

    private static String text(List<Map<Integer, Step>> layers, int last) {
        var points = new ArrayDeque<Integer>();
        int state = last;
        for (var i = layers.size() - 1; i > 0; i--) {
            @Nullable Step step = layers.get(i).get(state);
            if (step == null) {
                throw new IllegalStateException("a state that nothing leads to");
            }
            points.addFirst(step.codePoint());
            state = step.from();
        }
        var text = new StringBuilder();
        points.forEach(text::appendCodePoint);
        return text.toString();
    }
}
