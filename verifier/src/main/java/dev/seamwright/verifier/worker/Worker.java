package dev.seamwright.verifier.worker;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.verifier.replay.PactReplay;
import dev.seamwright.verifier.worker.JobRun.Report;
import dev.seamwright.verifier.worker.Jobs.Refused;
import dev.seamwright.verifier.worker.Jobs.Reply;
import dev.seamwright.verifier.worker.Jobs.Unavailable;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Claims jobs and does them until it is told to stop. Jobs of one provider run one at a time where they would meet in its state; those
 * of several providers run beside one another.
 */
public final class Worker {
    /** Comparisons that never end keep a processor each. */
    private static final int MOST_LEFT_BEHIND = 4;

    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    private final Map<String, ServedProvider> providers = new LinkedHashMap<>();
    private final Jobs jobs;
    private final WorkerOptions options;
    private final String version;
    private final Consumer<String> say;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CompletableFuture<Ending> stopped = new CompletableFuture<>();
    private final Set<Thread> claiming = new HashSet<>();
    private final Set<String> busy = new HashSet<>();
    private final AtomicLong claimed = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final CompletableFuture<RuntimeException> broken = new CompletableFuture<>();

    /** Why a job's work ends before its result. */
    private enum Ending {
        LEASE_LOST,
        STOPPED,
        FINISHED
    }

    /**
     * What a worker did.
     *
     * @param done jobs with a result, whatever it is
     * @param failed jobs that were given back, or taken away
     * @param hasStuckThreads whether it ended because comparisons of its process never end
     */
    public record Summary(long done, long failed, boolean hasStuckThreads) {}

    /**
     * @param version of this program, which stands in results
     * @param say takes a line for people, from several threads
     */
    public Worker(
            List<ServedProvider> providers, Jobs jobs, WorkerOptions options, String version, Consumer<String> say) {
        for (var provider : providers) {
            if (this.providers.put(provider.name(), provider) != null) {
                throw new InvalidInput(provider.name(), "is served twice; give all its versions in one place");
            }
        }
        if (this.providers.isEmpty()) {
            throw new InvalidInput("providers", "are missing: a worker serves at least one");
        }
        this.jobs = jobs;
        this.options = options;
        this.version = version;
        this.say = say;
    }

    /** Works until {@link #stop}, or until the options say that it is enough. */
    public Summary run() throws InterruptedException {
        var slots = IntStream.range(0, options.concurrency())
                .mapToObj(
                        slot -> Thread.ofPlatform().name("job-" + slot).daemon().unstarted(this::loop))
                .toList();
        slots.forEach(Thread::start);
        for (var slot : slots) {
            slot.join();
        }
        if (broken.isDone()) {
            throw broken.join();
        }
        return new Summary(done.get(), failed.get(), PactReplay.threadsLeftBehind() >= MOST_LEFT_BEHIND);
    }

