package dev.seamwright.broker.verificationjob;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.contract.Deflated;
import dev.seamwright.broker.contract.Evidence;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.problem.BrokerException.Conflict;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.broker.verification.ListedVerification;
import dev.seamwright.broker.verification.VerificationService;
import dev.seamwright.broker.verification.VerificationService.Report;
import dev.seamwright.broker.verificationjob.VerificationJob.Claimed;
import dev.seamwright.broker.verificationjob.VerificationJobStore.Held;
import dev.seamwright.broker.verificationjob.VerificationJobStore.Target;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.broker.webhook.ToldEvent;
import dev.seamwright.broker.webhook.WebhookEventType;
import dev.seamwright.broker.webhook.WebhookService;
import dev.seamwright.contracts.Method;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives jobs to workers, on lease, and takes what comes of them. A job has one worker at a time: whoever has its token. A token that has
 * been taken away, because its time was over, changes nothing any more.
 */
public final class VerificationJobService {
    private static final int MOST_AGAIN = 100;
    private static final Logger log = LoggerFactory.getLogger(VerificationJobService.class);
    private static final int LONGEST_LOG = 64 * 1024; // characters; of a longer one the end is kept

    /** Whether a version keeps its own document; the result is evidence. */
    private static final String CONFORMANCE = "conformance";

    private final ParticipantService participants;
    private final VersionService versions;
    private final ContractService contracts;
    private final VerificationService verifications;
    private final VerificationJobPolicy policy;
    private final WebhookService webhooks;
    private final Observer observer;

    /** Told of what workers do. */
    public interface Observer {
        /** @param found whether there was a job */
        void asked(boolean found, Duration took);

        /** @param outcome {@code success}, {@code failure}, {@code retry} or {@code dead} */
        void ended(String outcome, Duration took);
    }

    public VerificationJobService(
            ParticipantService participants,
            VersionService versions,
            ContractService contracts,
            VerificationService verifications,
            VerificationJobPolicy policy,
            WebhookService webhooks,
            Observer observer) {
        this.participants = participants;
        this.versions = versions;
        this.contracts = contracts;
        this.verifications = verifications;
        this.policy = policy;
        this.webhooks = webhooks;
        this.observer = observer;
    }

    /**
     * Who asks for a job, and what for.
     *
     * @param methods at least one
     */
    record Claim(UUID worker, String name, List<Worker.Serves> providers, List<String> methods) {
        Claim {
            providers = List.copyOf(providers);
            methods = List.copyOf(methods);
        }
    }

    /** A target and a method: what one statement looks for. */
    private record Wanted(Target target, String method) {}

    /** The most urgent job that the worker can do, the oldest of them first; the worker has it from now on. Notes that the worker is there. */
    Optional<Claimed> claim(Tx tx, Claim claim) {
        var began = System.nanoTime();
        tx.store(WorkerStore.class)
                .seen(
                        claim.worker(),
                        claim.name(),
                        VerificationJobJson.providers(claim.providers()).toString(),
                        claim.methods().toArray(String[]::new),
                        tx.now());
        release(tx);
        var claimed = take(tx, claim);
        observer.asked(claimed.isPresent(), Duration.ofNanos(System.nanoTime() - began));
        return claimed;
    }

    private Optional<Claimed> take(Tx tx, Claim claim) {
        var store = tx.store(VerificationJobStore.class);
        var all = wanted(store, claim);
        return take(tx, claim, all.size() < 2 ? all : byUrgency(store, all), VerificationJobStore.IfHeld.SKIP)
                // a job may be there that somebody else looks at: no answer would say that there is none
                .or(() -> take(tx, claim, byUrgency(store, all), VerificationJobStore.IfHeld.WAIT));
    }

    private Optional<Claimed> take(Tx tx, Claim claim, List<Wanted> wanted, VerificationJobStore.IfHeld held) {
        var store = tx.store(VerificationJobStore.class);
        var until = tx.now().plus(policy.lease());
        for (var want : wanted) {
            var target = want.target();
            var taken = store.take(
                    held, target.column(), target.id(), want.method(), claim.worker(), claim.name(), until, tx.now());
            if (taken.isPresent()) {
                return Optional.of(claimed(tx, taken.get()));
            }
        }
        return Optional.empty();
    }

    private Claimed claimed(Tx tx, VerificationJobStore.Taken taken) {
        return new Claimed(get(tx, taken.id()), taken.token(), taken.until(), policy.lease());
    }

