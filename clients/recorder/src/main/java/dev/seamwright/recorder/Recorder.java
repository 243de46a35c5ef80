package dev.seamwright.recorder;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Writes down the statements that run on a database, in a file of this JVM. Parameters are never looked at. The texts stand in the file
 * as they were given to the driver, with the literals in them: it is for this machine, only its owner can read it, and {@code seamwright
 * usage record --from-recording} makes the document without literals of it that is published.
 *
 * <p>A statement is in the file before its result is returned; how often it ran is written by {@link #flush}. What is recorded never makes
 * a statement fail; a file that cannot be written makes {@link #flush} fail.
 */
public final class Recorder {
    /** The system property for the directory of recordings. */
    public static final String DIRECTORY = "seamwright.recordings";

    private static final Map<String, Recorder> RECORDERS = new ConcurrentHashMap<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Recorder::flushAll, "seamwright-recorder"));
    }

    private final RecordingFile file;
    private final Callers callers = new Callers();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Sql, Integer> statements = new ConcurrentHashMap<>();
    private final Map<Run, Count> runs = new ConcurrentHashMap<>();

    private static final class Count {
        private final int number;
        private final LongAdder calls = new LongAdder();
        private long written = 1;

        Count(int number) {
            this.number = number;
        }
    }

    /**
     * A recorder with a file of its own in the directory.
     *
     * @param database the name of the database at the broker
     */
    public Recorder(String database, Path directory) {
        this.file = new RecordingFile(database, directory);
    }

    /**
     * This JVM's recorder for a database. Its file is in the directory that the system property {@value #DIRECTORY} names; without it in
     * {@code build/seamwright} of a Gradle project, and {@code target/seamwright} elsewhere.
     *
     * @param database the name of the database at the broker
     */
    public static Recorder of(String database) {
        return RECORDERS.computeIfAbsent(database, name -> new Recorder(name, directory()));
    }

    /** Where this JVM's recorders of {@link #of} write; it is there as soon as a statement ran. */
    public static Path directory() {
        var given = System.getProperty(DIRECTORY);
        if (given != null) {
            return Path.of(given);
        }
        var isGradle = Files.exists(Path.of("build.gradle")) || Files.exists(Path.of("build.gradle.kts"));
        return Path.of(isGradle ? "build" : "target", "seamwright");
    }

    /** The file, which is there as soon as a statement ran. */
    public Path file() {
        return file.path();
    }

    /**
     * Packages or classes that run the statements of others, as a library for SQL does: the caller of a statement is looked for behind
     * them. The usual ones are known.
     *
     * @param prefix of their names, {@code com.example.sql.} for example
     */
    public Recorder behind(String prefix) {
        callers.skip(prefix);
        return this;
    }

    /** A class that makes rows for tests: what it runs is no statement of the service. */
    public Recorder fixtures(Class<?> type) {
        callers.fixtures(type);
        return this;
    }

    /** The connection, with what runs on it recorded. A connection that is recorded already is returned as it is. */
    public Connection record(Connection connection) {
        if (isRecorded(connection)) {
            return connection;
        }
        return (Connection) Proxy.newProxyInstance(
                Recorder.class.getClassLoader(),
                new Class<?>[] {Connection.class, RecordedConnection.Mark.class},
                new RecordedConnection(connection, this));
    }

    private static boolean isRecorded(Connection connection) {
        try {
            return connection.isWrapperFor(RecordedConnection.Mark.class);
        } catch (SQLException closed) {
            // or a driver that wraps nothing: what comes of it is told when the connection is used
            return false;
        }
    }

    /**
     * Writes how often statements ran.
     *
     * @throws java.io.UncheckedIOException when something could not be written, now or earlier
     */
    public void flush() {
        synchronized (file) {
            var lines = new ArrayList<String>();
            for (var count : runs.values()) {
                var calls = count.calls.sum();
                if (calls > count.written) {
                    count.written = calls;
                    lines.add(new JsonLine()
                            .with("run", count.number)
                            .with("calls", calls)
                            .toString());
                }
            }
            file.append(lines);
            file.check();
        }
    }

    /** The databases of the recorders that {@link #of} has made in this JVM, by their names at the broker. */
    public static Set<String> databases() {
        return new TreeSet<>(RECORDERS.keySet());
    }

    /**
     * The recordings of a database in this JVM's directory: also those of other JVMs and of former runs, as far as no build deleted them.
     *
     * @throws java.io.UncheckedIOException when the directory cannot be read
     */
    public static List<Path> recordings(String database) {
        return RecordingFile.of(database, directory());
    }

    /** {@link #flush} of every recorder that {@link #of} has made. */
    public static void flushAll() {
        RECORDERS.values().forEach(Recorder::flush);
    }

    void ran(Sql sql, @Nullable String user, long times, @Nullable Throwable failure) {
        var caller = callers.find();
        if (Caller.MIGRATION.equals(caller)) {
            return;
        }
        var byTest = caller != null && (caller.isFixture() || RunningTests.isTest(caller));
        var run = new Run(
                sql,
                user,
                caller == null ? null : caller.place(),
                RunningTests.current(),
                byTest,
                failure == null ? null : name(failure));
        var count = runs.get(run);
        if (count == null) {
            count = runs.computeIfAbsent(run, this::write);
        }
        count.calls.add(times);
    }

    private static String name(Throwable failure) {
        var state = failure instanceof SQLException refusal ? refusal.getSQLState() : null;
        return state == null ? failure.getClass().getName() : state;
    }

    private Count write(Run run) {
        var statement = statements.computeIfAbsent(run.sql(), this::write);
        var count = new Count(numbers.incrementAndGet());
        file.append(List.of(new JsonLine()
                .with("run", count.number)
                .with("statement", statement)
                .with("user", run.user())
                .with("place", run.caller())
                .with("test", run.test())
                .with("byTest", run.byTest())
                .with("failed", run.failure())
                .toString()));
        return count;
    }

    private Integer write(Sql sql) {
        var number = numbers.incrementAndGet();
        file.append(List.of(new JsonLine()
                .with("statement", number)
                .with("sql", sql.text())
                .with("by", sql.way().name().toLowerCase(Locale.ROOT))
                .with("keys", sql.keys())
                .toString()));
        return number;
    }
}
