package dev.seamwright.broker.status;

import dev.seamwright.broker.verificationjob.JobState;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.Method;
import dev.seamwright.contracts.ParticipantKind;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.VersionNumber;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A version of a consumer and one of its provider, as they meet in an environment. A verdict about the two says the same.
 *
 * @param provider null: none is there, so {@code providerName} is all that is known
 * @param isExternal whether nobody has published or recorded any version of the provider: it is known by its name alone
 * @param consumerMismatch whether something else was observed of the consumer than is recorded
 * @param result of the method that decides; null while there is none
 * @param job that is to make the result; null when there is none or it is not needed
 */
record SeamStatus(
        EnvironmentName environment,
        Side consumer,
        ParticipantKind consumerKind,
        ParticipantName providerName,
        ParticipantKind providerKind,
        boolean isExternal,
        @Nullable Side provider,
        ContractKind kind,
        Sha256 contract,
        Condition condition,
        boolean consumerMismatch,
        boolean providerMismatch,
        @Nullable Result result,
        @Nullable Job job) {
    /**
     * A version that is there.
     *
     * @param id orders versions by creation
     * @param branch that it is the head of, or was put on last
     */
    record Side(
            ParticipantName name,
            long id,
            VersionNumber version,
            @Nullable String branch,
            Instant since) {}

    record Result(Method method, int number, Instant at) {}

    record Job(UUID id, JobState state, @Nullable String problem) {}

    /** Worst first. */
    enum Condition {
        BROKEN(0, "no"),
        NO_COUNTERPART(1, "no"),
        /** Something else was observed of one side than is recorded. */
        RECORD_MISMATCH(2, "unknown"),
        /** The provider's version has published nothing to check against. */
        UNVERIFIABLE(3, "unknown"),
        UNVERIFIED(4, "unknown"),
        VERIFYING(5, "unknown"),
        SAFE(6, "yes");

        private final int rank;
        private final String verdict;

        Condition(int rank, String verdict) {
            this.rank = rank;
            this.verdict = verdict;
        }

        /** Its place in the order, by which {@link StatusStore} calls it. */
        int rank() {
            return rank;
        }

        static Condition of(int rank) {
            return Arrays.stream(values())
                    .filter(condition -> condition.rank == rank)
                    .findFirst()
                    .orElseThrow();
        }

        /** The verdict of such a row: yes, no or unknown. */
        String verdict() {
            return verdict;
        }
    }

    private String pair() {
        return provider == null ? consumerText() : consumerText() + " with " + providerText();
    }

    private String consumerText() {
        return consumer.name().value() + " " + consumer.version().value();
    }

    private String providerText() {
        return provider == null
                ? providerName.value()
                : providerName.value() + " " + provider.version().value();
    }

    /** Why, in one line. */
    String reason() {
        return switch (condition) {
            case SAFE -> "%s was verified by %s.".formatted(pair(), method());
            case BROKEN ->
                "%s does not keep what %s relies on, as a %s shows."
                        .formatted(providerText(), consumerText(), method());
            case NO_COUNTERPART ->
                "%s relies on %s, which is not in %s."
                        .formatted(consumerText(), providerName.value(), environment.value());
            case RECORD_MISMATCH ->
                "It is not known what runs of %s in %s: something else was observed than is recorded."
                        .formatted(mismatched(), environment.value());
            case UNVERIFIABLE ->
                "%s has published no schema that the queries of %s could be run on."
                        .formatted(providerText(), consumerText());
            case VERIFYING -> "%s is being verified.".formatted(pair());
            case UNVERIFIED ->
                job == null || job.problem() == null
                        ? "Nobody has verified %s.".formatted(pair())
                        : "Nobody has verified %s: %s".formatted(pair(), job.problem());
        };
    }

    /** What to do, in one line; empty when there is nothing to do. */
    String next() {
        return switch (condition) {
            case SAFE -> "";
            case BROKEN ->
                "See what failed, then mend %s, or agree with %s on another contract."
                        .formatted(providerName.value(), consumer.name().value());
            case NO_COUNTERPART ->
                "Deploy %s to %s, or record that it is there.".formatted(providerName.value(), environment.value());
            case RECORD_MISMATCH -> "Record what runs of %s in %s.".formatted(mismatched(), environment.value());
            case UNVERIFIABLE -> "Publish the schema of %s.".formatted(providerText());
            case VERIFYING -> "Wait for the result.";
            case UNVERIFIED ->
                job != null && job.state() == JobState.DEAD
                        ? "Mend what stops the verification of %s, then run its job again.".formatted(providerText())
                        : kind == ContractKind.PACT
                                ? "Start a worker that serves %s, or verify it in its own build."
                                        .formatted(providerText())
                                : "Wait for the queries to be run, or look why they were not.";
        };
    }

    private String mismatched() {
        return Stream.of(consumerMismatch ? consumer.name().value() : "", providerMismatch ? providerName.value() : "")
                .filter(name -> !name.isEmpty())
                .collect(Collectors.joining(" and of "));
    }

    private String method() {
        return result == null ? "" : result.method().word();
    }
}
