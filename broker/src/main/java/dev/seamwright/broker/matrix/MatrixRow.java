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
 * @param ignored whether the row is left out of the verdict
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
        boolean ignored) {

    /** The newest verification of the content by the provider version. */
    public record Result(int number, boolean success, Method method, Instant verifiedAt) {}

    /** Whether it counts and was not verified with success. */
    public boolean isProblem() {
        return !ignored && (result == null || !result.success());
    }

    MatrixRow ignore() {
        return new MatrixRow(
                consumerId,
                consumer,
                consumerVersionId,
                kind,
                sha,
                publishedAt,
                providerId,
                provider,
                providerVersionId,
                result,
                true);
    }
}
