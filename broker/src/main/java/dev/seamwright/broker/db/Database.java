package dev.seamwright.broker.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Arguments;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.postgresql.core.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker's PostgreSQL: migrated, guarded, and reached through one {@link Transactor}. */
public final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Transactor transactor;

    private Database(HikariDataSource pool, Clock clock) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool).installPlugin(new SqlObjectPlugin());
        jdbi.getConfig(Arguments.class)
                .setUntypedNullArgument((position, statement, ctx) -> statement.setNull(position, java.sql.Types.NULL));
        Values.register(jdbi);
        this.transactor = new Transactor(jdbi, clock);
    }

    /**
     * Migrates when an owner is given, then opens the pool and checks that tenants are kept apart.
     *
     * @throws IsolationGuard.Refused when the guard finds a reason not to serve
     */
    public static Database open(DatabaseSettings settings, Clock clock) {
        if (settings.owner() != null) {
            migrate(settings.owner(), settings.server());
        }
        var database = new Database(pool(settings), clock);
        try {
            database.guard().check();
            if (settings.owner() == null) {
                requireCurrentSchema(settings.server());
            }
        } catch (RuntimeException refused) {
            database.close();
            throw refused;
        }
        return database;
    }

    public Transactor transactor() {
        return transactor;
    }

    /** Statements without a workspace: for operators' work on the workspaces themselves. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /** Connections without a workspace: for the scheduler's own table and the guard, never for a tenant's rows. */
    public HikariDataSource pool() {
        return pool;
    }

    public IsolationGuard guard() {
        return new IsolationGuard(pool);
    }

    /** Creates the roles when they are missing, then brings the schema up to date. */
    public static void migrate(DatabaseSettings.Login owner, DatabaseSettings.Login server) {
        Roles.create(owner, server);
        var migrated = flyway(owner, server).migrate();
        log.info("schema migrated executed={} version={}", migrated.migrationsExecuted, migrated.targetSchemaVersion);
    }

    // Newer than this build is fine: version N-1 of the broker works on the schema of version N.
    private static void requireCurrentSchema(DatabaseSettings.Login server) {
        var pending = flyway(server, server).info().pending();
        if (pending.length > 0) {
            throw new SchemaOutdated(
                    "The database's schema lacks %d migrations of this build, up to %s. Run 'seamwright migrate' with the owner's login, or give the owner to the broker: --database-owner-url."
                            .formatted(pending.length, pending[pending.length - 1].getVersion()));
        }
    }

    private static Flyway flyway(DatabaseSettings.Login login, DatabaseSettings.Login server) {
        return Flyway.configure()
                .dataSource(login.url(), login.user(), login.password())
                .defaultSchema("seamwright_ops")
                .schemas("seamwright_ops", "seamwright")
                .locations("classpath:db/migration")
                .placeholders(Map.of("appRole", Roles.quoted(server.user()), "operatorRole", Roles.OPERATOR))
                .load();
    }

    /** The schema is older than this build needs, and nobody gave the owner's login. */
    public static final class SchemaOutdated extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SchemaOutdated(String message) {
            super(message);
        }
    }

    /** After a failover the old primary is read-only: a connection that says so is replaced, by one to the new primary. */
    private static final class LeaveReadOnly implements SQLExceptionOverride {
        @java.lang.Override // the plain name is the interface's own type here
        public SQLExceptionOverride.Override adjudicate(SQLException failure) {
            return "25006".equals(failure.getSQLState())
                    ? SQLExceptionOverride.Override.MUST_EVICT
                    : SQLExceptionOverride.Override.CONTINUE_EVICT;
        }
    }

    private static HikariDataSource pool(DatabaseSettings settings) {
        var config = new HikariConfig();
        config.setPoolName("broker");
        config.setJdbcUrl(settings.server().url());
        config.setUsername(settings.server().user());
        config.setPassword(settings.server().password());
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(Math.min(2, settings.poolSize()));
        config.setConnectionTimeout(
                TimeUnit.SECONDS.toMillis(4)); // with the next one: an answer within 6 s in an outage
        config.setValidationTimeout(1_500);
        config.setExceptionOverride(new LeaveReadOnly());
        config.setMaxLifetime(TimeUnit.MINUTES.toMillis(5));
        config.setAutoCommit(true); // the Transactor says BEGIN and COMMIT itself
        config.addDataSourceProperty("ApplicationName", "seamwright");
        config.addDataSourceProperty("currentSchema", "seamwright");
        config.addDataSourceProperty("targetServerType", "any");
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("socketTimeout", "60");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("prepareThreshold", settings.preparedStatements() ? "2" : "0");
        return new HikariDataSource(config);
    }

    @java.lang.Override
    public void close() {
        pool.close();
    }

    /** The database's cluster-wide roles. */
    static final class Roles {
        static final String OPERATOR = "seamwright_operator";

        private static final String IS_ROLE = "SELECT 1 FROM pg_roles WHERE rolname = ?";
        private static final String IS_OPERATOR = """
                SELECT 1 FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member
                 WHERE m.roleid = to_regrole('seamwright_operator') AND r.rolname = ?
                """;
        private static final String HAS_PATH = """
                SELECT 1 FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole JOIN pg_database d ON d.oid = s.setdatabase
                 WHERE d.datname = current_database() AND 'search_path=seamwright' = ANY (s.setconfig) AND r.rolname = ?
                """;

        private Roles() {}

        static void create(DatabaseSettings.Login owner, DatabaseSettings.Login server) {
            try (var connection = DriverManager.getConnection(owner.url(), owner.user(), owner.password());
                    var statement = connection.createStatement()) {
                // Two brokers may start at once: roles belong to the cluster, so the lock does too.
                statement.execute("BEGIN; SELECT pg_advisory_xact_lock(7325091)");
                if (!exists(connection, IS_ROLE, OPERATOR)) {
                    statement.execute("CREATE ROLE " + OPERATOR + " NOLOGIN");
                }
                if (!exists(connection, IS_ROLE, server.user())) {
                    statement.execute("CREATE ROLE " + quoted(server.user())
                            + " LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD "
                            + literal(server.password()));
                }
                // An owner that may not do these two finds them done by the database's administrator
                // (docs/operations.md).
                if (!exists(connection, IS_OPERATOR, server.user())) {
                    statement.execute("GRANT " + OPERATOR + " TO " + quoted(server.user()));
                }
                if (!exists(connection, HAS_PATH, server.user())) {
                    statement.execute("ALTER ROLE " + quoted(server.user()) + " IN DATABASE "
                            + quoted(connection.getCatalog()) + " SET search_path = seamwright");
                }
                statement.execute("COMMIT");
            } catch (SQLException failure) {
                throw new Transactor.DatabaseFailure(failure);
            }
        }

        private static boolean exists(java.sql.Connection connection, String sql, String role) throws SQLException {
            try (var query = connection.prepareStatement(sql)) {
                query.setString(1, role);
                return query.executeQuery().next();
            }
        }

        static String quoted(String identifier) {
            try {
                return Utils.escapeIdentifier(null, identifier).toString();
            } catch (SQLException invalid) {
                throw new IllegalArgumentException("not a role or database name: " + identifier, invalid);
            }
        }

        private static String literal(String text) throws SQLException {
            return "'" + Utils.escapeLiteral(null, text, true) + "'";
        }
    }
}