    /** Claims no more, and gives back what it works on. */
    public void stop() {
        stopping.countDown();
        stopped.complete(Ending.STOPPED);
        synchronized (claiming) {
            claiming.forEach(Thread::interrupt);
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void loop() {
        var backOff = new BackOff(options.firstPause(), stopping);
        try {
            while (!isStopping() && claimed.get() < options.mostJobs()) {
                if (PactReplay.threadsLeftBehind() >= MOST_LEFT_BEHIND) {
                    say.accept("Comparisons that never end keep %d threads; the worker ends, start it again"
                            .formatted(MOST_LEFT_BEHIND));
                    stop();
                    return;
                }
                var job = claim(backOff);
                if (job.isPresent()) {
                    work(job.get());
                } else if (options.isOnce() && backOff.isCalm()) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            // told to stop
        } catch (RuntimeException | Error bug) {
            broken.complete(bug instanceof RuntimeException known ? known : new IllegalStateException(bug));
            stop();
        }
    }

    private Optional<Job> claim(BackOff backOff) throws InterruptedException {
        var offers = offers();
        if (offers.isEmpty()) {
            stopping.await(100, TimeUnit.MILLISECONDS);
            return Optional.empty();
        }
        if (claimed.incrementAndGet() > options.mostJobs()) {
            claimed.decrementAndGet();
            stopping.await(100, TimeUnit.MILLISECONDS);
            return Optional.empty();
        }
        var isTaken = false;
        try {
            var job = claim(offers);
            backOff.reset();
            isTaken = job.isPresent();
            return job;
        } catch (Unavailable failure) {
            if (!isStopping()) {
                say.accept(failure.getMessage() + " Asking again.");
                backOff.pause();
            }
            return Optional.empty();
        } finally {
            if (!isTaken) {
                claimed.decrementAndGet();
            }
        }
    }

    private Optional<Job> claim(List<Jobs.Offer> offers) throws Unavailable {
        synchronized (claiming) {
            if (isStopping()) {
                return Optional.empty();
            }
            claiming.add(Thread.currentThread());
        }
        try {
            return jobs.claim(offers, options.isOnce() ? Duration.ZERO : options.held());
        } finally {
            synchronized (claiming) {
                claiming.remove(Thread.currentThread());
                Thread.interrupted(); // it was meant for the claim, and that is over
            }
        }
    }

    private List<Jobs.Offer> offers() {
        synchronized (busy) {
            return providers.values().stream()
                    .filter(provider -> !busy.contains(provider.name()))
                    .map(ServedProvider::offer)
                    .toList();
        }
    }

    private void work(Job job) throws InterruptedException {
        var provider = providers.get(job.provider());
        say.accept("Job " + job);
        var ending = new CompletableFuture<Ending>();
        var _ = stopped.thenAccept(ending::complete);
        try (var lease = Lease.keep(job, jobs, () -> ending.complete(Ending.LEASE_LOST))) {
            if (provider == null) {
                report(job, lease, new Report.Failure("This worker does not serve " + job.provider(), true, ""));
                return;
            }
            if (!reserve(provider, ending)) {
                end(job, lease, ending.join());
                return;
            }
            try {
                run(job, provider, lease, ending);
            } finally {
                release(provider);
            }
        }
    }

    /** @return whether the provider is free now; otherwise the job has ended while it waited */
    private boolean reserve(ServedProvider provider, CompletableFuture<Ending> ending) throws InterruptedException {
        if (!provider.isExclusive()) {
            return true;
        }
        synchronized (busy) {
            while (!busy.add(provider.name())) {
                if (ending.isDone()) {
                    return false;
                }
                busy.wait(100);
            }
            return true;
        }
    }

    private void release(ServedProvider provider) {
        if (provider.isExclusive()) {
            synchronized (busy) {
                busy.remove(provider.name());
                busy.notifyAll();
            }
        }
    }

    private void run(Job job, ServedProvider provider, Lease lease, CompletableFuture<Ending> ending)
            throws InterruptedException {
        var run = new JobRun(jobs, provider, options.directory(), version, say);
        var work = new FutureTask<>(() -> {
            try {
                return run.run(job);
            } finally {
                ending.complete(Ending.FINISHED);
            }
        });
        var thread = Thread.ofPlatform().name("replay").daemon().start(work);
        var how = ending.join();
        if (how != Ending.FINISHED) {
            thread.interrupt();
            thread.join(); // what it has started is ended by then
            end(job, lease, how);
            return;
        }
        report(job, lease, result(work));
    }

    private static Report result(FutureTask<Report> work) throws InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException failure) {
            return new Report.Failure("The worker itself failed: " + failure.getCause(), true, "");
        }
    }

    private void end(Job job, Lease lease, Ending how) throws InterruptedException {
        if (how == Ending.LEASE_LOST) {
            failed.incrementAndGet();
            say.accept("Job %s was taken away: its lease is over, or it is cancelled".formatted(job.id()));
        } else {
            report(job, lease, new Report.Failure("The worker was stopped", true, ""));
        }
    }

    /** Until the broker has it, or the lease is over; a worker that stops does not wait for long. */
    private void report(Job job, Lease lease, Report report) throws InterruptedException {
        var backOff = new BackOff(options.firstPause(), stopping);
        var toReport = report;
        var giveUpAt = System.nanoTime() + LAST_WORDS.toNanos();
        while (true) {
            try {
                told(job, toReport, send(job, toReport));
                return;
            } catch (Refused refused) {
                if (toReport instanceof Report.Failure) {
                    failed.incrementAndGet();
                    say.accept("Job %s could not be given back: %s".formatted(job.id(), refused.getMessage()));
                    return;
                }
                toReport = new Report.Failure("The result was refused: " + refused.getMessage(), false, "");
            } catch (Unavailable away) {
                var isTooLate = isStopping() && System.nanoTime() - giveUpAt > 0;
                if (lease.isLost() || isTooLate) {
                    failed.incrementAndGet();
                    say.accept("Job %s could not be reported: %s".formatted(job.id(), away.getMessage()));
                    return;
                }
                backOff.pause(lease.left());
            }
        }
    }

    private Reply send(Job job, Report report) throws Unavailable, Refused {
        return switch (report) {
            case Report.Result(var success, var results, var log) -> jobs.result(job, success, results, log);
            case Report.Failure(var cause, var retry, var log) -> jobs.failure(job, cause, retry, log);
        };
    }

    private void told(Job job, Report report, Reply reply) {
        if (reply == Reply.LEASE_LOST) {
            failed.incrementAndGet();
            say.accept("Job %s was taken away before its result was told".formatted(job.id()));
            return;
        }
        switch (report) {
            case Report.Result result -> {
                done.incrementAndGet();
                say.accept("Job %s: %s".formatted(job.id(), result.success() ? "verified" : "failed"));
            }
            case Report.Failure failure -> {
                failed.incrementAndGet();
                say.accept("Job %s was given back%s: %s"
                        .formatted(job.id(), failure.retry() ? "" : " for good", failure.cause()));
            }
        }
    }
}
