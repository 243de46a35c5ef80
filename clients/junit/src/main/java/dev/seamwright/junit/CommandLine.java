package dev.seamwright.junit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Runs commands of {@code seamwright}, each in a process of its own: the tests may be on an older JDK, and need none of its libraries. */
final class CommandLine {
    private final Settings settings;

    CommandLine(Settings settings) {
        this.settings = settings;
    }

    /** A command under construction. What is not set is left to the command's defaults. */
    static final class Words {
        private final List<String> words;

        Words(String... command) {
            words = new ArrayList<>(List.of(command));
        }

        Words option(String name, Optional<?> value) {
            value.ifPresent(given -> words.add(name + "=" + given));
            return this;
        }

        Words options(String name, Collection<?> values) {
            values.forEach(value -> words.add(name + "=" + value));
            return this;
        }

        Words flag(String name, boolean isSet) {
            if (isSet) {
                words.add(name);
            }
            return this;
        }

        Words files(Collection<?> files) {
            files.forEach(file -> words.add(file.toString()));
            return this;
        }
    }

    /**
     * What a command said.
     *
     * @param code 0 done, 1 no, 2 unknown, 3 could not find out, 4 wrong usage
     * @param lines of both outputs
     */
    record Answer(int code, List<String> lines) {
        static final int NO = 1;
        static final int UNKNOWN = 2;
        static final int COULD_NOT_FIND_OUT = 3;

        Answer {
            lines = List.copyOf(lines);
        }

        boolean isDone() {
            return code == 0;
        }

        String text() {
            return String.join("\n", lines);
        }

        /** The last line, which says what to do. */
        String reason() {
            return lines.stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("See: "))
                    .reduce((former, latter) -> latter)
                    .orElse("it ended with exit code " + code);
        }
    }

    /** Asks the broker of the settings. */
    Answer ask(Words command) {
        return run(command.option("--broker", settings.get("brokerUrl")));
    }

    /** Runs a command that needs no broker. */
    Answer run(Words command) {
        var words = new ArrayList<>(List.of(settings.command()));
        words.addAll(command.words);
        try {
            var process = new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            List<String> lines;
            try (var said = process.getInputStream()) {
                lines = new String(said.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
            }
            return new Answer(process.waitFor(), lines);
        } catch (IOException missing) {
            return new Answer(
                    Answer.COULD_NOT_FIND_OUT,
                    List.of(
                            ("The command %s cannot be run (%s): put seamwright on the PATH, or name it in seamwright.command or "
                                            + "SEAMWRIGHT_COMMAND.")
                                    .formatted(settings.command(), missing.getMessage())));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Answer(Answer.COULD_NOT_FIND_OUT, List.of("Interrupted."));
        }
    }
}
