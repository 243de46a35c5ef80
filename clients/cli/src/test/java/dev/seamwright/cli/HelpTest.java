package dev.seamwright.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.cli.testing.Golden;
import dev.seamwright.cli.testing.TestCli;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
    @TempDir
    private Path directory = Path.of("");

    private static CommandLine root() {
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return Main.commandLine(
                new Surroundings(
                        Map.of(),
                        Path.of(""),
                        InputStream.nullInputStream(),
                        nowhere,
                        nowhere,
                        Clock.systemUTC(),
                        _ -> {}),
                List.of());
    }

    private static Stream<String> commands() {
        return leaves("", root())
                .filter(command ->
                        !List.of("help", "up", "config", "migrate", "test").contains(command));
    }

    private static Stream<String> leaves(String prefix, CommandLine command) {
        return command.getSubcommands().entrySet().stream()
                .flatMap(entry -> Stream.concat(
                        Stream.of(prefix + entry.getKey()), leaves(prefix + entry.getKey() + " ", entry.getValue())));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_command_explains_itself(String command) throws Exception {
        var words = new ArrayList<>(List.of(command.split(" ")));
        words.add("--help");
        var outcome = new TestCli(directory).run(words.toArray(String[]::new));
        assertEquals(0, outcome.code());
        Golden.assertMatches("help/" + command.replace(' ', '-') + ".txt", outcome.out());
    }

    @Test
    void the_root_explains_itself() throws Exception {
        var outcome = new TestCli(directory).run("--help");
        assertEquals(0, outcome.code());
        Golden.assertMatches("help/seamwright.txt", outcome.out());
    }

    @Test
    void every_command_that_does_something_shows_an_example() {
        assertAll(commands().map(command -> () -> {
            var words = new ArrayList<>(List.of(command.split(" ")));
            words.add("--help");
            var help = new TestCli(directory).run(words.toArray(String[]::new)).out();
            assertTrue(help.contains("Example") || help.contains("Commands:"), command);
        }));
    }

    @Test
    void help_before_a_command_is_help_after_it() {
        var cli = new TestCli(directory);
        assertEquals(
                cli.run("publish", "--help").out(), cli.run("help", "publish").out());
    }

    @Test
    void completion_knows_every_command() {
        var script = new TestCli(directory).run("completion");
        assertEquals(0, script.code());
        assertAll(root().getSubcommands().keySet().stream()
                .map(name -> () -> assertTrue(script.out().contains(name), name)));
    }
}
