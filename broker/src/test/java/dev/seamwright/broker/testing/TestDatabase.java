package dev.seamwright.broker.testing;

import dev.seamwright.broker.db.Database;
import dev.seamwright.broker.db.DatabaseSettings;
import dev.seamwright.broker.db.DatabaseSettings.Login;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A real PostgreSQL for this JVM's tests: migrated once into a template, cloned for each test class; its time zone is not UTC. */
public final class TestDatabase {
    private static final String TEMPLATE = "broker_template";
    private static final AtomicInteger CLONES = new AtomicInteger();
    private static final String PASSWORD = "test";
    private static final String TIME_ZONE = "Asia/Kathmandu";
    private static final String CONNECTIONS = "200";

    private TestDatabase() {}

    /** A fresh, migrated and empty database; its server login is {@code seamwright_app}. */
    public static synchronized DatabaseSettings fresh() {
        var name = "test_" + CLONES.incrementAndGet();
        // through the log a copy takes twice the CPU
        Cluster.INSTANCE.execute("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE + " STRATEGY FILE_COPY");
        Cluster.INSTANCE.execute("ALTER ROLE seamwright_app IN DATABASE " + name + " SET search_path = seamwright");
        return new DatabaseSettings(login(name, "seamwright_app"), null, 4, true);
    }

    /** A login to the same database as the superuser: to look behind the broker's back. */
    public static Login superuser(DatabaseSettings settings) {
        return new Login(settings.server().url(), Cluster.INSTANCE.superuser, Cluster.INSTANCE.password);
    }

    /** The document {@code db-schema} of a database that the DDL makes. */
    public static String schemaOf(String ddl) {
        var name = "captured_" + CLONES.incrementAndGet();
        Cluster.INSTANCE.execute("CREATE DATABASE " + name + " TEMPLATE template0 STRATEGY FILE_COPY");
        try (var connection = DriverManager.getConnection(
                        Cluster.INSTANCE.url + name, Cluster.INSTANCE.superuser, Cluster.INSTANCE.password);
                var statement = connection.createStatement();
                var document = new ByteArrayOutputStream()) {
            statement.execute(ddl);
            DatabaseSchemaJson.write(Capture.of(connection), document);
            return document.toString(StandardCharsets.UTF_8);
        } catch (SQLException | IOException failure) {
            throw new IllegalStateException("the schema cannot be made", failure);
        }
    }

    private static Login login(String database, String user) {
        return new Login(Cluster.INSTANCE.url + database, user, PASSWORD);
    }

    /** The PostgreSQL itself, started with the first database. */
    private static final class Cluster {
        static final Cluster INSTANCE = new Cluster();

        final String url;
        final String superuser;
        final String password;

        Cluster() {
            var postgres = "testcontainers".equals(System.getProperty("test.database")) ? container() : embedded();
            this.url = postgres.url();
            this.superuser = postgres.user();
            this.password = postgres.password();
            execute("CREATE ROLE seamwright_owner LOGIN CREATEROLE PASSWORD '" + PASSWORD + "'");
            execute("CREATE DATABASE " + TEMPLATE + " OWNER seamwright_owner");
            var owner = new Login(url + TEMPLATE, "seamwright_owner", PASSWORD);
            var server = new Login(url + TEMPLATE, "seamwright_app", PASSWORD);
            Database.open(new DatabaseSettings(server, owner, 2, true), Clock.systemUTC())
                    .close();
        }

        private static Login embedded() {
            try {
                var postgres = EmbeddedPostgres.start(
                        EmbeddedPostgres.Settings.in(Files.createTempDirectory("seamwright-test"))
                                .with("fsync", "off")
                                .with("timezone", TIME_ZONE)
                                .with("max_connections", CONNECTIONS));
                Runtime.getRuntime().addShutdownHook(new Thread(postgres::close, "stop-test-postgres"));
                return new Login(
                        "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/",
                        postgres.superuser(),
                        postgres.password());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** With {@code -Dtest.database=testcontainers}: PostgreSQL's own image, where Docker runs. */
        @SuppressWarnings("resource") // Testcontainers' reaper removes it when this JVM has ended
        private static Login container() {
            var postgres = new PostgreSQLContainer(DockerImageName.parse("postgres:18"))
                    .withCommand(
                            "postgres",
                            "-c",
                            "fsync=off",
                            "-c",
                            "timezone=" + TIME_ZONE,
                            "-c",
                            "max_connections=" + CONNECTIONS);
            postgres.start();
            return new Login(
                    "jdbc:postgresql://" + postgres.getHost() + ":"
                            + postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT) + "/",
                    postgres.getUsername(),
                    postgres.getPassword());
        }

        void execute(String sql) {
            try (var connection = DriverManager.getConnection(url + "postgres", superuser, password);
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
        }
    }
}
