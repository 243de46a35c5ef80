package dev.seamwright.verifier.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A step on the way through a body, or of the expression of a matching rule.
 *
 * @param name of a member, or the digits of an index; {@code *} for any, if {@code any}
 */
record Step(String name, boolean index, boolean any) {
    static Step member(String name) {
        return new Step(name, false, false);
    }

    static Step item(int index) {
        return new Step(Integer.toString(index), true, false);
    }

    /** Whether this, a step of an expression, stands for that step of a body. */
    boolean covers(Step actual) {
        return any ? index == actual.index || !index : name.equals(actual.name);
    }

    /** Reads an expression such as {@code $.items[*]['first name']}; empty if it is none. Its root is left out. */
    static Optional<List<Step>> parse(String expression) {
        if (!expression.startsWith("$")) {
            return Optional.empty();
        }
        var steps = new ArrayList<Step>();
        var at = 1;
        while (at < expression.length()) {
            var end = at;
            if (expression.charAt(at) == '.') {
                end = nameEnd(expression, at + 1);
                if (end == at + 1) {
                    return Optional.empty();
                }
                var name = expression.substring(at + 1, end);
                steps.add(new Step(name, false, name.equals("*")));
            } else if (expression.charAt(at) == '[') {
                end = bracketEnd(expression, at);
                if (end < 0) {
                    return Optional.empty();
                }
                steps.add(bracketed(expression.substring(at + 1, end - 1)));
            } else {
                return Optional.empty();
            }
            at = end;
        }
        return Optional.of(List.copyOf(steps));
    }

    private static int nameEnd(String expression, int from) {
        var end = from;
        while (end < expression.length() && expression.charAt(end) != '.' && expression.charAt(end) != '[') {
            end++;
        }
        return end;
    }

    /** Just behind the bracket that closes the one at {@code from}; -1 if nothing does. */
    private static int bracketEnd(String expression, int from) {
        var quote = from + 1 < expression.length() ? expression.charAt(from + 1) : ' ';
        if (quote == '\'' || quote == '"') {
            var close = expression.indexOf(quote + "]", from + 2);
            return close < 0 ? -1 : close + 2;
        }
        var close = expression.indexOf(']', from);
        return close < 0 ? -1 : close + 1;
    }

    private static Step bracketed(String inside) {
        if (inside.length() >= 2 && (inside.charAt(0) == '\'' || inside.charAt(0) == '"')) {
            return member(inside.substring(1, inside.length() - 1));
        }
        return new Step(inside, true, inside.equals("*"));
    }

    /** The way as RFC 6901 writes it. */
    static String pointer(List<Step> steps) {
        var pointer = new StringBuilder();
        steps.forEach(
                step -> pointer.append('/').append(step.name.replace("~", "~0").replace("/", "~1")));
        return pointer.toString();
    }
}
