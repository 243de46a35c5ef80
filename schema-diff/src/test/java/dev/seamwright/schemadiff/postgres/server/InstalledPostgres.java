package dev.seamwright.schemadiff.postgres.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL that a distribution installed, run on a cluster of its own as an account that may run it. */
final class InstalledPostgres {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final Process process;
    private final int port;

    private InstalledPostgres(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Makes a cluster and starts a server on it, which ends with this JVM.
     *
     * @param installation the directory with {@code bin}
     * @param directory an empty one that every account can reach
     */
    static InstalledPostgres start(Path installation, Path directory, Map<String, String> settings)
            throws IOException, InterruptedException {
        var home = new PostgresHome(installation);
        var cluster = Files.createDirectory(directory.resolve("cluster"));
        var account = Account.choose(home, directory);
        Trees.own(cluster, account);
        run(account.command(
                home.program("initdb"),
                List.of(
                        "--pgdata=" + cluster,
                        "--username=postgres",
                        "--auth=trust",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--no-sync",
                        "--no-instructions")));
        int port = EmbeddedPostgres.freePort();
        var arguments = new ArrayList<>(List.of("-D", cluster.toString(), "-p", Integer.toString(port)));
        var all = new TreeMap<>(settings);
        all.putAll(Map.of("listen_addresses", "127.0.0.1", "unix_socket_directories", "", "fsync", "off"));
        all.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        var process = Account.process(account.command(home.program("postgres"), arguments))
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        var server = new InstalledPostgres(process, port);
        server.awaitReady(directory.resolve("log"));
        return server;
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    void stop() {
        try {
            DataDirectory.signal("INT", process.pid());
            if (process.waitFor(20, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException e) {
            process.destroyForcibly();
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    private void awaitReady(Path log) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            try (var connection = DriverManager.getConnection(url("postgres"), "postgres", "")) {
                connection.isValid(1);
                return;
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("PostgreSQL did not start: " + Files.readString(log), e);
                }
                Thread.sleep(50);
            }
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        var process = Account.process(command).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("%s failed: %s".formatted(command, output));
        }
    }
}
