package dev.seamwright.verifier.comparison;

import dev.seamwright.contracts.openapi.Node;

/**
 * Why a value is none of a schema's.
 *
 * @param kind what is to be made of it
 * @param pointer to the place in the value
 * @param node what says so in the document
 * @param message a sentence that starts with the place's value
 */
record Misfit(Kind kind, String pointer, Node node, String message) {
    enum Kind {
        REFUSED,
        /** A member that the document does not name, where it may be sent but is not promised. */
        UNDOCUMENTED,
        /** A member that only the other side sends. */
        OTHER_SIDE
    }
}
