package dev.seamwright.schemadiff.postgres.shadow;

import dev.seamwright.schemadiff.postgres.shadow.Shadow.LimitReached;
import dev.seamwright.schemadiff.postgres.shadow.Shadow.Limits;
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

    private static final String SIZE = """
            SELECT coalesce((SELECT sum(pg_database_size(oid)) FROM pg_database WHERE starts_with(datname, ?)), 0) + %s
            """;
    private static final String REST =
            "coalesce((SELECT sum(size) FROM pg_ls_tmpdir()), 0) + coalesce((SELECT sum(size) FROM pg_ls_waldir()), 0)";
    private static final String TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?";

    Watchdog(ShadowServer server, String database, Limits limits) {
        thread = Thread.ofVirtual().name("shadow-watchdog").start(() -> watch(server, database, limits));
    }

    private void watch(ShadowServer server, String database, Limits limits) {
        var end = System.nanoTime() + limits.time().toNanos();
        try {
            Thread.sleep(POLL);
            var rest = server.powers().alone() ? REST : "0";
            try (var connection = server.open(server.home());
                    var size = connection.prepareStatement(SIZE.formatted(rest));
                    var terminate = connection.prepareStatement(TERMINATE)) {
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
