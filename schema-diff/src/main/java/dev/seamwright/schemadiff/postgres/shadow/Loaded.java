package dev.seamwright.schemadiff.postgres.shadow;

import java.util.List;

/**
 * How a script was executed.
 *
 * @param unchecked what could not be, in the script's order; empty when {@link Missing#REJECT} was asked for
 * @param notes what was executed in a weaker form than it is written, as sentences
 */
public record Loaded(List<Unchecked> unchecked, List<String> notes) {
    public Loaded {
        unchecked = List.copyOf(unchecked);
        notes = List.copyOf(notes);
    }

    /** What to do about an extension that the shadow lacks. */
    public enum Missing {
        /** {@link ExtensionMissing} ends the script. */
        REJECT,
        /** The statement is left out; and so is every later one that names what PostgreSQL does not know. */
        SKIP
    }

    /**
     * A statement that was not checked.
     *
     * @param line where it begins, from 1
     * @param error what PostgreSQL said of it
     * @param cause the extensions that are missing, as a sentence
     */
    public record Unchecked(String script, int line, String sql, String error, String cause) {}
}