    private static List<Wanted> wanted(VerificationJobStore store, Claim claim) {
        var names = new ArrayList<String>();
        var numbers = new ArrayList<@Nullable String>();
        for (var serves : claim.providers()) {
            if (serves.versions().isEmpty()) {
                names.add(serves.provider().value());
                numbers.add(null);
            }
            for (var version : serves.versions()) {
                names.add(serves.provider().value());
                numbers.add(version.value());
            }
        }
        return store.targets(names.toArray(String[]::new), numbers.toArray(String[]::new)).stream()
                .flatMap(target -> claim.methods().stream().map(method -> new Wanted(target, method)))
                .toList();
    }

    /** Those that have a job at all; another worker may be quicker. */
    private static List<Wanted> byUrgency(VerificationJobStore store, List<Wanted> wanted) {
        return store
                .urgent(
                        wanted.stream().map(want -> want.target().provider()).toArray(Long[]::new),
                        wanted.stream().map(want -> want.target().version()).toArray(Long[]::new),
                        wanted.stream().map(Wanted::method).toArray(String[]::new))
                .stream()
                .map(place -> wanted.get(place - 1))
                .toList();
    }

    /** Takes jobs from workers whose time is over, and makes those ready that are to be tried again. */
    int release(Tx tx) {
        var released = tx.store(VerificationJobStore.class).release(tx.now());
        var dead = released.stream()
                .filter(job -> job.state().equals(JobState.DEAD.word()))
                .map(VerificationJobStore.Released::id)
                .toList();
        for (var id : dead) {
            log.warn(
                    "verification job given up workspace={} job={} cause=lease",
                    tx.caller().workspaceId(),
                    id);
            observer.ended("dead", policy.lease());
        }
        tellDead(tx, dead);
        return released.size();
    }

    /** In the transaction that gave them up. */
    private void tellDead(Tx tx, List<UUID> ids) {
        if (ids.isEmpty()) {
            return;
        }
        var array = ids.toArray(UUID[]::new);
        var store = tx.store(VerificationJobStore.class);
        var jobs = store.findAll(array).stream()
                .collect(Collectors.toMap(VerificationJob::id, VerificationJobJson::event));
        webhooks.append(
                tx,
                store.sides(array).stream()
                        .map(sides -> new ToldEvent(
                                WebhookEventType.JOB_DEAD,
                                sides.consumer(),
                                sides.provider(),
                                Objects.requireNonNull(jobs.get(sides.id()))))
                        .toList());
    }

    /**
     * The worker goes on.
     *
     * @return until when it has the job
     * @throws Conflict when it does not have it any more, or had it for too long
     */
    Instant heartbeat(Tx tx, UUID id, UUID token) {
        var extended = tx.store(VerificationJobStore.class)
                .extend(id, token, tx.now().plus(policy.lease()), tx.now().minus(policy.longest()), tx.now());
        return extended.orElseThrow(
                () -> lost(tx.store(VerificationJobStore.class).lock(id).orElseThrow(() -> unknown(id))));
    }

    /**
     * What a worker found out.
     *
     * @param results JSON of the single tests
     * @param verifiedBy the tool, as Pact clients tell it; null: not said
     * @param buildUrl null: not said
     * @param log null: none
     */
    record Result(
            UUID token,
            boolean success,
            @Nullable String results,
            @Nullable ObjectNode verifiedBy,
            @Nullable String buildUrl,
            @Nullable String log) {}

    /**
     * Stores a result as any published verification, by the method of the job; that ends the job.
     *
     * @param baseUrl what links in webhooks begin with
     * @return empty when the job was about a document: then it is the evidence of the version
     * @throws Conflict when the worker does not have the job any more
     */
    Optional<ListedVerification> result(Tx tx, UUID id, Result result, String baseUrl) {
        var held = held(tx, id, result.token());
        var job = get(tx, id);
        tx.store(VerificationJobStore.class).keepLog(id, deflated(result.log()));
        tx.afterCommit(() -> observer.ended(result.success() ? "success" : "failure", took(held, tx.now())));
        if (job.method().equals(CONFORMANCE)) {
            evidence(tx, job, result);
            return Optional.empty();
        }
        var recorded = verifications.record(
                tx,
                job.kind(),
                job.sha256(),
                job.provider(),
                new Report(
                        job.providerVersion(),
                        Method.of(job.method()),
                        result.success(),
                        false,
                        false,
                        result.buildUrl(),
                        verifiedBy(job, result.verifiedBy()),
                        result.results()),
                baseUrl);
        return Optional.of(recorded);
    }

