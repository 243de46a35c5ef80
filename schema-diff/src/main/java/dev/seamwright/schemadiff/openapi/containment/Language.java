package dev.seamwright.schemadiff.openapi.containment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Operations;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;
import org.apache.lucene.util.automaton.Transition;

/** A set of texts, as a deterministic automaton over code points without surrogates. */
final class Language {
    /** How much work one operation on automata may be; beyond that a pattern is not understood. */
    static final int WORK = 200_000;

    static final int MAX_STATES = 20_000;
    private static final long MAX_WORK = 5_000_000;

    /** What to show first where there is a choice. */
    private static final String RANK = "a0A-_ ";

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

    /** A shortest text of a length in the range that is not excluded; empty if there is none. */
    Optional<String> text(int min, int max, Set<String> excluded) throws TooComplex {
        return isEmpty() || min > max ? Optional.empty() : new Texts(min, max, excluded).first();
    }

    /** Goes through the texts, the shortest first, until one is not excluded. */
    private final class Texts {
        private final int min;
        private final int max;
        private final Set<String> excluded;
        /** The states from which a text can end after exactly so many code points. */
        private final List<BitSet> endings = new ArrayList<>();

        private long work;

        Texts(int min, int max, Set<String> excluded) {
            this.min = min;
            this.max = max;
            this.excluded = excluded;
            var accepting = new BitSet();
            for (var state = 0; state < automaton.getNumStates(); state++) {
                accepting.set(state, automaton.isAccept(state));
            }
            endings.add(accepting);
        }

        Optional<String> first() throws TooComplex {
            // among so many lengths in a row there is either one more text than is excluded, or no text at all
            var lengths = (long) automaton.getNumStates() * (excluded.size() + 2L);
            for (long length = 0; length <= Math.min(max, min + lengths); length++) {
                if (endings((int) length).isEmpty()) {
                    return Optional.empty();
                }
                if (length >= min) {
                    var text = new StringBuilder();
                    if (extend(0, (int) length, text)) {
                        return Optional.of(text.toString());
                    }
                }
            }
            return Optional.empty();
        }

        private BitSet endings(int length) throws TooComplex {
            if (length < endings.size()) {
                return endings.get(length);
            }
            var shorter = endings.get(length - 1);
            var longer = new BitSet();
            var transition = new Transition();
            for (var state = 0; state < automaton.getNumStates(); state++) {
                var count = automaton.initTransition(state, transition);
                spend(1 + count);
                for (var i = 0; i < count && !longer.get(state); i++) {
                    automaton.getNextTransition(transition);
                    longer.set(state, shorter.get(transition.dest));
                }
            }
            endings.add(longer);
            return longer;
        }

        private void spend(int more) throws TooComplex {
            work += more;
            if (work > MAX_WORK) {
                throw new TooComplex();
            }
        }

        /** Adds so many code points that the text ends there, in all ways until one is not excluded. */
        private boolean extend(int from, int length, StringBuilder text) throws TooComplex {
            var choices = new ArrayDeque<Iterator<int[]>>();
            if (!endings.get(length).get(from)) {
                return false;
            }
            choices.push(length == 0 ? Collections.emptyIterator() : steps(from, length));
            while (!choices.isEmpty()) {
                var rest = length - choices.size() + 1;
                if (rest == 0) {
                    if (!excluded.contains(text.toString())) {
                        return true;
                    }
                    choices.pop();
                    shorten(text);
                } else if (choices.getFirst().hasNext()) {
                    var step = choices.getFirst().next();
                    spend(1);
                    text.appendCodePoint(step[0]);
                    choices.push(rest == 1 ? Collections.emptyIterator() : steps(step[1], rest - 1));
                } else {
                    choices.pop();
                    shorten(text);
                }
            }
            return false;
        }

        private static void shorten(StringBuilder text) {
            if (!text.isEmpty()) {
                text.setLength(text.offsetByCodePoints(text.length(), -1));
            }
        }

        /** Each code point that can follow, with the state that it leads to; what people can read comes first. */
        private Iterator<int[]> steps(int state, int rest) throws TooComplex {
            var steps = new ArrayList<int[]>();
            var transition = new Transition();
            var count = automaton.initTransition(state, transition);
            spend(count);
            for (var i = 0; i < count; i++) {
                automaton.getNextTransition(transition);
                if (endings.get(rest - 1).get(transition.dest)) {
                    var pleasant = pleasant(transition.min, transition.max);
                    steps.add(new int[] {pleasant, transition.dest});
                    for (var point = transition.min;
                            point <= transition.max && point - transition.min <= excluded.size();
                            point++) {
                        if (point != pleasant) {
                            steps.add(new int[] {point, transition.dest});
                        }
                    }
                }
            }
            steps.sort(
                    Comparator.comparingInt(step -> RANK.indexOf(step[0]) < 0 ? RANK.length() : RANK.indexOf(step[0])));
            return steps.iterator();
        }
    }

    /** A code point of the range, one that people can read if there is one. */
    private static int pleasant(int min, int max) {
        for (var i = 0; i < RANK.length(); i++) {
            if (min <= RANK.charAt(i) && RANK.charAt(i) <= max) {
                return RANK.charAt(i);
            }
        }
        return min < '!' && max >= '!' ? '!' : min;
    }
}
