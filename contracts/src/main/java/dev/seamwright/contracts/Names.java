package dev.seamwright.contracts;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What all names have in common: they fit into a path, a log line and a text column. */
final class Names {
    static final int MAX_LENGTH = 255;

    private Names() {}

    /** Returns {@code value} as it is: a name is never changed behind its owner's back. */
    static String check(String field, String value) {
        if (value.isBlank()) {
            throw new InvalidInput(field, "is blank; give at least one visible character");
        }
        if (value.codePointCount(0, value.length()) > MAX_LENGTH) {
            throw new InvalidInput(field, "is longer than " + MAX_LENGTH + " characters; shorten it");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                throw new InvalidInput(
                        field,
                        "has a line break, tab or control character (U+%04X) at index %d; remove it"
                                .formatted((int) c, i));
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new InvalidInput(
                        field,
                        "has half a surrogate pair (U+%04X) at index %d, which is no character; remove it"
                                .formatted((int) c, i));
            }
        }
        return value;
    }

    static String checkNoWhitespace(String field, String value) {
        check(field, value);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                throw new InvalidInput(field, "has white space at index " + i + "; use '-' or '_' instead");
            }
        }
        return value;
    }

    /** Returns the constant spelled {@code word}, exactly. */
    static <E extends Enum<E>> E ofWord(String field, E[] constants, Function<E, String> spelling, String word) {
        for (E constant : constants) {
            if (spelling.apply(constant).equals(word)) {
                return constant;
            }
        }
        var known = Arrays.stream(constants).map(spelling).collect(Collectors.joining(", "));
        throw new InvalidInput(field, "is '" + word + "'; use one of: " + known);
    }
}
