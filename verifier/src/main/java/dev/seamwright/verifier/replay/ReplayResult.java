package dev.seamwright.verifier.replay;

import dev.seamwright.verifier.replay.Outcome.Mismatched;
import dev.seamwright.verifier.replay.Outcome.NotVerified;
import java.util.List;
import java.util.stream.Stream;

/**
 * The results of a pact's interactions, in the order of the pact.
 *
 * @param isWhole whether every interaction of the pact was asked for; otherwise nothing follows for the pact
 */
public record ReplayResult(String consumer, String provider, boolean isWhole, List<InteractionResult> interactions) {
    private static final int LONGEST_LOG = 256 * 1024;

    /** The answer for a whole pact. */
    public enum Verdict {
        VERIFIED,
        FAILED,
        NOT_VERIFIED
    }

    public ReplayResult {
        interactions = List.copyOf(interactions);
    }

    /** Failed if anything mismatches; otherwise not verified if anything is not. What is pending fails nobody. */
    public Verdict verdict() {
        if (interactions.stream().anyMatch(result -> !result.pending() && result.outcome() instanceof Mismatched)) {
            return Verdict.FAILED;
        }
        return interactions.stream().anyMatch(result -> result.outcome() instanceof NotVerified)
                ? Verdict.NOT_VERIFIED
                : Verdict.VERIFIED;
    }

    public Stream<InteractionResult> mismatched() {
        return interactions.stream().filter(result -> result.outcome() instanceof Mismatched);
    }

    public Stream<InteractionResult> notVerified() {
        return interactions.stream().filter(result -> result.outcome() instanceof NotVerified);
    }

    /** What was sent and received, without secrets; of a long log the beginning. */
    public String log() {
        var text = new StringBuilder();
        for (var result : interactions) {
            for (var line : result.log()) {
                if (text.length() + line.length() > LONGEST_LOG) {
                    return text.append("… the log goes on; it is cut here\n").toString();
                }
                text.append(line).append('\n');
            }
        }
        return text.toString();
    }
}