    private void evidence(Tx tx, VerificationJob job, Result result) {
        var provider = participants.get(tx, job.provider());
        var version = versions.get(tx, provider, job.providerVersion());
        var results = result.results();
        contracts.recordEvidence(
                tx,
                provider,
                version,
                new Evidence(
                        result.success(),
                        "Seamwright worker " + Objects.requireNonNullElse(job.worker(), ""),
                        null,
                        results == null
                                ? null
                                : new Evidence.Results(
                                        results.getBytes(StandardCharsets.UTF_8),
                                        "application/json",
                                        "seamwright-conformance")));
        tx.store(VerificationJobStore.class).done(job.id(), tx.now());
    }

    private static String verifiedBy(VerificationJob job, @Nullable ObjectNode told) {
        var worker = Objects.requireNonNullElse(job.worker(), "");
        return told == null
                ? JsonNodeFactory.instance
                        .objectNode()
                        .put("implementation", "Seamwright worker " + worker)
                        .toString()
                : told.put("worker", worker).toString();
    }

    /**
     * A worker could not find out.
     *
     * @param cause why, for people
     * @param retry whether another attempt may help
     * @param log null: none
     */
    record Failure(
            UUID token,
            String cause,
            boolean retry,
            @Nullable String log) {}

    /**
     * Tries the job again after a pause, or gives it up.
     *
     * @throws Conflict when the worker does not have it any more
     */
    VerificationJob fail(Tx tx, UUID id, Failure failure) {
        var held = held(tx, id, failure.token());
        var dead = !failure.retry() || held.attempts() >= held.maxAttempts();
        var due = tx.now().plus(policy.pauseAfter(held.attempts()));
        tx.store(VerificationJobStore.class)
                .fail(
                        id,
                        (dead ? JobState.DEAD : JobState.WAITING).word(),
                        due,
                        failure.cause(),
                        deflated(failure.log()),
                        tx.now());
        if (dead) {
            tellDead(tx, List.of(id));
        }
        tx.afterCommit(() -> {
            observer.ended(dead ? "dead" : "retry", took(held, tx.now()));
            if (dead) {
                log.warn(
                        "verification job given up workspace={} job={} attempts={}",
                        tx.caller().workspaceId(),
                        id,
                        held.attempts());
            }
        });
        return get(tx, id);
    }

    private static Duration took(Held held, Instant now) {
        return held.startedAt() == null ? Duration.ZERO : Duration.between(held.startedAt(), now);
    }

    /** The job, locked, when the token is its worker's. */
    private static Held held(Tx tx, UUID id, UUID token) {
        var store = tx.store(VerificationJobStore.class);
        store.lockPair(id);
        var held = store.lock(id).orElseThrow(() -> unknown(id));
        if (held.state() != JobState.RUNNING || !token.equals(held.token())) {
            throw lost(held);
        }
        return held;
    }

    private static Conflict lost(Held held) {
        return new Conflict(
                switch (held.state()) {
                    case RUNNING ->
                        "The lease is lost: another worker has the job, or it took too long. Stop, and claim another one.";
                    case WAITING ->
                        "The lease is lost: its time was over, and the job waits for another worker. Stop, and claim another one.";
                    case DONE -> "The job is done: there is a result from elsewhere. Stop, and claim another one.";
                    case DEAD -> "The job was given up. Stop, and claim another one.";
                    case CANCELLED -> "The job was cancelled. Stop, and claim another one.";
                });
    }

    /**
     * The provider's own CI does it: nobody else gets it before its time is over.
     *
     * @param build its URL or number
     * @throws Conflict when the job does not wait
     */
    VerificationJob buildBegan(Tx tx, UUID id, String build) {
        var store = tx.store(VerificationJobStore.class);
        var held = store.lock(id).orElseThrow(() -> unknown(id));
        switch (held.state()) {
            case WAITING -> store.buildBegan(id, build, tx.now().plus(policy.build()), tx.now());
            case RUNNING -> throw new Conflict("A worker has the job: publish the result, or stop the build.");
            case DONE -> throw new Conflict("The job is done: the build is not needed.");
            case DEAD, CANCELLED -> throw new Conflict("The job has ended: run it again first.");
        }
        var job = get(tx, id);
        audit(tx, "job.build", job);
        return job;
    }

