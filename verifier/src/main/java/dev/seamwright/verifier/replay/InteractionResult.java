package dev.seamwright.verifier.replay;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The result of one interaction.
 *
 * @param index its place in the pact, from 0
 * @param id the {@code _id} that a broker gave it; absent in files
 * @param states the names of its provider states
 * @param pending whether the pact says that a failure of it fails nobody (Pact specification 4)
 * @param log what was sent and received, without secrets
 */
public record InteractionResult(
        int index,
        @Nullable String id,
        String description,
        List<String> states,
        boolean pending,
        Outcome outcome,
        Duration took,
        List<String> log) {
    public InteractionResult {
        states = List.copyOf(states);
        log = List.copyOf(log);
    }

    /** Its description, and the states that it needs. */
    public String title() {
        return states.isEmpty()
                ? description
                : description + states.stream().collect(Collectors.joining(", ", " (given ", ")"));
    }
}
