package dev.seamwright.verifier.replay;

import java.util.List;

/** What came out of one interaction. */
public sealed interface Outcome {
    /** The provider keeps it. */
    record Verified() implements Outcome {}

    /** The provider answers, and breaks it. */
    record Mismatched(List<FieldMismatch> mismatches) implements Outcome {
        public Mismatched {
            mismatches = List.copyOf(mismatches);
        }
    }

    /** Nothing is known. */
    record NotVerified(Cause cause, String detail) implements Outcome {}
}
