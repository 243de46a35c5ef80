package dev.seamwright.broker.verdict;

import java.util.Locale;

/**
 * Why a pact counts as not verified, though its provider's version has published an OpenAPI document.
 *
 * @param detail whether the pact fits, or the reason why that is undecided; empty while it is not known
 */
public record Gap(Kind kind, String detail) {
    /** What is missing. */
    public enum Kind {
        /** Nobody has shown that the version keeps its document. */
        NO_EVIDENCE,
        /** The version's own verification says that it does not keep its document. */
        NOT_KEPT,
        /** It cannot be decided whether the pact fits to the document. */
        UNDECIDED,
        /** It is not known yet whether the pact fits to the document. */
        WAITING;

        /** The spelling in the API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
