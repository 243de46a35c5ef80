package dev.seamwright.broker.observation;

import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.ParticipantName;
import java.util.List;

/**
 * What was seen of a participant in an environment is not what was recorded.
 *
 * @param recorded versions that are recorded to run there; empty: none
 * @param observed versions that were seen, at least one
 */
public record RecordMismatch(
        long participantId, ParticipantName participant, List<String> recorded, List<String> observed) {
    public RecordMismatch {
        recorded = List.copyOf(recorded);
        observed = List.copyOf(observed);
    }

    /** What was found, and the command that puts it right. */
    public String text(EnvironmentName environment) {
        return "RECORD_MISMATCH: %s of %s is recorded to run in %s, and %s was observed. %s"
                .formatted(
                        recorded.isEmpty() ? "no version" : versions(recorded),
                        participant.value(),
                        environment.value(),
                        versions(observed),
                        mend(environment));
    }

    private String mend(EnvironmentName environment) {
        var unrecorded =
                observed.stream().filter(version -> !recorded.contains(version)).findFirst();
        return unrecorded
                .map(version -> "Record what runs: 'seamwright record-deployment -a %s -e %s --environment %s'"
                        .formatted(participant.value(), version, environment.value()))
                .orElseGet(() -> "Record what ended: 'seamwright record-undeployment -a %s --environment %s'"
                        .formatted(participant.value(), environment.value()));
    }

    private static String versions(List<String> numbers) {
        return (numbers.size() == 1 ? "version " : "versions ") + String.join(", ", numbers);
    }
}
