package dev.seamwright.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Migrations in files: as they are given, and in a directory every file that ends in {@code .sql}, also below it. */
final class SqlFiles {
    private SqlFiles() {}

    /**
     * A file's text.
     *
     * @param name relative to the directory in which it was found, else its own
     */
    record SqlFile(String name, String sql) {}

    /**
     * Reads them; what order the files of a directory have is for the reader of migrations to say.
     *
     * @throws UsageFailure when there is none, or one cannot be read
     */
    static List<SqlFile> read(Path directory, List<String> names) {
        var files = new ArrayList<SqlFile>();
        for (var name : names) {
            var path = directory.resolve(name);
            if (Files.isDirectory(path)) {
                files.addAll(all(path, name));
            } else {
                files.add(new SqlFile(String.valueOf(path.getFileName()), text(path, name)));
            }
        }
        return files;
    }

    private static List<SqlFile> all(Path root, String name) {
        try (var entries = Files.walk(root)) {
            var found = entries.filter(file -> file.toString().endsWith(".sql") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new UsageFailure("%s holds no file that ends in .sql".formatted(name));
            }
            var files = new ArrayList<SqlFile>();
            for (var file : found) {
                files.add(new SqlFile(root.relativize(file).toString(), text(file, file.toString())));
            }
            return files;
        } catch (IOException failure) {
            throw new UsageFailure("%s cannot be read: %s".formatted(name, failure));
        }
    }

    private static String text(Path file, String name) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException _) {
            throw new UsageFailure("%s: there is no such file".formatted(name));
        } catch (CharacterCodingException _) {
            throw new UsageFailure("%s: is no text in UTF-8".formatted(name));
        } catch (IOException failure) {
            throw new UsageFailure("%s: cannot be read: %s".formatted(name, failure));
        }
    }
}
