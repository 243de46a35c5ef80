package dev.seamwright.broker.verificationjob;

import dev.seamwright.contracts.InvalidInput;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How far a job is. */
public enum JobState {
    WAITING,
    RUNNING,
    /** The contract and the version have a result, whoever made it. */
    DONE,
    /** Given up after too many attempts, or because its worker said that another one is of no use. */
    DEAD,
    CANCELLED;

    /** The spelling in the API and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static JobState of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        "state",
                        "Must be one of %s."
                                .formatted(Arrays.stream(values())
                                        .map(JobState::word)
                                        .collect(Collectors.joining(", ")))));
    }
}
