package dev.seamwright.cli;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.source.Layout;
import dev.seamwright.schemadiff.postgres.source.MigrationStep;
import dev.seamwright.schemadiff.postgres.source.Migrations;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Migrations named on the command line. */
final class MigrationFiles {
    private MigrationFiles() {}

    /**
     * The steps of the files and directories, one after the other as they are given; those of a directory in the order of the tool for
     * which it is laid out. Files are called as the command line calls them.
     *
     * @throws InvalidInput when there is none, or one cannot be understood; it names file and line
     * @throws UsageFailure when one cannot be read
     */
    static Migrations read(Path workingDirectory, List<Path> paths) {
        var layout = Layout.PLAIN;
        var steps = new ArrayList<MigrationStep>();
        var notes = new ArrayList<Migrations.Note>();
        for (var path : paths) {
            var given = workingDirectory.resolve(path);
            UnaryOperator<String> full =
                    Files.isDirectory(given) ? file -> path.resolve(file).toString() : file -> path.toString();
            var read = read(given, path);
            layout = read.layout();
            read.steps().forEach(step -> steps.add(called(step, full)));
            read.notes()
                    .forEach(note -> notes.add(new Migrations.Note(full.apply(note.file()), note.line(), note.text())));
        }
        return new Migrations(layout, steps, notes);
    }

    private static Migrations read(Path given, Path path) {
        try {
            return Migrations.read(given);
        } catch (UncheckedIOException unreadable) {
            throw new UsageFailure("%s cannot be read: %s".formatted(path, unreadable.getCause()));
        }
    }

    private static MigrationStep called(MigrationStep step, UnaryOperator<String> full) {
        var file = full.apply(step.file());
        return new MigrationStep(
                step.name().equals(step.file()) ? file : step.name(),
                step.version(),
                file,
                step.inTransaction(),
                step.statements().stream()
                        .map(statement -> new Script.Statement(statement.sql(), statement.line(), file))
                        .toList());
    }

    /** The text of each step that has statements, by a name of its own, in order. */
    static Map<String, String> texts(Migrations migrations) {
        var steps = migrations.steps().stream()
                .filter(step -> !step.statements().isEmpty())
                .toList();
        var stepsOfFile = steps.stream().collect(Collectors.groupingBy(MigrationStep::file, Collectors.counting()));
        var texts = new LinkedHashMap<String, String>();
        for (var step : steps) {
            var isAlone = Long.valueOf(1).equals(stepsOfFile.get(step.file()));
            var name = isAlone ? step.file() : "%s (%s)".formatted(step.file(), step.name());
            if (texts.putIfAbsent(name, text(step)) != null) {
                throw new UsageFailure("%s is there twice.".formatted(name));
            }
        }
        return texts;
    }

    /** The statements alone, each in the line where its file has it. */
    private static String text(MigrationStep step) {
        var text = new StringBuilder();
        var line = 1;
        for (var statement : step.statements()) {
            var missing = statement.line() - line;
            text.append(missing > 0 ? "\n".repeat(missing) : " ");
            text.append(statement.sql());
            // a comment at its end must not swallow the semicolon
            var isAfterComment = statement
                    .sql()
                    .substring(statement.sql().lastIndexOf('\n') + 1)
                    .contains("--");
            text.append(isAfterComment ? "\n;" : ";");
            line = 1 + (int) text.chars().filter(c -> c == '\n').count();
        }
        return text.append('\n').toString();
    }
}
