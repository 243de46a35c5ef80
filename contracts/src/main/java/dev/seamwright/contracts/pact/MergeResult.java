package dev.seamwright.contracts.pact;

import java.util.List;

/** What came of merging two pacts. */
public sealed interface MergeResult {
    /** The union. */
    record Merged(Pact pact) implements MergeResult {}

    /**
     * Nothing was merged, since the pacts contradict each other.
     *
     * @param clashes at least one, in the order of the later pact
     */
    record PactConflict(List<Clash> clashes) implements MergeResult {
        public PactConflict {
            clashes = List.copyOf(clashes);
        }
    }

    /**
     * One contradiction.
     *
     * @param before where it stands in the first pact, a JSON pointer
     * @param after where it stands in the later pact, a JSON pointer
     * @param detail which interaction it is, and the fix, for people
     */
    record Clash(String before, String after, String detail) {}
}
