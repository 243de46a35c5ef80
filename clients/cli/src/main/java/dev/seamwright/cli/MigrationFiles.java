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
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Migrations named on the command line. */
final class MigrationFiles {
    private static final Pattern SUPPRESSION = Pattern.compile("--\\s*seamwright:ignore\\b.*");

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
            throw new UsageFailure("%s cannot be read: %s".formatted(path, FileFailure.reason(unreadable)));
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

    /**
     * A step as the broker gets it.
     *
     * @param name of its own
     */
    record Text(String name, String sql, boolean inTransaction) {}

    /** Each step that has statements, in order. */
    static List<Text> texts(Path workingDirectory, Migrations migrations) {
        var steps = migrations.steps().stream()
                .filter(step -> !step.statements().isEmpty())
                .toList();
        var stepsOfFile = steps.stream().collect(Collectors.groupingBy(MigrationStep::file, Collectors.counting()));
        var texts = new LinkedHashMap<String, Text>();
        for (var step : steps) {
            var isAlone = Long.valueOf(1).equals(stepsOfFile.get(step.file()));
            var name = isAlone ? step.file() : "%s (%s)".formatted(step.file(), step.name());
            var text = new Text(name, withSuppressions(workingDirectory, step), step.inTransaction());
            if (texts.putIfAbsent(name, text) != null) {
                throw new UsageFailure("%s is there twice.".formatted(name));
            }
        }
        return List.copyOf(texts.values());
    }

    /** The statements, with the comments of their file that suppress a finding: each in the line where the file has it. */
    private static String withSuppressions(Path workingDirectory, MigrationStep step) {
        var lines = new ArrayList<>(step.text().lines().toList());
        var file = SqlFiles.read(workingDirectory.resolve(step.file()), step.file())
                .text()
                .lines()
                .toList();
        for (var i = 0; i < Math.min(lines.size(), file.size()); i++) {
            var comment = SUPPRESSION.matcher(file.get(i));
            if (comment.find() && !lines.get(i).contains(comment.group())) {
                lines.set(i, lines.get(i) + " " + comment.group());
            }
        }
        return String.join("\n", lines) + "\n";
    }
}
