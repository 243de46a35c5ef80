package dev.seamwright.contracts.openapi;

/**
 * Something about a document that a reader of results should know. None of them is harmless: what depends on an {@link Kind#UNSUPPORTED} part is
 * undecided.
 *
 * @param text what was found, and what to do about it
 */
public record Note(Kind kind, Place place, String text) {
    /** Why it is told. */
    public enum Kind {
        /** It can be read in two ways; it was read as the current specification has it. */
        AMBIGUOUS,
        /** It has no effect where it stands. */
        IGNORED,
        /** It has a meaning that is not understood. */
        UNSUPPORTED
    }
}
