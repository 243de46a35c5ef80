package dev.seamwright.schemadiff.postgres.syntax;

import java.util.List;

/** What a field of a parse tree holds. */
public sealed interface Value permits Node, Value.Items, Value.Text {
    /** A list. */
    record Items(List<Value> values) implements Value {
        public Items {
            values = List.copyOf(values);
        }
    }

    /**
     * A word, a number, a string.
     *
     * @param quoted whether it is a string: a name in a list, or a constant
     */
    record Text(String text, boolean quoted) implements Value {}
}
