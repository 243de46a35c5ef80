package dev.seamwright.broker.testing;

import dev.seamwright.broker.db.DatabaseSettings;
import dev.seamwright.broker.db.DatabaseSettings.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** PgBouncer in transaction mode with two server connections, before a database. Debian's package {@code pgbouncer}, 1.18 or newer. */
public final class PgBouncer implements AutoCloseable {
    private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/pgbouncer"), Path.of("/usr/bin/pgbouncer"));

    private final Process process;
    private final DatabaseSettings settings;

    private PgBouncer(Process process, DatabaseSettings settings) {
        this.process = process;
        this.settings = settings;
    }

    public static boolean isInstalled() {
        return PLACES.stream().anyMatch(Files::isExecutable);
    }

    /** Starts it before the database, on loopback, as an unprivileged user. */
    public static PgBouncer before(DatabaseSettings database) {
        try {
            var direct = URI.create(database.server().url().substring("jdbc:".length()));
            var port = freePort();
            var directory = Files.createTempDirectory("seamwright-pgbouncer");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
            var ini = Files.writeString(directory.resolve("pgbouncer.ini"), """
                    [databases]
                    * = host=127.0.0.1 port=%d user=%s password=%s
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = any
                    pool_mode = transaction
                    default_pool_size = 2
                    max_client_conn = 200
                    ignore_startup_parameters = extra_float_digits,search_path
                    log_connections = 0
                    log_disconnections = 0
                    """.formatted(
                            direct.getPort(),
                            database.server().user(),
                            database.server().password(),
                            port));
            Files.setPosixFilePermissions(ini, PosixFilePermissions.fromString("rw-r--r--"));
            var command = new ArrayList<>(List.of(PLACES.stream()
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow()
                    .toString()));
            if (System.getProperty("user.name").equals("root")) {
                command.addAll(List.of("-u", "nobody")); // it refuses to run as root
            }
            command.add(ini.toString());
            var log = directory.resolve("log").toFile();
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
            var url = "jdbc:postgresql://127.0.0.1:" + port + direct.getPath();
            var server =
                    new Login(url, database.server().user(), database.server().password());
            var bouncer = new PgBouncer(process, new DatabaseSettings(server, null, 8, false));
            bouncer.await(server, log.toPath());
            return bouncer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(Login server, Path log) throws IOException {
        SQLException last = null;
        for (var attempt = 0; attempt < 100 && process.isAlive(); attempt++) {
            try {
                DriverManager.getConnection(server.url() + "?prepareThreshold=0", server.user(), server.password())
                        .close();
                return;
            } catch (SQLException notYet) {
                last = notYet;
                sleep();
            }
        }
        close();
        throw new IllegalStateException("PgBouncer does not answer: " + Files.readString(log), last);
    }

    private static void sleep() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** The same database through it, without prepared statements. */
    public DatabaseSettings settings() {
        return settings;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
