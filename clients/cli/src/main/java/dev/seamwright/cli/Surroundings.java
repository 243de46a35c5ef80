package dev.seamwright.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * All that a command touches besides the broker, so that a test can be the world.
 *
 * @param variables the environment variables
 * @param directory the working directory
 * @param in standard input
 * @param out takes the answer
 * @param err takes all else
 * @param sleeper waits between attempts
 */
public record Surroundings(
        Map<String, String> variables,
        Path directory,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Clock clock,
        Sleeper sleeper) {
    /** Waits. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
    }

    public Surroundings {
        variables = Map.copyOf(variables);
    }

    /** The value of an environment variable; one that is empty counts as not set. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }
}
