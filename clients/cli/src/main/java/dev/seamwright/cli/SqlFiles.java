package dev.seamwright.cli;

import dev.seamwright.schemadiff.postgres.lint.MigrationLint.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** SQL files named on the command line. */
final class SqlFiles {
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private SqlFiles() {}

    /**
     * The files, in the order given; of a directory all that end in {@code .sql}, with numbers in their names compared as numbers.
     *
     * @throws UsageFailure when there is none, or one cannot be read
     */
    static List<File> read(Path workingDirectory, List<Path> paths) {
        var files = new ArrayList<File>();
        for (var path : paths) {
            var resolved = workingDirectory.resolve(path);
            if (!Files.isDirectory(resolved)) {
                files.add(read(resolved, path.toString()));
                continue;
            }
            var found = list(resolved);
            if (found.isEmpty()) {
                throw new UsageFailure("There is no file with the ending .sql in %s.".formatted(path));
            }
            found.forEach(file ->
                    files.add(read(file, path.resolve(file.getFileName()).toString())));
        }
        return files;
    }

    /**
     * The texts of the files, and of all that end in {@code .sql} below the directories, by their names.
     *
     * @throws UsageFailure when there is none, or one cannot be read
     */
    static Map<String, String> below(Path workingDirectory, List<Path> paths) {
        return below(workingDirectory, paths, ".sql");
    }

    /** The same of files with another ending. */
    static Map<String, String> below(Path workingDirectory, List<Path> paths, String ending) {
        var texts = new LinkedHashMap<String, String>();
        for (var path : paths) {
            var resolved = workingDirectory.resolve(path);
            if (!Files.isDirectory(resolved)) {
                texts.put(path.toString(), read(resolved, path.toString()).text());
                continue;
            }
            try (var files = Files.walk(resolved)) {
                files.filter(file ->
                                Files.isRegularFile(file) && file.toString().endsWith(ending))
                        .sorted()
                        .forEach(file -> {
                            var name = path.resolve(resolved.relativize(file)).toString();
                            texts.put(name, read(file, name).text());
                        });
            } catch (IOException | UncheckedIOException unreadable) {
                throw new UsageFailure("%s cannot be read: %s".formatted(path, FileFailure.reason(unreadable)));
            }
        }
        if (texts.isEmpty()) {
            throw new UsageFailure("There is no file with the ending %s.".formatted(ending));
        }
        return texts;
    }

    private static List<Path> list(Path directory) {
        try (var files = Files.list(directory)) {
            return files.filter(file -> Files.isRegularFile(file)
                            && file.getFileName().toString().endsWith(".sql"))
                    .sorted(Comparator.comparing(
                            file -> natural(file.getFileName().toString())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With numbers of one width, so that 10 comes after 9. */
    private static String natural(String name) {
        return NUMBER.matcher(name)
                .replaceAll(match -> "0".repeat(Math.max(0, 20 - match.group().length())) + match.group());
    }

    /**
     * A text.
     *
     * @param name what it is called on the command line
     * @throws UsageFailure when it cannot be read
     */
    static File read(Path file, String name) {
        try {
            return new File(name, Files.readString(file));
        } catch (CharacterCodingException notText) {
            throw new UsageFailure("%s is not UTF-8.".formatted(name));
        } catch (IOException unreadable) {
            throw new UsageFailure("%s cannot be read: %s".formatted(name, FileFailure.reason(unreadable)));
        }
    }
}
