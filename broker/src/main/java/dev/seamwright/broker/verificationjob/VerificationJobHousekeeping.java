package dev.seamwright.broker.verificationjob;

import dev.seamwright.broker.db.Transactor;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.workspace.WorkspaceDirectory;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after jobs that nobody asks about: a lease whose time is over ends though no worker comes, and operators see how many jobs wait for
 * how long.
 */
public final class VerificationJobHousekeeping {
    private static final Logger log = LoggerFactory.getLogger(VerificationJobHousekeeping.class);
    private static final Duration ENDED = Duration.ofDays(90);
    private static final Duration WORKERS = Duration.ofDays(7);
    private static final Duration UNNEEDED = Duration.ofHours(1); // a worker may be about to take it
    private static final int BATCH = 100; // of VerificationJobStore.release

    private final Transactor transactor;
    private final WorkspaceDirectory workspaces;
    private final VerificationJobService jobs;
    private final VerificationPlanner planner;
    private final Figures figures;

    /** Told how many jobs there are, in all workspaces together. */
    public interface Figures {
        /**
         * Jobs that are not done.
         *
         * @param state waiting, running or dead
         * @param oldest age of the oldest one
         */
        void jobs(String state, long jobs, Duration oldest);
    }

    public VerificationJobHousekeeping(
            Transactor transactor,
            WorkspaceDirectory workspaces,
            VerificationJobService jobs,
            VerificationPlanner planner,
            Figures figures) {
        this.transactor = transactor;
        this.workspaces = workspaces;
        this.jobs = jobs;
        this.planner = planner;
        this.figures = figures;
    }

    /** Takes jobs from workers whose time is over, in every workspace. */
    public void release() {
        workspaces.all().forEach((name, id) -> {
            var caller = VerificationPlanner.caller(id, "leases");
            int released;
            do {
                released = transactor.write(caller, jobs::release);
                if (released > 0) {
                    log.info("verification jobs released workspace={} jobs={}", id, released);
                }
            } while (released == BATCH);
        });
    }

    private static final class Sum {
        private long jobs;
        private Instant oldest = Instant.MAX;
    }

    /** Counts the jobs of all workspaces. */
    public void count() {
        var sums = new EnumMap<JobState, Sum>(
                Map.of(JobState.WAITING, new Sum(), JobState.RUNNING, new Sum(), JobState.DEAD, new Sum()));
        var now = new Instant[] {Instant.EPOCH};
        workspaces
                .all()
                .forEach((name, id) -> transactor.read(VerificationPlanner.caller(id, "figures"), tx -> {
                    now[0] = tx.now();
                    for (var figure : tx.store(VerificationJobStore.class).figures()) {
                        var sum = sums.computeIfAbsent(JobState.of(figure.state()), state -> new Sum());
                        sum.jobs += figure.jobs();
                        sum.oldest = figure.oldest().isBefore(sum.oldest) ? figure.oldest() : sum.oldest;
                    }
                    return id;
                }));
        sums.forEach((state, sum) -> figures.jobs(
                state.word(), sum.jobs, sum.jobs == 0 ? Duration.ZERO : Duration.between(sum.oldest, now[0])));
    }

    /** Deletes jobs that ended long ago or are needed by nobody, and workers that are gone. */
    public int forget(Tx tx) {
        return planner.withdraw(tx, tx.now().minus(UNNEEDED))
                + tx.store(VerificationJobStore.class).forget(tx.now().minus(ENDED))
                + tx.store(WorkerStore.class).forget(tx.now().minus(WORKERS));
    }

    /** Plans what should have been planned. */
    public int plan(Tx tx) {
        return planner.planAll(tx);
    }
}
