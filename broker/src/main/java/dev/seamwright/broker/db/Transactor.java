package dev.seamwright.broker.db;

import dev.seamwright.broker.problem.BrokerException.Conflict;
import dev.seamwright.broker.problem.BrokerException.Unavailable;
import dev.seamwright.broker.token.Credentials;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to a connection: every unit of work is a transaction that begins with the workspace's setting, in the same
 * round trip as BEGIN. The setting is local to the transaction, so a connection that goes back to a pool (ours or PgBouncer's)
 * carries nothing over.
 */
public final class Transactor {
    private static final Logger log = LoggerFactory.getLogger(Transactor.class);
    private static final int ATTEMPTS = 4;

    // Nearly every statement finds its rows by index, whatever its parameters are, and most take longer to plan than to
    // run: a connection plans each of them once, but for those that are PlannedByValues.
    private static final String SETTINGS =
            "SELECT set_config('seamwright.workspace', ?, true), set_config('plan_cache_mode', 'force_generic_plan', true)";
    // A read sees one snapshot, so a verdict is a function of one state of the database.
    private static final String BEGIN_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; " + SETTINGS;
    // It does not say READ WRITE: on a database that is read-only for now the first write is refused (25006), with
    // nothing to undo.
    private static final String BEGIN_WRITE = "BEGIN ISOLATION LEVEL READ COMMITTED; " + SETTINGS;

    private final Jdbi jdbi;
    private final Stores stores;
    private final Clock clock;
    private volatile Observer observer = (writable, committed, nanos) -> {};
    private volatile boolean suspended;

    /** Told of each transaction when it has ended, on its thread. */
    public interface Observer {
        /** @param nanos from asking for a connection to the end */
        void ended(boolean writable, boolean committed, long nanos);
    }

    public Transactor(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.stores = new Stores(jdbi);
        this.clock = clock;
    }

    /** Reports to {@code told} from now on. */
    public void observe(Observer told) {
        observer = told;
    }

    /** Begins no transaction until {@link #resume}: tenants would not be kept apart. */
    void suspend() {
        suspended = true;
    }

    void resume() {
        suspended = false;
    }

    /** Runs {@code work} in a read-only transaction on one snapshot. */
    public <T> T read(Credentials credentials, Function<Tx, T> work) {
        return attempt(() -> run(credentials, work, false));
    }

    /** Runs {@code work} in a transaction; again, a bounded number of times, when PostgreSQL ends it for a conflict. */
    public <T> T write(Credentials credentials, Function<Tx, T> work) {
        return attempt(() -> run(credentials, work, true));
    }

    private <T> T run(Credentials credentials, Function<Tx, T> work, boolean writable) throws SQLException {
        if (suspended) {
            throw new Unavailable(
                    "The broker serves nothing, because its database would not keep workspaces apart. The operator finds the causes in the log.");
        }
        Tx tx;
        T result;
        var began = System.nanoTime();
        var committed = false;
        try (var handle = jdbi.open()) {
            var connection = handle.getConnection();
            begin(connection, writable ? BEGIN_WRITE : BEGIN_READ, credentials.workspaceId());
            try {
                var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                var caller = credentials.authenticate(handle, now);
                tx = new Tx(handle, stores, caller, now, writable);
                result = work.apply(tx);
                finish(handle, tx);
                committed = true;
            } finally {
                if (!committed) {
                    rollback(connection);
                }
            }
        } finally {
            observer.ended(writable, committed, System.nanoTime() - began);
        }
        tx.afterCommit().forEach(Runnable::run);
        return result;
    }

    private static void begin(Connection connection, String begin, int workspaceId) throws SQLException {
        try (var statement = connection.prepareStatement(begin)) {
            statement.setString(1, Integer.toString(workspaceId));
            statement.execute();
        }
    }

    private static void finish(Handle handle, Tx tx) throws SQLException {
        var connection = handle.getConnection();
        tx.writeAudit();
        try (var statement = connection.prepareStatement("COMMIT")) {
            statement.execute();
        }
    }

    private static void rollback(Connection connection) {
        try (var statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException gone) {
            log.warn("rollback failed, the pool drops the connection: {}", gone.getMessage());
        }
    }

    private interface Attempt<T> {
        T run() throws SQLException;
    }

    private static <T> T attempt(Attempt<T> work) {
        for (var attempt = 1; ; attempt++) {
            @Nullable SQLException failure;
            RuntimeException thrown;
            try {
                return work.run();
            } catch (JdbiException | DatabaseFailure e) {
                failure = sqlCause(e);
                thrown = e;
            } catch (SQLException e) {
                failure = e;
                thrown = new DatabaseFailure(e);
            }
            if (failure == null) {
                throw thrown;
            }
            var state = String.valueOf(failure.getSQLState());
            if (isConflict(state) && attempt < ATTEMPTS) {
                log.info("transaction repeated sqlstate={} attempt={}", state, attempt);
                continue;
            }
            if (isOutage(state) || failure instanceof SQLTransientConnectionException) {
                log.warn("database unavailable sqlstate={} message={}", state, failure.getMessage());
                throw new Unavailable(
                        "The database cannot be reached or cannot be written just now; try again shortly.");
            }
            if (isOvertaken(state)) {
                log.warn("transaction overtaken sqlstate={} message={}", state, failure.getMessage());
                throw new Conflict("Another request changes the same thing: look at it, and try again.");
            }
            throw thrown;
        }
    }

    private static @Nullable SQLException sqlCause(Throwable failure) {
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    /** Serialization failure or deadlock: PostgreSQL, Appendix A, class 40; and what {@link #isOvertaken} tells. */
    private static boolean isConflict(String state) {
        return state.equals("40001") || state.equals("40P01") || isOvertaken(state);
    }

    /** A foreign key or unique violation: since this transaction looked, another one removed or made the same thing. */
    private static boolean isOvertaken(String state) {
        return state.equals("23503") || state.equals("23505");
    }

    /** Connection exceptions, shutdown, too many connections, and a primary that has become a read-only standby. The pool's own time-out is another one. */
    private static boolean isOutage(String state) {
        return state.startsWith("08") || state.startsWith("57P") || state.equals("53300") || state.equals("25006");
    }

    /** A failure of the database that no caller can choose to handle. */
    static final class DatabaseFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DatabaseFailure(SQLException cause) {
            super(cause);
        }
    }
}
