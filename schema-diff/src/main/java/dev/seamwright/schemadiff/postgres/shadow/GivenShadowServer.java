package dev.seamwright.schemadiff.postgres.shadow;

import dev.seamwright.schemadiff.postgres.shadow.Shadow.Busy;
import dev.seamwright.schemadiff.postgres.shadow.Shadow.Unusable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that the user gives, with the extensions that the embedded one lacks. Others may use it too, so only what runs
 * have made is ever removed from it.
 */
final class GivenShadowServer implements ShadowServer {
    private static final Logger log = LoggerFactory.getLogger(GivenShadowServer.class);
    private static final int OLDEST = 13;

    private final Login login;
    private @Nullable Powers powers;
    private @Nullable String home;

    /**
     * Where the server is.
     *
     * @param url JDBC, of an existing database, which stays as it is
     */
    record Login(String url, String user, String password) {}

    GivenShadowServer(Login login) {
        this.login = login;
    }

    /**
     * Looks at the server.
     *
     * @param identity of the server that holds the broker's data, {@code system_identifier}; null: not known
     * @throws Unusable when it cannot be used, with the cause
     */
    void check(@Nullable String identity) {
        try (var connection = DriverManager.getConnection(login.url(), credentials())) {
            var version = Integer.parseInt(Names.read(connection, "SELECT current_setting('server_version_num')")
                    .getFirst());
            if (version < OLDEST * 10_000) {
                throw new Unusable("The shadow server is PostgreSQL %d; it has to be %d or newer."
                        .formatted(version / 10_000, OLDEST));
            }
            var theirs = identity(connection);
            if (identity != null && identity.equals(theirs)) {
                throw new Unusable(
                        "The shadow server is the one that holds the broker's data. Candidates are hostile input: give them a server of their own.");
            }
            if (identity != null && theirs == null) {
                log.warn(
                        "the shadow server does not tell who it is, so nobody knows whether it holds the broker's data");
            }
            powers = powers(connection, version);
            home = connection.getCatalog();
        } catch (SQLException failure) {
            throw new Unusable("The shadow server cannot be reached: " + failure.getMessage(), failure);
        }
    }

    private Powers powers(Connection connection, int version) throws SQLException {
        var lacking = Names.read(connection, """
                SELECT a.attribute FROM pg_roles r
                 CROSS JOIN LATERAL (VALUES ('CREATEDB', r.rolcreatedb), ('CREATEROLE', r.rolcreaterole)) a (attribute, given)
                 WHERE r.rolname = current_user AND NOT r.rolsuper AND NOT a.given
                """);
        if (!lacking.isEmpty()) {
            throw new Unusable("The role %s of the shadow server lacks %s. Give it to the role, or make it a superuser."
                    .formatted(login.user(), String.join(" and ", lacking)));
        }
        var superuser =
                Names.read(connection, "SELECT rolname FROM pg_roles WHERE rolname = current_user AND rolsuper");
        return new Powers(!superuser.isEmpty(), false, version);
    }

    /** What tells a server from all others; null: the role may not know. */
    static @Nullable String identity(Connection connection) throws SQLException {
        var allowed = Names.read(
                connection, "SELECT 1 WHERE has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')");
        return allowed.isEmpty()
                ? null
                : Names.read(connection, "SELECT system_identifier::text FROM pg_catalog.pg_control_system()")
                        .getFirst();
    }

    @Override
    public Powers powers() {
        return Objects.requireNonNull(powers, "checked first");
    }

    @Override
    public String home() {
        return Objects.requireNonNull(home, "checked first");
    }

    @Override
    public Connection open(String database) throws SQLException {
        var properties = credentials();
        properties.setProperty(
                "options",
                "-c search_path=pg_catalog"
                        + (powers().superuser() && powers().major() >= 17 ? " -c event_triggers=off" : ""));
        return DriverManager.getConnection(url(database), properties);
    }

    /** The session lock of one run at a time, among all brokers that use the server. */
    @Override
    public void claim(Connection admin, Duration wait) throws SQLException {
        Names.execute(admin, "SET lock_timeout = '%dms'".formatted(wait.toMillis()));
        try {
            Names.read(admin, "SELECT pg_advisory_lock(?::bigint)", LOCK);
        } catch (SQLException failure) {
            if ("55P03".equals(failure.getSQLState())) {
                throw new Busy();
            }
            throw failure;
        }
    }

    @Override
    public void release(Connection admin) throws SQLException {
        Names.read(admin, "SELECT pg_advisory_unlock(?::bigint)", LOCK);
    }

    // "seamwrig" in ASCII
    private static final long LOCK = 0x7365616d77726967L;

    @Override
    public String url(String database) {
        return login.url().replaceFirst("^(jdbc:postgresql://[^/]*/)[^?]*", "$1" + database);
    }

    @Override
    public Properties properties() {
        return new Properties();
    }

    private Properties credentials() {
        var properties = properties();
        properties.setProperty("user", login.user());
        properties.setProperty("password", login.password());
        properties.setProperty("prepareThreshold", "0");
        return properties;
    }

    @Override
    public void spoiled(String cause) {
        log.warn("a shadow run left something on the server that cannot be removed cause={}", cause);
    }

    @Override
    public void close() {
        // the server is not ours
    }
}
