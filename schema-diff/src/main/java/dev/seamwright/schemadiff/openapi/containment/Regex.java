package dev.seamwright.schemadiff.openapi.containment;

import dev.seamwright.schemadiff.openapi.containment.Language.TooComplex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Operations;
import org.apache.lucene.util.automaton.Transition;

/**
 * Regular expressions of ECMA-262, with its {@code u} flag, as languages: the texts in which a match is found. Look-around, back references
 * and word boundaries are not understood.
 *
 * <p>{@code ^} and {@code $} are letters of their own here, before and behind every text; they are taken away at the end.
 */
final class Regex {
    private static final int BEGIN = Character.MIN_SURROGATE;
    private static final int END = Character.MIN_SURROGATE + 1;
    private static final int MAX_LENGTH = 5_000;
    private static final int MAX_REPEAT = 5_000;
    private static final int MAX_DEPTH = 100;

    private final String pattern;
    private int at;
    private int depth;

    private Regex(String pattern) {
        this.pattern = pattern;
    }

    private static final class NotUnderstood extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** The language of a pattern; empty if it is not understood, or too large. */
    static Optional<Language> language(String pattern) {
        if (pattern.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var regex = new Regex(pattern);
        try {
            var found = regex.alternatives();
            if (regex.at < pattern.length()) {
                return Optional.empty();
            }
            var anything = Operations.repeat(
                    Operations.union(List.of(anyPoint(), Automata.makeChar(BEGIN), Automata.makeChar(END))));
            var searched = Operations.concatenate(List.of(anything, found, anything));
            var marks = Operations.union(List.of(Automata.makeChar(BEGIN), Automata.makeChar(END)));
            var marked = Operations.concatenate(List.of(
                    Operations.repeat(Automata.makeChar(BEGIN), 1),
                    Operations.repeat(anyPoint()),
                    Operations.repeat(Automata.makeChar(END), 1)));
            var inside = Operations.intersection(Operations.removeDeadStates(searched), marked);
            var language = withoutMarks(Operations.removeDeadStates(inside));
            // in the empty text, both ends are at one place, in any order
            if (!Operations.isEmpty(Operations.intersection(searched, Operations.repeat(marks)))) {
                language = Operations.union(List.of(language, Automata.makeEmptyString()));
            }
            return Optional.of(Language.of(language));
        } catch (NotUnderstood | TooComplex e) {
            return Optional.empty();
        }
    }

    private static Automaton anyPoint() {
        return Operations.union(List.of(
                Automata.makeCharRange(0, Character.MIN_SURROGATE - 1),
                Automata.makeCharRange(Character.MAX_SURROGATE + 1, Character.MAX_CODE_POINT)));
    }

    /** The same automaton, where marks are passed without reading anything. */
    private static Automaton withoutMarks(Automaton marked) {
        var result = new Automaton();
        for (var state = 0; state < marked.getNumStates(); state++) {
            result.createState();
        }
        var transition = new Transition();
        for (var state = 0; state < marked.getNumStates(); state++) {
            var reached = new HashSet<Integer>();
            var agenda = new ArrayList<Integer>();
            agenda.add(state);
            while (!agenda.isEmpty()) {
                int next = agenda.removeLast();
                if (!reached.add(next)) {
                    continue;
                }
                if (marked.isAccept(next)) {
                    result.setAccept(state, true);
                }
                var count = marked.initTransition(next, transition);
                for (var i = 0; i < count; i++) {
                    marked.getNextTransition(transition);
                    if (transition.min <= END && transition.max >= BEGIN) {
                        agenda.add(transition.dest);
                    } else {
                        result.addTransition(state, transition.dest, transition.min, transition.max);
                    }
                }
            }
        }
        result.finishState();
        return result;
    }

    private boolean more() {
        return at < pattern.length();
    }

    private boolean next(char wanted) {
        if (more() && pattern.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private boolean next(String wanted) {
        if (pattern.startsWith(wanted, at)) {
            at += wanted.length();
            return true;
        }
        return false;
    }

    private int point() {
        var point = pattern.codePointAt(at);
        at += Character.charCount(point);
        return point;
    }

    private Automaton alternatives() throws NotUnderstood, TooComplex {
        depth++;
        if (depth > MAX_DEPTH) {
            throw new NotUnderstood();
        }
        var alternatives = new ArrayList<Automaton>();
        do {
            alternatives.add(sequence());
        } while (next('|'));
        depth--;
        return alternatives.size() == 1 ? alternatives.getFirst() : small(Operations.union(alternatives));
    }

    private Automaton sequence() throws NotUnderstood, TooComplex {
        var parts = new ArrayList<Automaton>();
        while (more() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            parts.add(quantified());
        }
        return parts.isEmpty() ? Automata.makeEmptyString() : small(Operations.concatenate(parts));
    }

    private Automaton quantified() throws NotUnderstood, TooComplex {
        var atom = atom();
        var result = atom;
        if (next('*')) {
            result = Operations.repeat(atom);
        } else if (next('+')) {
            result = Operations.repeat(atom, 1);
        } else if (next('?')) {
            result = Operations.optional(atom);
        } else if (more() && pattern.charAt(at) == '{') {
            result = counted(atom);
        } else {
            return atom;
        }
        next('?'); // lazy: the same texts
        if (more() && "*+?{".indexOf(pattern.charAt(at)) >= 0) {
            throw new NotUnderstood();
        }
        return small(result);
    }

    private Automaton counted(Automaton atom) throws NotUnderstood, TooComplex {
        at++;
        var min = digits();
        var max = min;
        if (next(',')) {
            max = more() && pattern.charAt(at) != '}' ? digits() : -1;
        }
        if (!next('}') || (max >= 0 && max < min)) {
            throw new NotUnderstood();
        }
        if (Math.max(min, max) > MAX_REPEAT || (long) Math.max(min, max) * atom.getNumStates() > Language.MAX_STATES) {
            throw new TooComplex();
        }
        return max < 0 ? Operations.repeat(atom, min) : Operations.repeat(atom, min, max);
    }

    private int digits() throws NotUnderstood {
        var start = at;
        while (more() && Character.digit(pattern.charAt(at), 10) >= 0 && pattern.charAt(at) < 128) {
            at++;
        }
        if (start == at || at - start > 6) {
            throw new NotUnderstood();
        }
        return Integer.parseInt(pattern, start, at, 10);
    }

    private Automaton atom() throws NotUnderstood, TooComplex {
        if (next('^')) {
            return Automata.makeChar(BEGIN);
        }
        if (next('$')) {
            return Automata.makeChar(END);
        }
        if (next('(')) {
            return group();
        }
        if (next('[')) {
            return characterClass().automaton();
        }
        if (next('.')) {
            var lineEnds = new Points();
            lineEnds.add('\n', '\n');
            lineEnds.add('\r', '\r');
            lineEnds.add(0x2028, 0x2029);
            return lineEnds.negated().automaton();
        }
        if (next('\\')) {
            return escape().automaton();
        }
        if ("*+?{}]".indexOf(pattern.charAt(at)) >= 0) {
            // ECMA allows a lonely brace or bracket without the u flag
            if ("{}]".indexOf(pattern.charAt(at)) < 0) {
                throw new NotUnderstood();
            }
        }
        var point = point();
        if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            throw new NotUnderstood();
        }
        return Automata.makeChar(point);
    }

    private Automaton group() throws NotUnderstood, TooComplex {
        if (next("?:")) {
            return closed(alternatives());
        }
        if (pattern.startsWith("?<", at) && !pattern.startsWith("?<=", at) && !pattern.startsWith("?<!", at)) {
            at = pattern.indexOf('>', at) + 1;
            if (at == 0) {
                throw new NotUnderstood();
            }
            return closed(alternatives());
        }
        if (more() && pattern.charAt(at) == '?') {
            throw new NotUnderstood();
        }
        return closed(alternatives());
    }

    private Automaton closed(Automaton group) throws NotUnderstood {
        if (!next(')')) {
            throw new NotUnderstood();
        }
        return group;
    }

    private Points characterClass() throws NotUnderstood {
        var negated = next('^');
        var points = new Points();
        while (more() && pattern.charAt(at) != ']') {
            var from = classAtom();
            if (more() && pattern.charAt(at) == '-' && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']') {
                at++;
                var to = classAtom();
                if (from.single() < 0 || to.single() < 0) {
                    // next to a class a hyphen is a hyphen (ECMA-262, B.1.2)
                    points.addAll(from);
                    points.addAll(Points.of('-'));
                    points.addAll(to);
                } else if (to.single() < from.single()) {
                    throw new NotUnderstood();
                } else {
                    points.add(from.single(), to.single());
                }
            } else {
                points.addAll(from);
            }
        }
        if (!next(']')) {
            throw new NotUnderstood();
        }
        return negated ? points.negated() : points;
    }

    private Points classAtom() throws NotUnderstood {
        if (next("\\b")) {
            return Points.of('\b');
        }
        if (next('\\')) {
            return escape();
        }
        if (!more()) {
            throw new NotUnderstood();
        }
        return Points.of(point());
    }

    private Points escape() throws NotUnderstood {
        if (!more()) {
            throw new NotUnderstood();
        }
        var point = point();
        return switch (point) {
            case 'd' -> digit();
            case 'D' -> digit().negated();
            case 'w' -> word();
            case 'W' -> word().negated();
            case 's' -> space();
            case 'S' -> space().negated();
            case 'n' -> Points.of('\n');
            case 'r' -> Points.of('\r');
            case 't' -> Points.of('\t');
            case 'f' -> Points.of('\f');
            case 'v' -> Points.of(0x0B);
            case '0' -> {
                if (more() && Character.isDigit(pattern.charAt(at))) {
                    throw new NotUnderstood();
                }
                yield Points.of(0);
            }
            case 'x' -> Points.of(hex(2));
            case 'u' -> Points.of(unicode());
            case 'c' -> {
                if (!more() || !isAsciiLetter(pattern.charAt(at))) {
                    throw new NotUnderstood();
                }
                yield Points.of(point() % 32);
            }
            default -> {
                // letters and digits have meanings that are not regular, or none
                if (isAsciiLetter(point) || (point >= '1' && point <= '9')) {
                    throw new NotUnderstood();
                }
                yield Points.of(point);
            }
        };
    }

    private static boolean isAsciiLetter(int point) {
        return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
    }

    private int unicode() throws NotUnderstood {
        if (next('{')) {
            var end = pattern.indexOf('}', at);
            if (end < 0 || end == at || end - at > 6) {
                throw new NotUnderstood();
            }
            var point = hex(end - at);
            at++;
            return point;
        }
        var unit = hex(4);
        if (Character.isHighSurrogate((char) unit) && next("\\u")) {
            var low = hex(4);
            if (Character.isLowSurrogate((char) low)) {
                return Character.toCodePoint((char) unit, (char) low);
            }
            throw new NotUnderstood();
        }
        return unit;
    }

    private int hex(int length) throws NotUnderstood {
        if (at + length > pattern.length()) {
            throw new NotUnderstood();
        }
        try {
            var point = Integer.parseUnsignedInt(pattern, at, at + length, 16);
            if (point > Character.MAX_CODE_POINT) {
                throw new NotUnderstood();
            }
            at += length;
            return point;
        } catch (NumberFormatException e) {
            throw new NotUnderstood();
        }
    }

    private static Points digit() {
        var points = new Points();
        points.add('0', '9');
        return points;
    }

    private static Points word() {
        var points = digit();
        points.add('a', 'z');
        points.add('A', 'Z');
        points.add('_', '_');
        return points;
    }

    private static Points space() {
        var points = new Points();
        points.add(0x09, 0x0D);
        for (var point : new int[] {0x20, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF}) {
            points.add(point, point);
        }
        points.add(0x2000, 0x200A);
        return points;
    }

    private static Automaton small(Automaton automaton) throws TooComplex {
        if (automaton.getNumStates() > Language.MAX_STATES
                || automaton.getNumTransitions() > 10 * Language.MAX_STATES) {
            throw new TooComplex();
        }
        return automaton;
    }

    /** A set of code points. */
    private static final class Points {
        private final List<int[]> ranges = new ArrayList<>();

        static Points of(int point) {
            var points = new Points();
            points.add(point, point);
            return points;
        }

        void add(int from, int to) {
            ranges.add(new int[] {from, to});
        }

        void addAll(Points other) {
            ranges.addAll(other.ranges);
        }

        /** The only point; -1 if there are others. */
        int single() {
            return ranges.size() == 1 && ranges.getFirst()[0] == ranges.getFirst()[1] ? ranges.getFirst()[0] : -1;
        }

        Points negated() {
            var sorted = new ArrayList<>(ranges);
            sorted.sort((a, b) -> Integer.compare(a[0], b[0]));
            var negated = new Points();
            var from = 0;
            for (var range : sorted) {
                if (range[0] > from) {
                    negated.add(from, range[0] - 1);
                }
                from = Math.max(from, range[1] + 1);
            }
            if (from <= Character.MAX_CODE_POINT) {
                negated.add(from, Character.MAX_CODE_POINT);
            }
            return negated;
        }

        /** Without surrogates, which no text has alone. */
        Automaton automaton() {
            var parts = new ArrayList<Automaton>();
            for (var range : ranges) {
                if (range[0] < Character.MIN_SURROGATE) {
                    parts.add(Automata.makeCharRange(range[0], Math.min(range[1], Character.MIN_SURROGATE - 1)));
                }
                if (range[1] > Character.MAX_SURROGATE) {
                    parts.add(Automata.makeCharRange(Math.max(range[0], Character.MAX_SURROGATE + 1), range[1]));
                }
            }
            return parts.isEmpty() ? Automata.makeEmpty() : Operations.union(parts);
        }
    }
}