    /**
     * Nobody does it any more; a worker that has it learns so with its next heartbeat. What is cancelled already stays as it is.
     *
     * @throws Conflict when the job is done
     */
    VerificationJob cancel(Tx tx, UUID id) {
        var store = tx.store(VerificationJobStore.class);
        var held = store.lock(id).orElseThrow(() -> unknown(id));
        if (held.state() == JobState.DONE) {
            throw new Conflict("The job is done: there is nothing to cancel.");
        }
        if (held.state() != JobState.CANCELLED) {
            store.cancel(id, tx.now());
            audit(tx, "job.cancel", get(tx, id));
        }
        return get(tx, id);
    }

    /**
     * As if it had never been tried, before others; also one that is done.
     *
     * @throws Conflict when a worker has it
     */
    VerificationJob rerun(Tx tx, UUID id) {
        var store = tx.store(VerificationJobStore.class);
        var held = store.lock(id).orElseThrow(() -> unknown(id));
        if (held.state() == JobState.RUNNING) {
            throw new Conflict("A worker has the job: wait for it, or cancel the job first.");
        }
        store.rerun(
                id,
                new PlanStore.Plan(
                        Reason.Kind.BY_HAND.priority(),
                        Reason.Kind.BY_HAND.word(),
                        "'%s' asked for it.".formatted(tx.caller().principal()),
                        tx.now().toString(),
                        policy.attempts(),
                        tx.now()));
        var job = get(tx, id);
        audit(tx, "job.rerun", job);
        return job;
    }

    /**
     * Makes a provider's jobs anew, which come before others then. A job that a worker has is left to it.
     *
     * @param version of the provider; null: any
     * @param consumer null: any
     * @return what is to be done, a sentence each
     */
    public List<String> again(
            Tx tx, Participant provider, @Nullable VersionNumber version, @Nullable ParticipantName consumer) {
        return page(tx, new Filter(null, provider.id(), null, null, null, MOST_AGAIN)).stream()
                .filter(job -> version == null || job.providerVersion().equals(version))
                .filter(job -> consumer == null || job.consumer().equals(consumer))
                .filter(job -> job.state() != JobState.RUNNING)
                .map(job -> rerun(tx, job.id()))
                .map(job -> "%s of the contract of %s with %s %s: job %s"
                        .formatted(
                                job.method(),
                                job.consumer().value(),
                                job.provider().value(),
                                job.providerVersion().value(),
                                job.id()))
                .toList();
    }

    private static void audit(Tx tx, String action, VerificationJob job) {
        ObjectNode change = tx.audit(action);
        change.put("job", job.id().toString())
                .put("method", job.method())
                .put("consumer", job.consumer().value())
                .put("provider", job.provider().value())
                .put("providerVersion", job.providerVersion().value())
                .put("contract", job.sha256().hex());
    }

    /** @throws NotFound when the workspace has no such job */
    VerificationJob get(Tx tx, UUID id) {
        return tx.store(VerificationJobStore.class).find(id).orElseThrow(() -> unknown(id));
    }

    /** What the last worker that reported wrote of its work; none: nothing. */
    Optional<String> log(Tx tx, UUID id) {
        return tx.store(VerificationJobStore.class).log(id).stream()
                .findFirst()
                .map(log -> new String(Deflated.inflate(log), StandardCharsets.UTF_8));
    }

    /**
     * Which jobs; null does not filter.
     *
     * @param at when the job before the first one was made; null: from the newest on
     * @param id its id
     */
    public record Filter(
            @Nullable String state,
            @Nullable Long provider,
            @Nullable String method,
            @Nullable Instant at,
            @Nullable UUID id,
            int limit) {}

    /** Jobs, the newest first. */
    List<VerificationJob> page(Tx tx, Filter filter) {
        return tx.store(VerificationJobStore.class).page(filter);
    }

    /** Workers that were heard of lately, the last first. */
    List<Worker> alive(Tx tx) {
        return tx.store(WorkerStore.class).since(Cause.alive(tx.now()));
    }

    /** Workers of the last day. */
    List<Worker> workers(Tx tx) {
        return tx.store(WorkerStore.class).since(tx.now().minus(Duration.ofDays(1)));
    }

    private static NotFound unknown(UUID id) {
        return new NotFound("There is no job with the id %s.".formatted(id));
    }

    private static byte @Nullable [] deflated(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var end = text.length() <= LONGEST_LOG
                ? text
                : "… (%d characters are left out)%n".formatted(text.length() - LONGEST_LOG)
                        + text.substring(text.length() - LONGEST_LOG);
        return Deflated.deflate(end.getBytes(StandardCharsets.UTF_8));
    }
}
