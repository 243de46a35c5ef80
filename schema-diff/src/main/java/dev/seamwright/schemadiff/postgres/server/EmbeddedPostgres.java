package dev.seamwright.schemadiff.postgres.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running PostgreSQL 18 of the broker's own, on a free port of the loopback address, with password authentication (SCRAM).
 * It ends with {@link #close}, and also when this process is killed. If it dies by itself it is started again on the same port.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int PORT_ATTEMPTS = 5;
    private static final int TAIL_BYTES = 4096;
    private static final Map<String, String> SMALL_FOOTPRINT = Map.ofEntries(
            Map.entry("shared_buffers", "128MB"),
            Map.entry("max_connections", "60"),
            Map.entry("jit", "off"), // compiling costs more than our short queries
            Map.entry("io_method", "sync"), // spares three worker processes
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("log_line_prefix", "%m [%p] "));

    private final DataDirectory directory;
    private final PostgresHome home;
    private final Account account;
    private final Settings settings;
    private final String password;
    private final int port;
    private @Nullable Process process;
    private boolean opened;
    private boolean closed;

    /**
     * Where and how to run the server.
     *
     * @param dataDir of this server alone; made when it is not there
     * @param server PostgreSQL settings over the broker's own, {@code fsync=off} for example; address, port and sockets stay as they are
     * @param startTimeout for the start, including crash recovery
     * @param stopTimeout for the fast shutdown; after it the server is stopped without a checkpoint, and recovers at its next start
     * @param superuser its name; it is decided when the database is made
     * @param memoryBytes address space of each of its processes at most; 0: as much as there is
     */
    public record Settings(
            Path dataDir,
            Map<String, String> server,
            Duration startTimeout,
            Duration stopTimeout,
            String superuser,
            long memoryBytes) {
        public Settings {
            server = Map.copyOf(server);
        }

        /** Durable, with a minute for the start and twenty seconds for the stop. */
        public static Settings in(Path dataDir) {
            return new Settings(dataDir, Map.of(), Duration.ofSeconds(60), Duration.ofSeconds(20), "postgres", 0);
        }

        /** The same with one more PostgreSQL setting. */
        public Settings with(String name, String value) {
            var changed = new LinkedHashMap<>(server);
            changed.put(name, value);
            return new Settings(dataDir, changed, startTimeout, stopTimeout, superuser, memoryBytes);
        }

        /** The same with another time limit for the start. */
        public Settings startTimeout(Duration timeout) {
            return new Settings(dataDir, server, timeout, stopTimeout, superuser, memoryBytes);
        }

        /** The same with another name for the superuser. */
        public Settings superuser(String name) {
            return new Settings(dataDir, server, startTimeout, stopTimeout, name, memoryBytes);
        }

        /** The same with another limit for the memory of a process. */
        public Settings memoryBytes(long bytes) {
            return new Settings(dataDir, server, startTimeout, stopTimeout, superuser, bytes);
        }
    }

    private EmbeddedPostgres(
            DataDirectory directory, PostgresHome home, Account account, Settings settings, String password, int port) {
        this.directory = directory;
        this.home = home;
        this.account = account;
        this.settings = settings;
        this.password = password;
        this.port = port;
    }

    /**
     * Starts the server on the data of a former start, or on a new database, and waits until it takes connections.
     *
     * @throws EmbeddedPostgresException when that fails; the message has the end of the server's log and says what to do
     */
    public static EmbeddedPostgres start(Settings settings) {
        var home = PostgresHome.locate();
        var directory = DataDirectory.open(settings.dataDir());
        try {
            var account = Account.choose(home, directory.root());
            var durable = !"off".equals(settings.server().get("fsync"));
            directory.initialise(home, account, settings.superuser(), durable);
            directory.rotateLog();
            for (var attempt = 1; ; attempt++) {
                var server = new EmbeddedPostgres(directory, home, account, settings, directory.password(), freePort());
                try {
                    server.begin();
                    return server;
                } catch (PortTaken e) {
                    if (attempt == PORT_ATTEMPTS) {
                        throw new EmbeddedPostgresException(e.getMessage(), e);
                    }
                    log.info("port was taken meanwhile, trying another port={}", server.port);
                }
            }
        } catch (InterruptedException e) {
            directory.close();
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("Interrupted while PostgreSQL was being started.", e);
        } catch (IOException e) {
            directory.close();
            throw new EmbeddedPostgresException("Cannot start PostgreSQL in %s: %s".formatted(directory.root(), e), e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** The JDBC URL of the database {@code postgres}, without user and password. */
    public String superuserUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
    }

    /** The loopback port, another one at each start. */
    public int port() {
        return port;
    }

    public String superuser() {
        return settings.superuser();
    }

    public String password() {
        return password;
    }

    /** The process id of the server. */
    public long pid() {
        return running().pid();
    }

    /** Ends the connections, stops the server with a checkpoint, and frees the data directory. */
    @Override
    public void close() {
        if (stopForGood()) {
            directory.close();
            log.info("PostgreSQL stopped port={}", port);
        }
    }

    /** Returns false when it was stopped for good before. */
    private boolean stopForGood() {
        Process last;
        synchronized (this) {
            if (closed) {
                return false;
            }
            closed = true;
            last = process;
        }
        if (last != null) {
            stop(last);
        }
        return true;
    }

    private void begin() throws IOException, InterruptedException, PortTaken {
        var started = new CompletableFuture<Process>();
        var logStart = Files.size(directory.log());
        // The kernel signals the server when the thread that spawned it ends, so this thread lives as long as the
        // server.
        Thread.ofPlatform().daemon().name("postgres-" + port).start(() -> supervise(started));
        try {
            awaitReady(started.get(), logStart);
            synchronized (this) {
                opened = true;
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EmbeddedPostgresException cause) {
                throw cause;
            }
            throw new IOException(e.getCause());
        } catch (IOException | InterruptedException | RuntimeException | PortTaken e) {
            stopForGood();
            throw e;
        }
        log.info("PostgreSQL started port={} pid={} directory={}", port, pid(), directory.root());
    }

    private void awaitReady(Process server, long logStart) throws IOException, InterruptedException, PortTaken {
        var deadline = System.nanoTime() + settings.startTimeout().toNanos();
        while (!directory.ready(server.pid())) {
            if (!server.isAlive()) {
                var tail = logTail(logStart);
                var message = "PostgreSQL ended with %d while it was being started. The end of its log %s:%n%s"
                        .formatted(server.exitValue(), directory.log(), tail);
                if (tail.contains("could not bind")) {
                    throw new PortTaken(message);
                }
                throw new EmbeddedPostgresException(message);
            }
            if (System.nanoTime() > deadline) {
                throw new EmbeddedPostgresException("PostgreSQL was not ready after %d s. The end of its log %s:%n%s"
                        .formatted(settings.startTimeout().toSeconds(), directory.log(), logTail(logStart)));
            }
            Thread.sleep(POLL);
        }
    }

    private void supervise(CompletableFuture<Process> started) {
        var pause = Duration.ofSeconds(1);
        try {
            for (var server = spawn(); server != null; server = spawn()) {
                started.complete(server);
                var began = System.nanoTime();
                var exit = server.waitFor();
                if (!shallRun()) {
                    return;
                }
                if (System.nanoTime() - began > LONGEST_PAUSE.toNanos()) {
                    pause = Duration.ofSeconds(1);
                }
                log.error(
                        "PostgreSQL ended by itself, starting it again exit={} pause={} log={}",
                        exit,
                        pause,
                        directory.log());
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (!started.completeExceptionally(e)) {
                log.error("PostgreSQL cannot be started again log={}", directory.log(), e);
            }
        }
    }

    private synchronized @Nullable Process spawn() throws IOException, InterruptedException {
        if (closed) {
            return null;
        }
        directory.stopLeftovers(settings.stopTimeout());
        process = Account.process(limited(account.command(home.program("postgres"), arguments())))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.log().toFile()))
                .start();
        return process;
    }

    /** PostgreSQL answers the want of memory with an error of the statement, and goes on. */
    private List<String> limited(List<String> command) {
        if (settings.memoryBytes() == 0) {
            return command;
        }
        var kilobytes = Long.toString(settings.memoryBytes() >> 10);
        var limited = new ArrayList<>(List.of("sh", "-c", "ulimit -v \"$0\" && exec \"$@\"", kilobytes));
        limited.addAll(command);
        return limited;
    }

    private List<String> arguments() {
        var values = new LinkedHashMap<>(SMALL_FOOTPRINT);
        values.putAll(settings.server());
        values.put("listen_addresses", "127.0.0.1");
        values.put("port", Integer.toString(port));
        values.put("unix_socket_directories", "");
        var arguments = new ArrayList<>(List.of("-D", directory.cluster().toString()));
        values.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        return arguments;
    }

    private void stop(Process server) {
        if (!server.isAlive()) {
            return;
        }
        try {
            for (var signal : List.of("INT", "QUIT")) {
                DataDirectory.signal(signal, server.pid());
                if (server.waitFor(settings.stopTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                log.warn("PostgreSQL does not end pid={} signal={}", server.pid(), signal);
            }
        } catch (IOException e) {
            log.error("cannot signal PostgreSQL, killing it pid={}", server.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.warn("interrupted while stopping PostgreSQL, killing it pid={}", server.pid(), e);
        }
        server.destroyForcibly();
    }

    private synchronized boolean shallRun() {
        return opened && !closed;
    }

    private synchronized Process running() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    private String logTail(long from) throws IOException {
        try (var channel = FileChannel.open(directory.log())) {
            channel.position(Math.max(from, channel.size() - TAIL_BYTES));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /** Another program took the port between its choice and its use. */
    private static final class PortTaken extends Exception {
        private static final long serialVersionUID = 1L;

        PortTaken(String message) {
            super(message);
        }
    }
}
