package dev.seamwright.cli.testing;

import dev.seamwright.cli.Main;
import dev.seamwright.cli.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs command lines in a world of its own: no variables, an empty cache, and time that only passes while the program sleeps. */
public final class TestCli {
    private final Path directory;
    private final Map<String, String> variables = new HashMap<>();
    private final List<Duration> pauses = new ArrayList<>();
    private byte[] in = {};
    private Instant now = Instant.parse("2026-11-23T09:00:00Z");

    /** What a command line came to. */
    public record Outcome(int code, String out, String err) {}

    /** @param directory the working directory, and the place of the cache */
    public TestCli(Path directory) {
        this.directory = directory;
        variables.put("SEAMWRIGHT_CACHE_DIR", directory.resolve("cache").toString());
    }

    public TestCli with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** What stands at standard input. */
    public TestCli withInput(String text) {
        in = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** How long the program slept, each time. */
    public List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    public Outcome run(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var surroundings = new Surroundings(
                variables,
                directory,
                new ByteArrayInputStream(in),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Clock.fixed(now, ZoneOffset.UTC),
                pauses::add);
        var code = Main.run(surroundings, words);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
