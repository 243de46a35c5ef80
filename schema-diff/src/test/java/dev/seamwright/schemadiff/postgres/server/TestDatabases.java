package dev.seamwright.schemadiff.postgres.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** Empty databases, each its own, on one PostgreSQL for all tests of this JVM. */
public final class TestDatabases {
    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger COUNT = new AtomicInteger();

    private TestDatabases() {}

    /** A connection of the superuser to a database that nobody has used. */
    public static Connection create() throws SQLException {
        var name = "case_" + COUNT.incrementAndGet();
        try (var connection = connect("postgres");
                var statement = connection.createStatement()) {
            // through the log a copy takes twice the CPU
            statement.execute("CREATE DATABASE " + name + " TEMPLATE template0 STRATEGY FILE_COPY");
        }
        return connect(name);
    }

    /** Another connection of the superuser to the same database. */
    public static Connection again(Connection connection) throws SQLException {
        return connect(connection.getCatalog());
    }

    /** Runs statements, all in one transaction. */
    public static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(String database) throws SQLException {
        var url = SERVER.superuserUrl().replace("/postgres", "/" + database);
        return DriverManager.getConnection(url, SERVER.superuser(), SERVER.password());
    }

    private static EmbeddedPostgres start() {
        try {
            var directory = Files.createTempDirectory("schema-diff");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            var server = EmbeddedPostgres.start(
                    EmbeddedPostgres.Settings.in(directory.resolve("data")).with("fsync", "off"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, directory)));
            return server;
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static void stop(EmbeddedPostgres server, Path directory) {
        server.close();
        try {
            Trees.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
