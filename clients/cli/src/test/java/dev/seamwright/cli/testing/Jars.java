package dev.seamwright.cli.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/** Class paths of jars alone: the virtual machine keeps no classes of directories for its next start. */
public final class Jars {
    private Jars() {}

    /** The same class path, its directories packed into jars below {@code target}. */
    public static String of(String classPath, Path target) throws IOException {
        var entries = classPath.split(File.pathSeparator, -1);
        for (var i = 0; i < entries.length; i++) {
            var entry = Path.of(entries[i]);
            if (Files.isDirectory(entry)) {
                entries[i] = pack(entry, target.resolve("classes-%d.jar".formatted(i)));
            }
        }
        return Arrays.stream(entries).collect(Collectors.joining(File.pathSeparator));
    }

    private static String pack(Path directory, Path jar) throws IOException {
        try (var files = Files.walk(directory);
                var packed = new JarOutputStream(Files.newOutputStream(jar))) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                packed.putNextEntry(
                        new ZipEntry(directory.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, packed);
                packed.closeEntry();
            }
        }
        return jar.toString();
    }
}
