package dev.seamwright.schemadiff.postgres.shadow;

import dev.seamwright.schemadiff.postgres.shadow.Shadow.LimitReached;
import dev.seamwright.schemadiff.postgres.shadow.Shadow.Limits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a run's connections when it takes more than it may: the candidate can lift the limits of its own sessions, not this one. */
final class Watchdog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Thread thread;
    private volatile @Nullable String reached;
    private volatile boolean over;

    /** Opens a connection of the superuser. */
    interface Opener {
        Connection open() throws SQLException;
    }

    Watchdog(Opener superuser, String database, Limits limits) {
        thread = Thread.ofVirtual().name("shadow-watchdog").start(() -> watch(superuser, database, limits));
    }

    private void watch(Opener superuser, String database, Limits limits) {
        var end = System.nanoTime() + limits.time().toNanos();
        try {
            Thread.sleep(POLL);
            try (var connection = superuser.open();
                    var size = connection.prepareStatement(
                            "SELECT pg_database_size(oid) FROM pg_database WHERE datname = ?");
                    var terminate = connection.prepareStatement(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?")) {
                size.setString(1, database);
                terminate.setString(1, database);
                while (true) {
                    if (System.nanoTime() > end) {
                        reached = "It took longer than %d seconds."
                                .formatted(limits.time().toSeconds());
                    }
                    try (var row = size.executeQuery()) {
                        if (row.next() && row.getLong(1) > limits.databaseBytes()) {
                            reached = "It stored more than %d MB.".formatted(limits.databaseBytes() >> 20);
                        }
                    }
                    if (reached != null) {
                        terminate.execute();
                    }
                    Thread.sleep(POLL);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (SQLException failure) {
            if (over) {
                return; // interrupted in a query
            }
            log.warn("the watchdog of a shadow run failed database={}", database, failure);
        }
    }

    /** The failure of a run: that a limit was reached, when it was. */
    RuntimeException explain(RuntimeException failure) {
        var limit = reached;
        return limit == null ? failure : new LimitReached(limit, failure);
    }

    @Override
    public void close() {
        over = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
