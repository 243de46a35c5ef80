package dev.seamwright.broker.migration;

import dev.seamwright.broker.matrix.Destination;
import dev.seamwright.broker.matrix.MatrixQuery.Ignore;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.util.List;
import java.util.Map;

/**
 * Whether a migration can be made.
 *
 * @param target where the database runs, and those that use it: an environment, a branch, or the main branches
 * @param rows how many rows tables have, by name
 * @param with versions of consumers that are to be deployed soon, beside those that run
 */
record Question(
        ParticipantName database,
        Destination target,
        Candidate candidate,
        Map<String, Long> rows,
        List<Release> with,
        List<Ignore> ignore) {
    Question {
        rows = Map.copyOf(rows);
        with = List.copyOf(with);
        ignore = List.copyOf(ignore);
    }

    /** A version of a participant. */
    record Release(ParticipantName participant, VersionNumber version) {}

    boolean ignores(ParticipantName participant, VersionNumber version) {
        return ignore.stream()
                .anyMatch(it -> it.participant().equals(participant)
                        && (it.version() == null || it.version().equals(version)));
    }
}
