package dev.seamwright.broker.verificationjob;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a job is not done; told from what is known at the moment, and stored nowhere.
 *
 * @param code stable, for programs
 * @param text for people, with what to do
 */
record Cause(String code, String text) {
    private static final int TOLD = 5;

    /** @param workers those that count: {@link Worker#ALIVE} */
    static Optional<Cause> of(VerificationJob job, List<Worker> workers) {
        return switch (job.state()) {
            case DONE -> Optional.empty();
            case RUNNING ->
                Optional.of(new Cause(
                        "running",
                        "%s works on it, attempt %d of %d, and has it until %s."
                                .formatted(worker(job), job.attempts(), job.maxAttempts(), job.dueAt())));
            case DEAD ->
                Optional.of(new Cause(
                        "dead",
                        "Given up after %d of %d attempts: %s Look at its log, then run it again."
                                .formatted(job.attempts(), job.maxAttempts(), problem(job))));
            case CANCELLED -> Optional.of(new Cause("cancelled", "It was cancelled: run it again if it is wanted."));
            case WAITING ->
                Optional.of(
                        job.waitsForBuild()
                                ? build(job, Objects.requireNonNull(job.build()))
                                : job.ready() ? unclaimed(job, workers) : retry(job));
        };
    }

    private static Cause build(VerificationJob job, VerificationJob.Build build) {
        return new Cause(
                "waiting-for-build",
                "%s was asked for at %s and has until %s to send its result; then others may do it."
                        .formatted(name(build), build.askedAt(), job.dueAt()));
    }

    private static String name(VerificationJob.Build build) {
        return build.name() == null ? "A build of the provider's CI" : "The build " + build.name();
    }

    private static Cause retry(VerificationJob job) {
        return new Cause(
                "waiting-for-retry",
                "Attempt %d of %d had no result: %s It is tried again at %s."
                        .formatted(job.attempts(), job.maxAttempts(), problem(job), job.dueAt()));
    }

    private static Cause unclaimed(VerificationJob job, List<Worker> workers) {
        var provider = job.provider().value();
        var serving = workers.stream()
                .filter(worker -> worker.methods().contains(job.method()))
                .flatMap(worker -> worker.providers().stream())
                .filter(serves -> serves.provider().equals(job.provider()))
                .toList();
        var late = job.build();
        if (serving.isEmpty() && late != null) {
            return new Cause(
                    "build-timed-out",
                    "%s, asked for at %s, sent no result in time: look at it, or start a worker, 'seamwright worker --provider %s'."
                            .formatted(name(late), late.askedAt(), provider));
        }
        if (serving.isEmpty()) {
            return new Cause(
                    "no-worker",
                    "No worker has asked for jobs of %s in the last %d minutes: start one, 'seamwright worker --provider %s%s'."
                            .formatted(
                                    provider,
                                    Worker.ALIVE.toMinutes(),
                                    provider,
                                    job.method().equals("replay") ? "" : " --methods " + job.method()));
        }
        var isServed = serving.stream()
                .anyMatch(serves ->
                        serves.versions().isEmpty() || serves.versions().contains(job.providerVersion()));
        if (isServed) {
            return new Cause(
                    "queued", "It is the turn of others before it: a worker of %s takes it next.".formatted(provider));
        }
        var versions = serving.stream()
                .flatMap(serves -> serves.versions().stream())
                .distinct()
                .limit(TOLD)
                .map(version -> version.value())
                .collect(Collectors.joining(", "));
        return new Cause(
                "no-version-served",
                "Workers serve %s in other versions (%s): start one for version %s."
                        .formatted(provider, versions, job.providerVersion().value()));
    }

    private static String worker(VerificationJob job) {
        return Objects.requireNonNullElse(job.worker(), "A worker");
    }

    private static String problem(VerificationJob job) {
        var problem = Objects.requireNonNullElse(job.problem(), "no reason was given.");
        return problem.endsWith(".") ? problem : problem + ".";
    }

    /** From when on workers count. */
    static Instant alive(Instant now) {
        return now.minus(Worker.ALIVE);
    }
}
