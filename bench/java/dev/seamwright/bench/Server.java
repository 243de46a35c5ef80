package dev.seamwright.bench;

import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A broker process with its embedded PostgreSQL, started as a user starts it: {@code seamwright up}. */
final class Server implements AutoCloseable {
    private static final long START_SECONDS = 60;

    private final Process process;
    private final Path dataDir;
    final String url;
    /** CPU milliseconds of the JVM and wall milliseconds from the start of the process to its first answer. */
    final double startCpu;

    final double startWall;

    private Server(Process process, Path dataDir, String url, double startCpu, double startWall) {
        this.process = process;
        this.dataDir = dataDir;
        this.url = url;
        this.startCpu = startCpu;
        this.startWall = startWall;
    }

    /** @param more flags for {@code up} */
    static Server start(Path dataDir, String... more) throws IOException, InterruptedException {
        return ofBuild(System.getProperty("seamwright"), dataDir, more);
    }

    /** @param seamwright the launcher of the build */
    static Server ofBuild(String seamwright, Path dataDir, String... more) throws IOException, InterruptedException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var command = new ProcessBuilder(
                seamwright,
                "up",
                "--data-dir",
                dataDir.toString(),
                "--port",
                Integer.toString(port));
        command.command().addAll(List.of(more));
        command.environment().put("JDK_JAVA_OPTIONS", "-Xlog:gc:file=" + dataDir.resolve("gc.log"));
        command.redirectErrorStream(true).redirectOutput(dataDir.resolve("broker.log").toFile());
        var began = System.nanoTime();
        var process = command.start();
        var url = "http://localhost:" + port;
        awaitAnswer(process, url, dataDir);
        var wall = (System.nanoTime() - began) / 1e6;
        // at its first answer the broker has its database
        var cpu = Accounts.read(process.pid(), postmaster(dataDir)).jvm();
        return new Server(process, dataDir, url, cpu, wall);
    }

    private static void awaitAnswer(Process process, String url, Path dataDir) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        var request = HttpRequest.newBuilder(URI.create(url + "/pacticipants/hub")).build();
        try (var client = HttpClient.newHttpClient()) {
            while (true) {
                try {
                    if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() < 500) {
                        return;
                    }
                } catch (java.net.ConnectException notYet) {
                    // asked again below
                }
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    process.destroy();
                    throw new IllegalStateException(
                            "The broker did not answer; see " + dataDir.resolve("broker.log"));
                }
                Thread.sleep(10);
            }
        }
    }

    private static Path cluster(Path dataDir) {
        return dataDir.resolve("postgres/cluster");
    }

    private static List<String> postmasterFile(Path dataDir) throws IOException {
        return Files.readAllLines(cluster(dataDir).resolve("postmaster.pid"));
    }

    private static long postmaster(Path dataDir) throws IOException {
        return Long.parseLong(postmasterFile(dataDir).getFirst().strip());
    }

    Accounts accounts() throws IOException {
        return Accounts.read(process.pid(), postmaster(dataDir));
    }

    /** A superuser's connection to the broker's database. */
    Connection database() throws IOException, SQLException {
        return database(
                Integer.parseInt(postmasterFile(dataDir).get(3).strip()),
                Files.readString(dataDir.resolve("postgres/postgres.password")).strip());
    }

    static Connection database(EmbeddedPostgres postgres) throws SQLException {
        return database(postgres.port(), postgres.password());
    }

    private static Connection database(int port, String password) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/seamwright?currentSchema=seamwright".formatted(port),
                "postgres",
                password);
    }

    Path databaseLog() {
        return dataDir.resolve("postgres/postgres.log");
    }

    /** Mebibytes of heap in use after the last garbage collections, at most; a full collection is asked for first. */
    double heapAfterCollection() throws IOException, InterruptedException {
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/jcmd").toString(), Long.toString(process.pid()), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        return heap("Pause Full");
    }

    /** Mebibytes of heap in use after any garbage collection since the start, at most. */
    double heapPeak() throws IOException {
        return heap("Pause");
    }

    private double heap(String kind) throws IOException {
        return heap(dataDir.resolve("gc.log"), kind);
    }

    /** Mebibytes of heap in use after a garbage collection of this kind, at most, by a JVM's log of them. */
    static double heap(Path log, String kind) throws IOException {
        var pause = java.util.regex.Pattern.compile(kind + ".*?(\\d+)M->(\\d+)M\\(");
        return Files.readAllLines(log).stream()
                .map(pause::matcher)
                .filter(java.util.regex.Matcher::find)
                .mapToDouble(found -> Double.parseDouble(found.group(2)))
                .max()
                .orElse(Double.NaN);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(60, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
