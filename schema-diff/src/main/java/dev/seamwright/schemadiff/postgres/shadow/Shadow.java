package dev.seamwright.schemadiff.postgres.shadow;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL for candidates, never the one that holds the broker's data: an embedded one of its own, or one that the user gives. A
 * run has the whole server to itself, since roles and settings are the server's and not a database's: a fresh database, owned by a role
 * that is no superuser. Whatever a run leaves behind is taken away.
 */
public final class Shadow implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Shadow.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final ShadowServer server;
    private final Limits limits;
    private final Semaphore turn = new Semaphore(1, true);
    private @Nullable Connection admin;
    private @Nullable Remains remains;
    private @Nullable Run next;
    private Alike alike = new Alike();
    private boolean closed;

    /**
     * What a run may take.
     *
     * @param time from its begin to its end
     * @param statementTime of one statement
     * @param databaseBytes on disk, with temporary files and the write-ahead log
     * @param sessionBytes of memory, for each connection; an embedded server alone can keep it
     */
    public record Limits(Duration time, Duration statementTime, long databaseBytes, long sessionBytes) {
        public static final Limits DEFAULT =
                new Limits(Duration.ofSeconds(60), Duration.ofSeconds(20), 1L << 30, 1L << 30);

        /** With the default for memory. */
        public Limits(Duration time, Duration statementTime, long databaseBytes) {
            this(time, statementTime, databaseBytes, DEFAULT.sessionBytes());
        }
    }

    private Shadow(ShadowServer server, Limits limits) {
        this.server = server;
        this.limits = limits;
    }

    /** An embedded server with its files in {@code directory}, which is its alone; started when it is first needed. */
    public static Shadow embedded(Path directory, Limits limits) {
        return new Shadow(new EmbeddedShadowServer(directory, limits.sessionBytes()), limits);
    }

    /**
     * A server that the user gives, which others may use too: PostgreSQL 13 or newer, with a login that is a superuser, or has CREATEDB
     * and CREATEROLE. Brokers that give the same database take turns.
     *
     * @param url JDBC, of a database that exists and stays as it is
     * @param data a connection to the server that holds the broker's data, which must be another one
     * @throws Unusable when it cannot be used, with the cause
     */
    public static Shadow given(String url, String user, String password, Connection data, Limits limits) {
        try {
            return given(url, user, password, GivenShadowServer.identity(data), limits);
        } catch (SQLException failure) {
            throw new Unusable("The server that holds the broker's data does not tell who it is.", failure);
        }
    }

    /** The same for a program that holds no data of its own. */
    public static Shadow given(String url, String user, String password, Limits limits) {
        return given(url, user, password, (String) null, limits);
    }

    private static Shadow given(String url, String user, String password, @Nullable String dataServer, Limits limits) {
        var server = new GivenShadowServer(new GivenShadowServer.Login(url, user, password));
        server.check(dataServer);
        return new Shadow(server, limits);
    }

    /**
     * Gives {@code work} a new database, and takes it away afterwards.
     *
     * @param roles names of roles that the candidate expects; it may make them owners, and grant to them
     * @throws Busy when others have kept the server for too long
     * @throws LimitReached when the work took more than the limits allow
     */
    public <T> T run(List<String> roles, Function<ShadowDatabase, T> work) {
        return run(RolePlan.named(roles), work);
    }

    /** The same with roles as facts. */
    public <T> T run(RolePlan roles, Function<ShadowDatabase, T> work) {
        return take(run -> roles, work);
    }

    /**
     * The same with the roles that a script makes: {@code CREATE ROLE}, {@code GRANT role TO role}, {@code ALTER ROLE … SET}, also in a
     * {@code DO} block. What it asks for and the shadow does not give is in {@link ShadowDatabase#roleNotes}.
     *
     * @throws Rejected when PostgreSQL refuses a statement of the script
     */
    public <T> T run(Script roles, Function<ShadowDatabase, T> work) {
        return take(run -> run.read(roles, limits), work);
    }

    private interface Roles {
        RolePlan of(Run run) throws SQLException;
    }

    private <T> T take(Roles roles, Function<ShadowDatabase, T> work) {
        await();
        try {
            var begun = begin();
            var run = begun.run();
            try {
                var notes = run.create(roles.of(run));
                return guarded(new ShadowDatabase(server, begun.admin(), run, limits, notes, begun.alike()), work);
            } finally {
                end(begun);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("The shadow database cannot be made or removed.", failure);
        } finally {
            turn.release();
            if (server.powers().alone()) {
                Thread.ofVirtual().name("shadow-next").start(this::prepareNext);
            }
        }
    }

    /** Makes the next run's database while nobody waits for it. */
    private void prepareNext() {
        if (!turn.tryAcquire()) {
            return;
        }
        try {
            synchronized (this) {
                if (!closed && next == null && admin != null) {
                    next = Run.prepare(server, admin);
                }
            }
        } catch (SQLException failure) {
            log.warn("the next shadow run cannot be prepared", failure);
            spoiled(String.valueOf(failure.getMessage()));
        } finally {
            turn.release();
        }
    }

    private <T> T guarded(ShadowDatabase database, Function<ShadowDatabase, T> work) {
        try (var guard = new Watchdog(server, database.name(), limits)) {
            try {
                return work.apply(database);
            } catch (RuntimeException failure) {
                throw guard.explain(failure);
            }
        }
    }

    private void await() {
        try {
            if (!turn.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Busy();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Busy();
        }
    }

    private record Begun(Connection admin, Remains remains, Run run, Alike alike) {}

    /** Everything of a run but its roles; what is there from before the first run, or of the run before this one, is used. */
    private synchronized Begun begin() throws SQLException {
        if (closed) {
            throw new Busy();
        }
        var connection = admin;
        if (connection == null || !connection.isValid(5)) {
            forget();
            connection = server.open(server.home());
            admin = connection;
        }
        server.claim(connection, LONGEST_WAIT);
        try {
            var run = next;
            next = null;
            var old = remains;
            if (old == null || !server.powers().alone()) {
                Remains.requireNoRun(server, connection);
                Remains.removeStale(server, connection);
                old = Remains.before(server, connection);
                remains = old;
            }
            return new Begun(connection, old, run == null ? Run.prepare(server, connection) : run, alike);
        } catch (SQLException failure) {
            forget(); // and with the connection the claim
            throw failure;
        }
    }

    /** Takes away what the run has left. */
    private void end(Begun run) {
        try {
            var left = run.remains().remove();
            server.release(run.admin());
            if (!left.isEmpty()) {
                spoiled(left);
            }
        } catch (SQLException failure) {
            log.warn("a shadow run cannot be cleaned up name={}", run.run().database(), failure);
            spoiled(String.valueOf(failure.getMessage()));
        }
    }

    private synchronized void spoiled(String cause) {
        forget();
        server.spoiled(cause);
    }

    private synchronized void forget() {
        var connection = admin;
        admin = null;
        remains = null;
        next = null;
        alike = new Alike();
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException failure) {
                log.debug("the shadow's connection was closed before", failure);
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        forget();
        server.close();
    }

    /** Others use the shadow, and have done so for too long: try again later. */
    public static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Busy() {
            super("The shadow PostgreSQL is busy with other runs.");
        }
    }

    /** The server that the user gives cannot be the shadow. */
    public static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }

        Unusable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** A run took more time or disk than it may. */
    public static final class LimitReached extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LimitReached(String limit, Throwable cause) {
            super(limit, cause);
        }
    }
}
