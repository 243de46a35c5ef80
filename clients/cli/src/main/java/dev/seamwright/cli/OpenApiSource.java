package dev.seamwright.cli;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** OpenAPI documents named on the command line. */
final class OpenApiSource {
    private final Surroundings surroundings;
    private final Progress progress;

    OpenApiSource(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.progress = new Progress(surroundings.err());
    }

    /**
     * The document.
     *
     * @param name a file, {@code -} for standard input, or {@code revision:path} in git
     * @throws UsageFailure when it cannot be read, or is no OpenAPI document
     */
    OpenApiDocument read(String name) {
        return text(name).document();
    }

    /** A document as it was written, and what it says. */
    record Text(String text, OpenApiDocument document) {}

    /**
     * The document with its text.
     *
     * @throws UsageFailure when it cannot be read, or is no OpenAPI document
     */
    Text text(String name) {
        try {
            var bytes = bytes(name);
            progress.ofBytes(bytes.length, "Reading %s (%.1f MB)…".formatted(name, bytes.length / 1e6));
            var document = OpenApiDocument.parse(bytes);
            return new Text(new String(bytes, StandardCharsets.UTF_8), document);
        } catch (InvalidInput invalid) {
            throw new UsageFailure("%s: %s".formatted(name, invalid.getMessage()));
        } catch (IOException unreadable) {
            throw new UsageFailure("%s cannot be read: %s".formatted(name, FileFailure.reason(unreadable)));
        }
    }

    /** What the file is called in reports. */
    static String file(String name) {
        return name.equals("-") ? "stdin" : name.substring(name.indexOf(':') + 1);
    }

    private byte[] bytes(String name) throws IOException {
        var directory = surroundings.directory();
        if (name.equals("-")) {
            return surroundings.in().readAllBytes();
        }
        if (name.indexOf(':') > 0 && !isFile(directory, name)) {
            return ofGit(directory, name);
        }
        return Files.readAllBytes(directory.resolve(name));
    }

    private static boolean isFile(Path directory, String name) {
        try {
            return Files.exists(directory.resolve(name));
        } catch (InvalidPathException notAPath) {
            return false;
        }
    }

    private static byte[] ofGit(Path directory, String name) throws IOException {
        // a revision that starts with a dash would be an option
        if (name.startsWith("-")) {
            throw new UsageFailure("%s is no revision.".formatted(name));
        }
        var git = new ProcessBuilder("git", "show", name)
                .directory(directory.toAbsolutePath().toFile())
                .redirectError(ProcessBuilder.Redirect.PIPE)
                .start();
        git.getOutputStream().close();
        var bytes = git.getInputStream().readAllBytes();
        var error = new String(git.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (git.waitFor() != 0) {
                throw new UsageFailure("git does not know %s: %s".formatted(name, error));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageFailure("Interrupted while git was asked for %s.".formatted(name));
        }
        return bytes;
    }
}
