package dev.seamwright.broker.observation;

import java.util.List;

/**
 * What is known of what runs of a participant in an environment.
 *
 * @param compared what is recorded and what was observed
 * @param isMismatch whether that is not the same
 * @param seen by instance
 */
record Observed(RecordMismatch compared, boolean isMismatch, List<ObservationStore.Seen> seen) {
    Observed {
        seen = List.copyOf(seen);
    }
}
