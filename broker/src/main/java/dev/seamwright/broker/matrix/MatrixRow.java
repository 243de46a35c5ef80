package dev.seamwright.broker.matrix;

import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.Method;
import dev.seamwright.contracts.ParticipantName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A consumer version's contract, and what a provider version made of it.
 *
 * @param sha names the content in links; null for kinds that the Pact API does not know
 * @param providerVersionId null: there is no provider version to look at
 * @param result null: never verified with each other
 */
public record MatrixRow(
        long consumerId,
        ParticipantName consumer,
        long consumerVersionId,
        ContractKind kind,
        @Nullable String sha,
        Instant publishedAt,
        long providerId,
        ParticipantName provider,
        @Nullable Long providerVersionId,
        @Nullable Result result,
        State state) {

    /** The newest verification of the content by the provider version. */
    public record Result(int number, boolean success, Method method, Instant verifiedAt) {}

    /** What a row says to its question; problems come first. */
    public enum State {
        FAILED,
        /** The destination has no version of the provider. */
        MISSING,
        /** There is no result. */
        UNKNOWN,
        SUCCESSFUL,
        /** It was asked not to count, whatever its result is. */
        IGNORED
    }

    /** Whether it counts and was not verified with success. */
    public boolean isProblem() {
        return state != State.SUCCESSFUL && state != State.IGNORED;
    }

    public boolean ignored() {
        return state == State.IGNORED;
    }
}
