package dev.seamwright.verifier.replay;

import dev.seamwright.verifier.replay.ProviderHttp.Request;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A provider that is started for a verification. Its processes are a group of their own, which a guardian in it ends when this process
 * lets go of a pipe: by {@link #close}, or by its own end, however it comes.
 */
public final class ProviderProcess implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);
    private static final int GRACE_SECONDS = 5;

    /** What it wrote last is read after its end; a process that it left behind may hold the pipe for longer. */
    private static final Duration DRAIN = Duration.ofSeconds(1);

    private static final int REMEMBERED_LINES = 40;
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    /** The guardian waits at the pipe, then ends the group; the shell itself outlives a polite signal, to wait for the command. */
    private static final String GUARDED = """
            exec 3<&0
            (trap '' TERM; cat <&3 >/dev/null 2>&1; kill -TERM 0; sleep %d; kill -KILL 0) >/dev/null 2>&1 &
            exec 3<&- </dev/null
            trap : TERM
            sh -c "$1" &
            command=$!
            wait $command
            code=$?
            while kill -0 $command 2>/dev/null; do wait $command; code=$?; done
            exit $code
            """.formatted(GRACE_SECONDS);

    private final Process process;
    private final boolean isGroup;
    private final Deque<String> last = new ArrayDeque<>();
    private final Thread reader;

    /** It ended, or did not become ready. The message has the last of its output. */
    public static final class NotReady extends Exception {
        private static final long serialVersionUID = 1L;

        NotReady(String message) {
            super(message);
        }
    }

    private ProviderProcess(Process process, boolean isGroup, Consumer<String> output) {
        this.process = process;
        this.isGroup = isGroup;
        this.reader = Thread.ofVirtual().unstarted(() -> read(process, output));
    }

    /**
     * Starts a command with the shell.
     *
     * @param output takes each line that it writes
     * @throws IOException when there is no shell
     */
    public static ProviderProcess start(String command, Path directory, Consumer<String> output) throws IOException {
        var setsid = SETSID.stream().filter(Files::isExecutable).findFirst();
        var words = setsid.isPresent()
                ? List.of(setsid.get().toString(), "sh", "-c", GUARDED, "provider", command)
                : List.of("sh", "-c", command);
        var process = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        var started = new ProviderProcess(process, setsid.isPresent(), output);
        started.reader.start();
        return started;
    }

    private void read(Process process, Consumer<String> output) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (last) {
                    last.addLast(line);
                    if (last.size() > REMEMBERED_LINES) {
                        last.removeFirst();
                    }
                }
                output.accept(line);
            }
        } catch (IOException _) {
            // the pipe ends with the process
        }
    }

    /**
     * Waits until the provider answers.
     *
     * @param readyUrl has to answer with a status below 400; absent: any answer of the base URL will do
     * @throws NotReady when the command ends before, or the time does
     */
    public void awaitReady(@Nullable String readyUrl, String baseUrl, Duration limit)
            throws NotReady, InterruptedException {
        var url = readyUrl == null ? baseUrl : readyUrl;
        var request = new Request("GET", URI.create(ReplayTarget.url("ready-url", url)), List.of(), null);
        var deadline = System.nanoTime() + limit.toNanos();
        var seen = "no answer yet";
        try (var http = new ProviderHttp()) {
            while (System.nanoTime() < deadline) {
                if (!process.isAlive()) {
                    reader.join(DRAIN);
                    throw new NotReady("The provider ended with code %d before it was ready.%s"
                            .formatted(process.exitValue(), lastWords()));
                }
                try {
                    var status = http.send(request, PROBE_LIMIT).status();
                    if (readyUrl == null || status < 400) {
                        return;
                    }
                    seen = "its last answer had status " + status;
                } catch (ReplayFailure failure) {
                    if (failure.reason() == Cause.CANCELLED) {
                        Thread.interrupted();
                        throw new InterruptedException();
                    }
                    seen = String.valueOf(failure.getMessage());
                }
                process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        throw new NotReady("The provider was not ready at %s within %s: %s.%s"
                .formatted(url, Durations.words(limit), seen, lastWords()));
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    private String lastWords() {
        synchronized (last) {
            return last.isEmpty() ? " It wrote nothing." : " Its last words:\n  " + String.join("\n  ", last);
        }
    }

    /** Ends it with everything that it has started: politely, and after five seconds for good. */
    @Override
    public void close() {
        var descendants = process.descendants().toList();
        try {
            process.getOutputStream().close();
        } catch (IOException _) {
            // closed already
        }
        if (!isGroup) {
            Stream.concat(descendants.stream(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroy);
        }
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            if (isGroup) {
                killGroup();
            }
            for (var descendant : descendants) {
                descendant.destroyForcibly();
                awaitEnd(descendant);
            }
            reader.join(DRAIN);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            descendants.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }

    /** A process that is killed is gone a moment later, and with it the port that it listens to. */
    private static void awaitEnd(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get(1, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException _) {
            // it waits for a disk, or for its parent
        }
    }

    /** What is left of the group, the guardian with it. */
    private void killGroup() throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-KILL", "--", "-" + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (IOException _) {
            // without the program, the guardian does it in some seconds
        }
    }
}
