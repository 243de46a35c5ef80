package dev.seamwright.schemadiff.postgres.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of one embedded server, locked for this process. It holds {@code cluster} (PostgreSQL's own directory),
 * {@code postgres.password}, {@code postgres.log} and {@code broker.pid}, the file with the lock.
 */
final class DataDirectory implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DataDirectory.class);
    private static final long LOG_LIMIT_BYTES = 10L << 20;
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final FileChannel lock;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Creates the directory if need be and locks it until {@link #close}, or until the end of this process.
     *
     * @throws EmbeddedPostgresException when another process holds it
     */
    static DataDirectory open(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
                // The account of the server has to pass through a directory of root's.
                Files.setPosixFilePermissions(
                        directory, PosixFilePermissions.fromString(Account.isRoot() ? "rwx--x--x" : "rwx------"));
            }
            var root = directory.toRealPath();
            return new DataDirectory(root, lock(root));
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "Cannot use the data directory %s: %s. Choose another one with --data-dir."
                            .formatted(directory.toAbsolutePath(), e),
                    e);
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        var file = root.resolve("broker.pid");
        // Looked up first: opening and closing the file a second time would drop this process's lock on it (fcntl(2)).
        if (!OPEN.add(root)) {
            throw inUse(root, ProcessHandle.current().pid());
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw inUse(root, Files.readString(file).strip());
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } catch (IOException | RuntimeException e) {
            OPEN.remove(root);
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
    }

    private static EmbeddedPostgresException inUse(Path root, Object pid) {
        return new EmbeddedPostgresException(
                "Process %s already uses the data directory %s. Stop that process, or choose another directory with --data-dir."
                        .formatted(pid, root));
    }

    Path root() {
        return root;
    }

    Path cluster() {
        return root.resolve("cluster");
    }

    Path log() {
        return root.resolve("postgres.log");
    }

    String password() throws IOException {
        return Files.readString(passwordFile());
    }

    /** Makes the cluster unless it is there, and hands its files to the account. */
    void initialise(PostgresHome home, Account account, String superuser, boolean durable)
            throws IOException, InterruptedException {
        if (Files.isDirectory(cluster())) {
            if (!Files.exists(passwordFile())) {
                throw new EmbeddedPostgresException(
                        "The data directory %s has a database, but its password file %s is gone. Restore it from a copy."
                                .formatted(root, passwordFile().getFileName()));
            }
            Trees.own(cluster(), account);
            return;
        }
        log.info("creating the database directory={}", root);
        writeSecret(passwordFile(), newPassword());
        var partial = root.resolve("cluster.partial");
        var passwordForServer = root.resolve("initdb.password");
        Trees.delete(partial);
        Files.deleteIfExists(passwordForServer);
        Files.createDirectory(
                partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        writeSecret(passwordForServer, password());
        Trees.own(partial, account);
        Trees.own(passwordForServer, account);
        initdb(home, account, superuser, partial, passwordForServer, durable);
        Files.delete(passwordForServer);
        Files.move(partial, cluster(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void initdb(
            PostgresHome home, Account account, String superuser, Path cluster, Path password, boolean durable)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of(
                "--pgdata=" + cluster,
                "--username=" + superuser,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions"));
        if (!durable) {
            arguments.add("--no-sync");
        }
        var process = Account.process(account.command(home.program("initdb"), arguments))
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var exit = process.waitFor();
        if (exit != 0) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL could not create its database in %s, initdb ended with %d:%n%s"
                            .formatted(cluster, exit, output));
        }
    }

    private Path passwordFile() {
        return root.resolve("postgres.password");
    }

    private static String newPassword() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void writeSecret(Path file, String secret) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, secret);
    }

    /**
     * Ends what an earlier broker left running on this directory, and takes away a pid file whose number belongs to a stranger by now. Since the
     * directory is locked, no broker needs these processes.
     *
     * @throws EmbeddedPostgresException when they do not end in time
     */
    void stopLeftovers(Duration timeout) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + timeout.toNanos();
        var signalled = false;
        var processes = processes();
        while (!processes.isEmpty()) {
            var postmaster = postmasterPid();
            if (!signalled && processes.contains(postmaster)) {
                log.warn(
                        "stopping the PostgreSQL that an earlier broker left behind pid={} directory={}",
                        postmaster,
                        root);
                signal("INT", postmaster);
                signalled = true;
            }
            if (System.nanoTime() > deadline) {
                throw new EmbeddedPostgresException(
                        "PostgreSQL processes of an earlier broker still use %s and do not end: %s. Stop them with kill -QUIT, then start again."
                                .formatted(root, processes));
            }
            Thread.sleep(POLL);
            processes = processes();
        }
        var pid = postmasterPid();
        if (pid > 0 && ProcessHandle.of(pid).isPresent()) {
            // Nobody works in the cluster any more. The number is a stranger's after a restart of the machine, or that
            // of the
            // killed server, which no one has waited for yet; PostgreSQL would take either for its own.
            Files.delete(pidFile());
        }
    }

    /** Whether the process has opened the cluster for connections. */
    boolean ready(long pid) throws IOException {
        var lines = pidFileLines();
        // storage/postmaster.h of PostgreSQL: line 1 is the pid, line 8 the state
        return lines.size() >= 8
                && lines.getFirst().equals(Long.toString(pid))
                && lines.get(7).strip().equals("ready");
    }

    /** Starts a new log when the present one has grown large; the former one stays as {@code postgres.log.1}. */
    void rotateLog() throws IOException {
        if (Files.exists(log()) && Files.size(log()) > LOG_LIMIT_BYTES) {
            Files.move(log(), root.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(log())) {
            Files.createFile(log(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    /** Sends a signal that {@link Process} has no method for. */
    static void signal(String name, long pid) throws IOException, InterruptedException {
        var kill = Account.process(List.of("sh", "-c", "kill -" + name + " " + pid))
                .start();
        var output = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (kill.waitFor() != 0) {
            log.debug("signal not delivered, the process has ended by itself pid={} output={}", pid, output.strip());
        }
    }

    /** The processes that work in the cluster: PostgreSQL's change to that directory. */
    private List<Long> processes() {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(this::worksInCluster)
                .toList();
    }

    private boolean worksInCluster(long pid) {
        try {
            return Files.readSymbolicLink(proc(pid, "cwd")).equals(cluster());
        } catch (AccessDeniedException e) {
            // another user's: root lacks CAP_SYS_PTRACE in many containers; the arguments are open to all
            return read(proc(pid, "cmdline")).contains("\0" + cluster() + "\0");
        } catch (IOException e) {
            log.trace("process ended meanwhile pid={}", pid, e);
            return false;
        }
    }

    private static Path proc(long pid, String file) {
        return Path.of("/proc", Long.toString(pid), file);
    }

    /** The file's text; empty when its process has ended. */
    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            log.trace("process ended meanwhile file={}", file, e);
            return "";
        }
    }

    private long postmasterPid() throws IOException {
        var lines = pidFileLines();
        return lines.isEmpty() || !lines.getFirst().matches("\\d{1,18}") ? 0 : Long.parseLong(lines.getFirst());
    }

    private List<String> pidFileLines() throws IOException {
        return Files.exists(pidFile(), LinkOption.NOFOLLOW_LINKS) ? Files.readAllLines(pidFile()) : List.of();
    }

    private Path pidFile() {
        return cluster().resolve("postmaster.pid");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            log.warn("cannot unlock the data directory directory={}", root, e);
        } finally {
            OPEN.remove(root);
        }
    }
}
