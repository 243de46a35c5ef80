package dev.seamwright.broker.contractdiff;

import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.schemadiff.Level;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What changed from one contract to another.
 *
 * @param findings the heaviest first
 * @param notes what the reader has to know to judge them
 */
record ContractDiff(List<Found> findings, List<String> notes) {
    ContractDiff {
        findings = findings.stream().sorted(Comparator.comparing(Found::level)).toList();
        notes = List.copyOf(notes);
    }

    /** The heaviest level of a finding; none where nothing changed. */
    Optional<Level> level() {
        return findings.stream().map(Found::level).findFirst();
    }

    /**
     * One change, and what it means.
     *
     * @param subject what changed; findings are grouped by it
     * @param remedy empty: there is nothing to do
     * @param before where it stood, as a JSON pointer into the document; null: it was not there, or is not one place
     * @param after where it stands
     * @param consumers whom of those that run it hits; null: not known one by one
     */
    record Found(
            String rule,
            Level level,
            String subject,
            String message,
            String rationale,
            String remedy,
            List<String> witness,
            @Nullable String before,
            @Nullable String after,
            @Nullable List<Consumer> consumers) {
        Found {
            witness = List.copyOf(witness);
        }
    }

    /** A consumer that a finding hits. */
    record Consumer(String name, String version, List<String> environments, String certainty, String why) {}

    /** What the other side made of a contract. */
    enum Outcome {
        SUCCESS,
        FAILED,
        UNKNOWN;

        static Outcome of(@Nullable Boolean success) {
            return success == null ? UNKNOWN : success ? SUCCESS : FAILED;
        }
    }

    /**
     * A version on the other side of the contract that runs, and the results of both contracts with it.
     *
     * @param environments where it runs
     */
    record Other(
            ParticipantName participant,
            VersionNumber version,
            List<String> environments,
            Outcome before,
            Outcome after) {}
}
