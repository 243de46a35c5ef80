package dev.seamwright.cli;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.openapi.Bundle;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** OpenAPI documents named on the command line, with the files that they refer to. */
final class OpenApiSource {
    private final Surroundings surroundings;
    private final boolean allowOutside;
    private final Progress progress;

    /** @param allowOutside whether a document may refer to files outside of its directory */
    OpenApiSource(Surroundings surroundings, boolean allowOutside) {
        this.surroundings = surroundings;
        this.allowOutside = allowOutside;
        this.progress = new Progress(surroundings.err());
    }

    /**
     * The document.
     *
     * @param name a file, {@code -} for standard input, or {@code revision:path} in git
     * @throws UsageFailure when it cannot be read, or is no OpenAPI document
     */
    OpenApiDocument read(String name) {
        return bundle(name).document();
    }

    /**
     * The document with its text.
     *
     * @throws UsageFailure when it cannot be read, or is no OpenAPI document
     */
    Bundle bundle(String name) {
        try {
            var bytes = bytes(name);
            progress.ofBytes(bytes.length, "Reading %s (%.1f MB)…".formatted(name, bytes.length / 1e6));
            return Bundle.of(file(name), bytes, file -> beside(name, file));
        } catch (InvalidInput invalid) {
            throw new UsageFailure("%s: %s".formatted(name, invalid.getMessage()));
        } catch (IOException unreadable) {
            throw new UsageFailure("%s cannot be read: %s".formatted(name, FileFailure.reason(unreadable)));
        }
    }

    /** What the file is called in reports, and what it refers to is found from. */
    static String file(String name) {
        return name.equals("-")
                ? "stdin"
                : name.substring(name.indexOf(':') + 1).replace(File.separatorChar, '/');
    }

    /** A file that the document of that name refers to. */
    private byte[] beside(String name, String file) {
        if (name.equals("-")) {
            throw new InvalidInput("", "is not known from standard input; give the document as a file");
        }
        try {
            return isGit(name) ? besideInGit(name, file) : besideFile(name, file);
        } catch (IOException | InvalidPathException unreadable) {
            throw new InvalidInput("", "cannot be read: %s".formatted(FileFailure.reason(unreadable)));
        }
    }

    private byte[] besideFile(String name, String file) throws IOException {
        var root = surroundings.directory().resolve(name).toRealPath().getParent();
        var path = surroundings.directory().resolve(file).toRealPath(); // links do not lead out either
        if (!allowOutside && !path.startsWith(root)) {
            throw outside();
        }
        if (!Files.isRegularFile(path)) {
            throw new InvalidInput("", "is no file");
        }
        return Files.readAllBytes(path);
    }

    private byte[] besideInGit(String name, String file) throws IOException {
        var root = file(name);
        var directory = root.substring(0, root.lastIndexOf('/') + 1);
        if (!allowOutside && (!file.startsWith(directory) || file.startsWith("../"))) {
            throw outside();
        }
        return ofGit(surroundings.directory(), name.substring(0, name.indexOf(':') + 1) + file);
    }

    private static InvalidInput outside() {
        return new InvalidInput("", "is outside of the document's directory; --allow-outside reads it all the same");
    }

    private byte[] bytes(String name) throws IOException {
        var directory = surroundings.directory();
        if (name.equals("-")) {
            return surroundings.in().readAllBytes();
        }
        return isGit(name) ? ofGit(directory, name) : Files.readAllBytes(directory.resolve(name));
    }

    private boolean isGit(String name) {
        return name.indexOf(':') > 0 && !isFile(surroundings.directory(), name);
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
