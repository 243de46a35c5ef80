package dev.seamwright.behaviour;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Where the clients of other languages are, and what runs them. */
final class Languages {
    /** The npm package, unpacked. */
    static final Path TYPESCRIPT = Path.of("../typescript/target/package");

    private static final Path PYTHON = Path.of("../python/target/package/src");
    private static final String IS_RECENT = "import sys; sys.exit(sys.version_info < (3, 9))";

    private Languages() {}

    /**
     * A Python that the client is for: the one that PYTHON names, the system's, or the first on the PATH. A test that finds none is skipped,
     * and fails in CI.
     */
    static String python() {
        var found = Stream.of(System.getenv("PYTHON"), "/usr/bin/python3", "python3")
                .filter(Objects::nonNull)
                .filter(python -> succeeds(List.of(python, "-c", IS_RECENT)))
                .findFirst();
        var told = "The Python client is tested where there is a Python 3.9 or newer; PYTHON may name one.";
        if (found.isEmpty() && System.getenv("CI") != null) {
            throw new AssertionError(told);
        }
        Assumptions.assumeTrue(found.isPresent(), told);
        return found.orElseThrow();
    }

    /** How that Python finds the client, and nothing that the user has installed. */
    static Map<String, String> pythonEnvironment() {
        return Map.of(
                "PYTHONPATH", PYTHON.toAbsolutePath().toString(),
                "PYTHONDONTWRITEBYTECODE", "1",
                "PYTHONIOENCODING", "utf-8");
    }

    static boolean succeeds(List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Under root the database runs as another user, who has to get through. */
    static void openToDatabase(Path directory) throws IOException {
        if (!File.separator.equals("\\")) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        }
    }

    /** Deletes a directory with all that is in it, if it is there. */
    static void delete(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Copies a directory with all that is in it. */
    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    if (!file.endsWith("target")) {
                        copy(file, target);
                    }
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
