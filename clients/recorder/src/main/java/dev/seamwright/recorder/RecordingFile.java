package dev.seamwright.recorder;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A file of lines, of which each is with the operating system when it has been appended. */
final class RecordingFile {
    private static final String FORMAT = "seamwright-recording/1";

    private final String database;
    private final Path path;

    // a channel would be closed when a test interrupts its thread
    private @Nullable OutputStream output;
    private @Nullable IOException failure;

    RecordingFile(String database, Path directory) {
        this.database = database;
        this.path = directory
                .toAbsolutePath()
                .resolve("recording-%s-%d-%s.jsonl"
                        .formatted(
                                database.replaceAll("[^A-Za-z0-9._-]", "_"),
                                ProcessHandle.current().pid(),
                                UUID.randomUUID().toString().substring(0, 8)));
    }

    /** The files of a database in a directory, in the order of their names. */
    static List<Path> of(String database, Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        var header = new JsonLine()
                .with("format", FORMAT)
                .with("database", database)
                .toString()
                .replaceFirst("}$", ",");
        try (var files = Files.newDirectoryStream(directory, "recording-*.jsonl")) {
            var its = new ArrayList<Path>();
            for (var file : files) {
                try (var lines = Files.newBufferedReader(file)) {
                    var first = lines.readLine();
                    if (first != null && first.startsWith(header)) {
                        its.add(file);
                    }
                }
            }
            Collections.sort(its);
            return List.copyOf(its);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The recordings in %s cannot be read".formatted(directory), unreadable);
        }
    }

    Path path() {
        return path;
    }

    /** Never fails; {@link #check} does. */
    synchronized void append(List<String> lines) {
        if (lines.isEmpty() || failure != null) {
            return;
        }
        try {
            if (output == null) {
                output = open();
                write(
                        output,
                        new JsonLine()
                                .with("format", FORMAT)
                                .with("database", database)
                                .with("startedAt", Instant.now().toString())
                                .toString());
            }
            write(output, String.join("\n", lines));
        } catch (IOException unwritable) {
            failure = unwritable;
        }
    }

    /** @throws UncheckedIOException when a line is not in the file */
    synchronized void check() {
        if (failure != null) {
            throw new UncheckedIOException(
                    "Statements are not recorded: %s cannot be written".formatted(path), failure);
        }
    }

    private OutputStream open() throws IOException {
        Files.createDirectories(path.getParent());
        var isPosix = Files.getFileStore(path.getParent()).supportsFileAttributeView("posix");
        var ownerOnly = isPosix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Files.createFile(path, ownerOnly);
        return new FileOutputStream(path.toFile(), true);
    }

    private static void write(OutputStream output, String text) throws IOException {
        output.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
