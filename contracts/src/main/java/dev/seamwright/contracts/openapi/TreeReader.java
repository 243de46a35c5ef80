package dev.seamwright.contracts.openapi;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import java.math.BigDecimal;

/** What JSON and YAML have in common: the limits, and how a refusal is told. */
abstract class TreeReader {
    static final int MAX_DEPTH = 100;
    static final int MAX_NODES = 2_000_000;
    static final int MAX_STRING_LENGTH = 1024 * 1024;

    private int nodes;

    /** The whole document. */
    abstract Node read();

    final void count(int more, int line, int column) {
        nodes += more;
        if (nodes > MAX_NODES) {
            throw refused("has more than %d values; split the document".formatted(MAX_NODES), line, column);
        }
    }

    final void checkDepth(int depth, int line, int column) {
        if (depth > MAX_DEPTH) {
            throw refused("nests deeper than %d levels; flatten the document".formatted(MAX_DEPTH), line, column);
        }
    }

    final String text(String text, int line, int column) {
        if (text.length() > MAX_STRING_LENGTH) {
            throw refused(
                    "holds a text of %d characters; at most %d are read".formatted(text.length(), MAX_STRING_LENGTH),
                    line,
                    column);
        }
        for (var i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    throw refused("holds half of a surrogate pair; write the whole character", line, column);
                }
                i++;
            }
        }
        return text;
    }

    final BigDecimal number(String text, int line, int column) {
        if (text.length() > Json.MAX_NUMBER_LENGTH) {
            throw refused("holds a number of more than %d digits".formatted(Json.MAX_NUMBER_LENGTH), line, column);
        }
        try {
            var number = new BigDecimal(text);
            if (Math.abs((long) number.scale()) <= Json.MAX_EXPONENT) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refused("holds the number %s, which cannot be read".formatted(text), line, column);
        }
        throw refused(
                "holds the number %s, whose exponent is beyond %d".formatted(text, Json.MAX_EXPONENT), line, column);
    }

    final InvalidInput refused(String what, int line, int column) {
        return new InvalidInput(pointer(), "%s (line %d, column %d)".formatted(what, line, column));
    }

    /** Where the reader stands, as RFC 6901 writes it. */
    abstract String pointer();
}
