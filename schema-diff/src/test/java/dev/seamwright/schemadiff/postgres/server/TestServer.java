package dev.seamwright.schemadiff.postgres.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server that can publish its changes, one of each kind for all tests of this JVM. */
public final class TestServer {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql/15");
    private static final Map<String, String> SETTINGS = Map.of("wal_level", "logical", "fsync", "off");
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static @Nullable TestServer embedded;
    private static @Nullable TestServer debian;

    private final String name;
    private final String url;
    private final String password;

    private TestServer(String name, String url, String password) {
        this.name = name;
        this.url = url;
        this.password = password;
    }

    /** The embedded PostgreSQL 18. */
    public static synchronized TestServer embedded() {
        if (embedded == null) {
            var directory = directory();
            var settings = EmbeddedPostgres.Settings.in(directory.resolve("data"));
            for (var setting : SETTINGS.entrySet()) {
                settings = settings.with(setting.getKey(), setting.getValue());
            }
            var server = EmbeddedPostgres.start(settings);
            atExit(server::close, directory);
            embedded = new TestServer("embedded 18", server.superuserUrl(), server.password());
        }
        return embedded;
    }

    /** Debian's PostgreSQL 15, which {@code .ci/run} installs. */
    public static synchronized TestServer debian() {
        if (debian == null) {
            var directory = directory();
            try {
                var server = InstalledPostgres.start(DEBIAN, directory, SETTINGS);
                atExit(server::stop, directory);
                debian = new TestServer("Debian's 15", server.url("postgres"), "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return debian;
    }

    /** The name of a new database on which these statements ran. */
    public String database(String sql) throws SQLException {
        var database = "test_" + COUNT.incrementAndGet();
        // through the log a copy takes twice the CPU
        execute("postgres", "CREATE DATABASE " + database + " TEMPLATE template0 STRATEGY FILE_COPY");
        execute(database, sql);
        return database;
    }

    /** A connection of the superuser. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), "postgres", password);
    }

    public String url(String database) {
        return url.replace("/postgres", "/" + database);
    }

    public String password() {
        return password;
    }

    public void execute(String database, String sql) throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private static Path directory() {
        try {
            var directory = Files.createTempDirectory("seam");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void atExit(Runnable stop, Path directory) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.run();
            try {
                Trees.delete(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }
}
