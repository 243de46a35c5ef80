package dev.seamwright.broker.db;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats the guard's check while the broker runs: no transaction begins from a violation until it is gone. */
public final class IsolationWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(IsolationWatch.class);

    private final IsolationGuard guard;
    private final Transactor transactor;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("isolation-watch").factory());
    private volatile List<String> causes = List.of();

    private IsolationWatch(IsolationGuard guard, Transactor transactor) {
        this.guard = guard;
        this.transactor = transactor;
    }

    /** Checks every {@code interval}; the first time after one. */
    public static IsolationWatch start(IsolationGuard guard, Transactor transactor, Duration interval) {
        var watch = new IsolationWatch(guard, transactor);
        var _ = watch.timer.scheduleWithFixedDelay(
                watch::check, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    /** Why tenants would not be kept apart; empty: they are. */
    public List<String> causes() {
        return causes;
    }

    private void check() {
        try {
            guard.check();
            if (!causes.isEmpty()) {
                log.info("tenants are kept apart again, serving");
            }
            causes = List.of();
            transactor.resume();
        } catch (IsolationGuard.Refused refused) {
            transactor.suspend();
            if (!causes.equals(refused.causes())) {
                log.error("tenants are not kept apart, serving nothing causes={}", refused.causes());
            }
            causes = refused.causes();
        } catch (RuntimeException unknown) {
            // the database is gone: nothing is served anyway, and nothing is known, so the last finding stands
            log.warn("tenant isolation could not be checked: {}", unknown.getMessage());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
