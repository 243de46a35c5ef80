package dev.seamwright.verifier.footprint;

import dev.seamwright.verifier.comparison.CrossCheckFinding;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that a finding hits.
 *
 * @param certainty the highest of the interactions'
 * @param interactions those that are hit; empty where a pact does not tell
 */
public record Hit(Consumer consumer, Certainty certainty, String why, List<Interaction> interactions) {
    public Hit {
        interactions = List.copyOf(interactions);
    }

    /** How much is known. */
    public enum Certainty {
        /** Its pact fits the document before, and does not fit the one after. */
        FAILS,
        /** It sends or reads what changed; its example still fits. */
        TOUCHES,
        /** Its pact does not tell. */
        UNKNOWN;

        /** The spelling in reports and in the API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * An interaction that is hit.
     *
     * @param pointer to it, in the pact
     * @param how it meets the change
     * @param failure what the cross-check with the document after says; null where the example still fits
     */
    public record Interaction(
            String title,
            String pointer,
            String how,
            @Nullable CrossCheckFinding failure) {}
}
