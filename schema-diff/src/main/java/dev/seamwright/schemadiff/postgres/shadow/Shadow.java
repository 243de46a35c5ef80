package dev.seamwright.schemadiff.postgres.shadow;

import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgres;
import dev.seamwright.schemadiff.postgres.server.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of its own for candidates, never the one that holds the broker's data; started when it is first needed. A run has the
 * whole server to itself, since roles and settings are the server's and not a database's: a fresh database, owned by a role that is no
 * superuser. Whatever a run leaves behind is taken away, and a server on which that fails is thrown away.
 */
public final class Shadow implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Shadow.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Path directory;
    private final Limits limits;
    private final Semaphore turn = new Semaphore(1, true);
    private @Nullable EmbeddedPostgres server;

    /**
     * What a run may take.
     *
     * @param time from its begin to its end
     * @param statementTime of one statement
     * @param databaseBytes on disk
     */
    public record Limits(Duration time, Duration statementTime, long databaseBytes) {
        public static final Limits DEFAULT = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(20), 1L << 30);
    }

    private Shadow(Path directory, Limits limits) {
        this.directory = directory;
        this.limits = limits;
    }

    /** An embedded server with its files in {@code directory}, which is its alone. */
    public static Shadow embedded(Path directory, Limits limits) {
        return new Shadow(directory, limits);
    }

    /**
     * Gives {@code work} a new database, and takes it away afterwards.
     *
     * @param roles names of roles that the candidate expects; it may make them owners, and grant to them
     * @throws Busy when others have kept the server for too long
     * @throws LimitReached when the work took more than the limits allow
     */
    public <T> T run(List<String> roles, Function<ShadowDatabase, T> work) {
        await();
        try {
            var superuser = server();
            var name = "run_" + HexFormat.of().toHexDigits(RANDOM.nextLong());
            try (var admin = connect(superuser, "postgres")) {
                try {
                    return guarded(superuser, create(admin, superuser, name, roles), work);
                } finally {
                    remove(admin, name);
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("The shadow database cannot be made or removed.", failure);
        } finally {
            turn.release();
        }
    }

    private <T> T guarded(EmbeddedPostgres superuser, ShadowDatabase database, Function<ShadowDatabase, T> work) {
        try (var guard = new Watchdog(() -> connect(superuser, "postgres"), database.name(), limits)) {
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

    private synchronized EmbeddedPostgres server() throws SQLException {
        var running = server;
        if (running == null) {
            // nothing here outlives a run: speed before durability
            running = EmbeddedPostgres.start(EmbeddedPostgres.Settings.in(directory)
                    .with("fsync", "off")
                    .with("synchronous_commit", "off")
                    .with("full_page_writes", "off")
                    .with("autovacuum", "off")
                    .with("shared_buffers", "32MB")
                    .with("max_connections", "30")
                    .with("temp_file_limit", "256MB")
                    .with("createrole_self_grant", "set,inherit")
                    // a parse tree that is asked for is a message of level LOG, which a weaker setting would write to
                    // the log
                    .with("log_min_messages", "fatal"));
            server = running;
            try (var admin = connect(running, "postgres");
                    var statement = admin.createStatement()) {
                statement.execute("REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC");
                for (var leftover : leftovers(admin)) {
                    log.info("removing what an earlier run left name={}", leftover);
                }
                clean(admin);
            }
        }
        return running;
    }

    private static Connection connect(EmbeddedPostgres server, String database) throws SQLException {
        return DriverManager.getConnection(url(server, database), server.superuser(), server.password());
    }

    private static String url(EmbeddedPostgres server, String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.port(), database);
    }

    private ShadowDatabase create(Connection admin, EmbeddedPostgres server, String name, List<String> roles)
            throws SQLException {
        var password =
                HexFormat.of().toHexDigits(RANDOM.nextLong()) + HexFormat.of().toHexDigits(RANDOM.nextLong());
        try (var statement = admin.createStatement()) {
            statement.execute(
                    "CREATE ROLE %s LOGIN CREATEROLE CONNECTION LIMIT 10 PASSWORD '%s'".formatted(name, password));
            for (var role : roles) {
                if (!role.startsWith("pg_") && !exists(admin, role)) {
                    var quoted = statement.enquoteIdentifier(role, true);
                    statement.execute("CREATE ROLE " + quoted);
                    statement.execute("GRANT %s TO %s WITH ADMIN OPTION".formatted(quoted, name));
                }
            }
            statement.execute("CREATE DATABASE %s OWNER %s TEMPLATE template0".formatted(name, name));
            statement.execute("ALTER ROLE %s SET statement_timeout = '%dms'"
                    .formatted(name, limits.statementTime().toMillis()));
            statement.execute("ALTER ROLE %s SET lock_timeout = '5s'".formatted(name));
        }
        var properties = new Properties();
        properties.setProperty("user", name);
        properties.setProperty("password", password);
        properties.setProperty("prepareThreshold", "0");
        return new ShadowDatabase(name, url(server, name), properties);
    }

    private static boolean exists(Connection admin, String role) throws SQLException {
        try (var query = admin.prepareStatement("SELECT FROM pg_roles WHERE rolname = ?")) {
            query.setString(1, role);
            return query.executeQuery().next();
        }
    }

    private void remove(Connection admin, String name) {
        try {
            clean(admin);
            if (leftovers(admin).isEmpty()) {
                return;
            }
            log.warn("a shadow run left something behind, its server is thrown away name={}", name);
        } catch (SQLException failure) {
            log.warn("a shadow run cannot be cleaned up, its server is thrown away name={}", name, failure);
        }
        discard();
    }

    private synchronized void discard() {
        var broken = server;
        server = null;
        if (broken != null) {
            broken.close();
            try {
                Trees.delete(directory);
            } catch (IOException failure) {
                throw new UncheckedIOException("Cannot delete the shadow's directory " + directory, failure);
            }
        }
    }

    private static void clean(Connection admin) throws SQLException {
        try (var statement = admin.createStatement()) {
            for (var database : names(admin, DATABASES)) {
                statement.execute("DROP DATABASE " + statement.enquoteIdentifier(database, true) + " WITH (FORCE)");
            }
            for (var role : names(admin, ROLES)) {
                statement.execute("DROP ROLE " + statement.enquoteIdentifier(role, true));
            }
        }
    }

    private static final String DATABASES =
            "SELECT datname FROM pg_database WHERE datname NOT IN ('postgres', 'template0', 'template1')";
    // 10 is the superuser that initdb makes
    private static final String ROLES = "SELECT rolname FROM pg_roles WHERE oid <> 10 AND rolname !~ '^pg_'";
    private static final String REST = DATABASES + " UNION ALL " + ROLES
            + " UNION ALL SELECT slot_name FROM pg_replication_slots UNION ALL SELECT spcname FROM pg_tablespace WHERE spcname !~ '^pg_'"
            + " UNION ALL SELECT array_to_string(setconfig, ' ') FROM pg_db_role_setting";

    private static List<String> leftovers(Connection admin) throws SQLException {
        return names(admin, REST);
    }

    private static List<String> names(Connection admin, String query) throws SQLException {
        try (var statement = admin.createStatement();
                var rows = statement.executeQuery(query)) {
            var names = new ArrayList<String>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    @Override
    public synchronized void close() {
        var last = server;
        server = null;
        if (last != null) {
            last.close();
        }
    }

    /** Others use the shadow, and have done so for too long: try again later. */
    public static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Busy() {
            super("The shadow PostgreSQL is busy with other runs.");
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
