package dev.seamwright.broker.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker's background work, kept by db-scheduler in {@code seamwright_ops.scheduled_tasks}: any number of brokers share it, each
 * job runs in one of them at a time, and the job of a broker that died is taken over when its heartbeat has been missing for
 * a while. So a job may run more than once. The table belongs to no workspace: a job's instance carries the id of
 * its workspace, and the job opens that workspace's transaction.
 */
public final class Jobs implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Jobs.class);

    private static final String TABLE = "seamwright_ops.scheduled_tasks";
    private static final int AT_ONCE = 40; // virtual threads, most of them waiting for somebody else's server
    private static final int MISSED_HEARTBEATS = 4; // the least that db-scheduler takes
    private static final Duration AFTER_ERROR = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(17);

    private final DataSource database;
    private final Clock clock;
    private final Timing timing;
    private final List<Task<?>> queues = new ArrayList<>();
    private final List<RecurringTask<Void>> recurring = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("jobs-timer").daemon().factory());
    private SchedulerListener listener = SchedulerListener.NOOP;
    private @Nullable Scheduler scheduler;

    /**
     * How often the database is asked.
     *
     * @param poll between two looks for due jobs; a queue that is woken does not wait for it
     * @param heartbeat between two signs of life of a running job; after four missed ones another broker takes the job
     * @param leases between two looks for leases and builds whose time is over; a claim looks too
     */
    public record Timing(Duration poll, Duration heartbeat, Duration leases) {
        public static final Timing DEFAULT =
                new Timing(Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    public Jobs(DataSource database, Clock clock, Timing timing) {
        this.database = database;
        this.clock = clock;
        this.timing = timing;
    }

    public Timing timing() {
        return timing;
    }

    /**
     * Registers work on a queue: rows of the table with this task name, which a feature inserts in its own transaction.
     *
     * @param work gets the row's instance; answers when to run it again, or nothing when it is done. After an exception it
     *     runs again, half a minute later
     */
    public void queue(String name, Function<String, Optional<Instant>> work) {
        queues.add(Tasks.custom(name, Void.class)
                .onFailureReschedule(FixedDelay.of(AFTER_ERROR))
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    var again = work.apply(instance.getId());
                    return again.<CompletionHandler<Void>>map(at -> (done, row) -> row.reschedule(done, at))
                            .orElseGet(CompletionHandler.OnCompleteRemove::new);
                }));
    }

    /** Registers work that one of the brokers does, with a pause of {@code every} after each run. */
    public void recurring(String name, Duration every, Runnable work) {
        recurring.add(Tasks.recurring(name, FixedDelay.of(every)).execute((instance, context) -> work.run()));
    }

    /** Starts work that every broker does for itself, with a pause of {@code every} after each run. */
    @SuppressWarnings("FutureReturnValueIgnored") // the work never fails: it reports
    public void local(String name, Duration every, Runnable work) {
        timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException failure) { // the next run must come all the same
                        log.warn("job failed name={}", name, failure);
                    }
                },
                every.toMillis(),
                every.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Tells {@code told} of every run; call before {@link #start}. */
    public void observe(SchedulerListener told) {
        listener = told;
    }

    /** Starts to work; register everything before. */
    public void start() {
        var running = Scheduler.create(database, queues)
                .startTasks(recurring)
                .addSchedulerListener(listener)
                .tableName(TABLE)
                .clock(clock::instant)
                .schedulerName(new SchedulerName.Fixed("broker-" + UUID.randomUUID()))
                .threads(AT_ONCE)
                .executorService(Executors.newVirtualThreadPerTaskExecutor())
                .pollUsingLockAndFetch(0.5, 1.0) // FOR UPDATE SKIP LOCKED
                .pollingInterval(timing.poll())
                .heartbeatInterval(timing.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(STOP)
                .build();
        running.start();
        scheduler = running;
    }

    /** Looks for due jobs now instead of at the next poll. */
    public void wake() {
        if (scheduler != null) {
            scheduler.triggerCheckForDueExecutions();
        }
    }

    /** Takes no more jobs, and waits at most 20 seconds for those that run; what is cut off then runs again later. */
    @Override
    public void close() {
        timer.shutdownNow();
        if (scheduler != null) {
            scheduler.stop();
        }
    }
}
