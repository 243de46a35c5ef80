package dev.seamwright.broker.verificationjob;

import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.VersionNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A contract that is to be verified with a version of its provider.
 *
 * @param ready whether somebody may claim it now
 * @param consumerVersions some that publish the contract, the newest first
 * @param pactSha names the contract in the Pact API's links; null for kinds that it does not know
 * @param attempts that were begun
 * @param dueAt waiting: from when on it may be claimed; running: until when its worker has it
 * @param worker who has it, or had it last; null: nobody yet
 * @param problem why the last attempt had no result; null: it had none such
 * @param result the newest one of the contract with the version; null: there is none
 * @param build of the provider's own CI that is to bring the result; null: none was asked for
 */
record VerificationJob(
        UUID id,
        String method,
        JobState state,
        boolean ready,
        ParticipantName consumer,
        List<VersionNumber> consumerVersions,
        ParticipantName provider,
        VersionNumber providerVersion,
        ContractKind kind,
        Sha256 sha256,
        @Nullable String pactSha,
        int priority,
        int attempts,
        int maxAttempts,
        Instant dueAt,
        List<Reason> reasons,
        @Nullable String worker,
        @Nullable String problem,
        @Nullable Result result,
        @Nullable Build build,
        Instant createdAt,
        Instant updatedAt) {
    VerificationJob {
        consumerVersions = List.copyOf(consumerVersions);
        reasons = List.copyOf(reasons);
    }

    /**
     * What a verification has found.
     *
     * @param number names it in the Pact API's links
     * @param method by which it was found, which need not be the job's
     */
    record Result(int number, boolean success, String method) {}

    /**
     * A build that was asked for.
     *
     * @param late whether its time was over before a result came
     * @param name its URL or number; null: not known
     */
    record Build(boolean late, @Nullable String name, Instant askedAt) {}

    /** Whether it waits for the result of a build, and for nothing else. */
    boolean waitsForBuild() {
        return state == JobState.WAITING && !ready && build != null && !build.late();
    }

    /**
     * A job that a worker has from now on.
     *
     * @param token shows that it has it
     * @param length of the lease, from each heartbeat on
     */
    record Claimed(VerificationJob job, UUID token, Instant until, Duration length) {}
}
