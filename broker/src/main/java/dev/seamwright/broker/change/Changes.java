package dev.seamwright.broker.change;

import dev.seamwright.broker.db.Transactor;
import dev.seamwright.broker.problem.BrokerException.Unavailable;
import dev.seamwright.broker.token.Caller;
import dev.seamwright.broker.token.Scope;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes requests that wait when something was written in their workspace, by this broker or another one. Every change stands in the audit
 * log, so one thread a broker looks at the head of the log, in the workspaces that somebody waits in. Whoever waits holds a virtual thread
 * and no connection. LISTEN would need a session of its own, which a PgBouncer in transaction mode does not give.
 */
public final class Changes implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Changes.class);

    /** How many requests may wait at once, in a workspace and in all. */
    public record Limits(int workspace, int all) {
        public static final Limits DEFAULT = new Limits(200, 2_000);
    }

    /** Why a wait ended. */
    public enum End {
        CHANGED,
        TIME_OUT,
        /** The broker stops: answer now. */
        DRAINING
    }

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final String HEAD = "SELECT coalesce(max(seq), 0) FROM audit_head";

    private final Transactor transactor;
    private final Limits limits;
    private final Thread watch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Integer, Workspace> watched = new HashMap<>();
    private int waiting;
    private boolean draining;

    private static final class Workspace {
        private int waiting;
        private long head = -1; // not looked at yet
        private long changes;
    }

    public Changes(Transactor transactor, Limits limits) {
        this.transactor = transactor;
        this.limits = limits;
        this.watch = Thread.ofPlatform().name("changes").daemon().start(this::watch);
    }

    /** One request that waits. */
    public final class Waiting implements AutoCloseable {
        private final int id;
        private final Workspace workspace;
        private long seen;

        private Waiting(int id, Workspace workspace) {
            this.id = id;
            this.workspace = workspace;
            this.seen = workspace.changes;
        }

        /** Waits for a change since the last call, or since this was made; there may have been one that concerns somebody else. */
        public End await(Duration most) {
            lock.lock();
            try {
                var left = most.toNanos();
                while (seen == workspace.changes && !draining && left > 0) {
                    left = changed.awaitNanos(left);
                }
                if (draining) {
                    return End.DRAINING;
                }
                var end = seen == workspace.changes ? End.TIME_OUT : End.CHANGED;
                seen = workspace.changes;
                return end;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return End.DRAINING;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                waiting--;
                if (--workspace.waiting == 0) {
                    watched.remove(id);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Begins to wait for changes of a workspace.
     *
     * @throws Unavailable when too many requests wait, or the broker stops
     */
    public Waiting watch(int workspaceId) {
        lock.lock();
        try {
            if (draining) {
                throw new Unavailable("The broker stops: ask another one, or this one again shortly.");
            }
            var workspace = watched.get(workspaceId);
            if (waiting >= limits.all() || (workspace != null && workspace.waiting >= limits.workspace())) {
                throw new Unavailable(
                        "Too many requests wait for changes (%d here in your workspace): ask without waiting."
                                .formatted(workspace == null ? 0 : workspace.waiting));
            }
            if (workspace == null) {
                workspace = new Workspace();
                watched.put(workspaceId, workspace);
            }
            waiting++;
            workspace.waiting++;
            changed.signalAll(); // the watch may have had nothing to do
            return new Waiting(workspaceId, workspace);
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        while (true) {
            List<Integer> workspaces;
            lock.lock();
            try {
                while (watched.isEmpty() && !draining) {
                    changed.await();
                }
                if (draining) {
                    return;
                }
                workspaces = List.copyOf(watched.keySet());
            } catch (InterruptedException stopped) {
                return;
            } finally {
                lock.unlock();
            }
            workspaces.forEach(this::look);
            if (pause()) {
                return;
            }
        }
    }

    private void look(int workspaceId) {
        long head;
        try {
            var caller = new Caller(workspaceId, "", "job:changes", Scope.READ, false);
            head = transactor.read(
                    caller,
                    tx -> tx.handle().createQuery(HEAD).mapTo(Long.class).one());
        } catch (Unavailable outage) {
            return; // whoever waits asks again when its time is over
        } catch (RuntimeException failure) { // the next look must come all the same
            log.warn("changes cannot be seen workspace={}", workspaceId, failure);
            return;
        }
        lock.lock();
        try {
            var workspace = watched.get(workspaceId);
            if (workspace != null && workspace.head != head) {
                workspace.head = head;
                workspace.changes++;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Answers whether to stop. */
    private boolean pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            return false;
        } catch (InterruptedException stopped) {
            return true;
        }
    }

    /** Ends all waits, now and from now on. */
    public void drain() {
        lock.lock();
        try {
            draining = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        drain();
        watch.interrupt();
    }
}
