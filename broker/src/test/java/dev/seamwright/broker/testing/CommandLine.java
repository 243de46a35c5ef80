package dev.seamwright.broker.testing;

import dev.seamwright.cli.Main;
import dev.seamwright.cli.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command line of users, in this process, against a broker. */
public final class CommandLine {
    private final Path directory;
    private final Map<String, String> variables = new HashMap<>();

    /** What a command line came to. */
    public record Outcome(int code, String out, String err) {}

    /** @param directory the working directory, and the place of the cache */
    public CommandLine(TestBroker broker, Path directory) {
        this.directory = directory;
        variables.put("SEAMWRIGHT_BROKER_URL", broker.url());
        variables.put("SEAMWRIGHT_CACHE_DIR", directory.resolve("cache").toString());
    }

    public CommandLine with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** Runs words that blanks separate. */
    public Outcome run(String line) {
        return run(List.of(line.strip().split("\\s+", -1)));
    }

    public Outcome run(List<String> words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var surroundings = new Surroundings(
                variables,
                directory,
                InputStream.nullInputStream(),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Clock.systemUTC(),
                Thread::sleep);
        var code = Main.run(surroundings, words.toArray(String[]::new));
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
