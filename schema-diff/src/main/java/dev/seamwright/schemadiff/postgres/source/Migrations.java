package dev.seamwright.schemadiff.postgres.source;

import dev.seamwright.contracts.InvalidInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Migrations in the order in which their tool applies them to a new database.
 *
 * @param notes what was left out, and why
 */
public record Migrations(Layout layout, List<MigrationStep> steps, List<Note> notes) {
    /** Something in a file that people should know of; {@code line} counts from 1. */
    public record Note(String file, int line, String text) {
        @Override
        public String toString() {
            return "%s:%d: %s".formatted(file, line, text);
        }
    }

    public Migrations {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    /**
     * The migrations in these files, as the layout that their names and annotations tell.
     *
     * @throws InvalidInput when there are none, or one cannot be understood; it names file and line
     */
    public static Migrations of(List<SourceFile> files) {
        if (files.isEmpty()) {
            throw new InvalidInput(
                    "migrations", "no .sql file was found; give a DDL file or a directory of SQL migrations");
        }
        var withoutMarks = files.stream()
                .map(file -> new SourceFile(file.path(), withoutMark(file.text())))
                .toList();
        return Layout.of(withoutMarks).read(withoutMarks);
    }

    /** One text of DDL, which is executed statement by statement. */
    public static Migrations ofText(String name, String ddl) {
        return of(List.of(new SourceFile(name, ddl)));
    }

    /**
     * Reads a file, or a directory with all below it.
     *
     * @throws InvalidInput as {@link #of}, and when a file is missing or no UTF-8 text
     */
    public static Migrations read(Path path) {
        if (Files.isRegularFile(path)) {
            return of(List.of(new SourceFile(name(path), text(path, name(path)))));
        }
        if (!Files.isDirectory(path)) {
            throw new InvalidInput("migrations", "there is no file or directory " + path);
        }
        try (var below = Files.walk(path)) {
            return of(below.filter(Files::isRegularFile)
                    .filter(file -> isSource(name(file)))
                    .sorted()
                    .map(file -> {
                        var relative = path.relativize(file).toString().replace('\\', '/');
                        return new SourceFile(relative, text(file, relative));
                    })
                    .toList());
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read the migrations in " + path, failure);
        }
    }

    private static String name(Path path) {
        return Objects.toString(path.getFileName(), "");
    }

    private static boolean isSource(String name) {
        return name.endsWith(".sql") || name.endsWith(".sql.conf") || name.equals("sqitch.plan");
    }

    private static String text(Path path, String name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new InvalidInput(name, "is not UTF-8 text; convert it, or leave it out");
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + path, failure);
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** The first steps alone: what a database is like that stands there. */
    public Migrations first(int count) {
        return new Migrations(layout, steps.subList(0, count), notes);
    }

    /** What follows the first steps. */
    public List<MigrationStep> after(int count) {
        return steps.subList(count, steps.size());
    }

    /**
     * How many steps lead to this version.
     *
     * @throws InvalidInput when no step has it
     */
    public int countTo(String version) {
        for (int i = 0; i < steps.size(); i++) {
            var step = steps.get(i);
            if (version.equals(step.version()) || version.equals(step.name())) {
                return i + 1;
            }
        }
        throw new InvalidInput(
                "version",
                "no migration is '%s'; there are %s"
                        .formatted(
                                version,
                                steps.stream()
                                        .map(step -> step.version() == null ? step.name() : step.version())
                                        .collect(Collectors.joining(", "))));
    }
}
