package dev.seamwright.broker.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that a test runs in a process of its own, with a time-out; what it prints is kept for the failure message. */
final class Command {
    private final List<String> words;
    private final Path directory;
    private final Map<String, String> environment;
    private final Duration timeout;

    private Command(List<String> words, Path directory, Map<String, String> environment, Duration timeout) {
        this.words = List.copyOf(words);
        this.directory = directory;
        this.environment = Map.copyOf(environment);
        this.timeout = timeout;
    }

    /** A program and its first arguments, to be run in the directory for a minute at most. */
    static Command of(Path directory, String... words) {
        return new Command(
                List.of(words),
                directory,
                Map.of("PACT_DO_NOT_TRACK", "true", "SCARF_NO_ANALYTICS", "true", "NO_COLOR", "1"),
                Duration.ofMinutes(1));
    }

    /** The same with an environment variable. */
    Command with(String variable, String value) {
        var more = new LinkedHashMap<>(environment);
        more.put(variable, value);
        return new Command(words, directory, more, timeout);
    }

    /** The same with more time. */
    Command within(Duration time) {
        return new Command(words, directory, environment, time);
    }

    /** The same in another directory. */
    Command in(Path place) {
        return new Command(words, place, environment, timeout);
    }

    /**
     * Runs it to its end with further arguments.
     *
     * @param output what it printed to stdout and stderr, in order
     */
    record Result(String command, int exit, String output) {
        /** Fails unless it ended with this code. */
        Result exits(int code) {
            assertEquals(code, exit, this::toString);
            return this;
        }

        /** Fails unless it printed each of these. */
        Result says(String... texts) {
            for (var text : texts) {
                assertTrue(output.contains(text), () -> "'%s' is missing in the output of %s".formatted(text, this));
            }
            return this;
        }

        @Override
        public String toString() {
            return "%s%nexit code %d%n%s".formatted(command, exit, output);
        }
    }

    /** Runs it to its end with these arguments behind the others. */
    Result run(String... arguments) {
        var all = Stream.concat(words.stream(), Stream.of(arguments)).toList();
        var line = String.join(" ", all);
        try {
            var log = Files.createTempFile("seamwright-client", ".log");
            try {
                var builder = new ProcessBuilder(all)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                        .redirectOutput(log.toFile());
                builder.environment().putAll(environment);
                var process = builder.start();
                if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly().waitFor();
                    fail("not done within %s: %s%n%s".formatted(timeout, line, Files.readString(log)));
                }
                return new Result(line, process.exitValue(), Files.readString(log));
            } finally {
                Files.delete(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(line, e);
        }
    }
}
