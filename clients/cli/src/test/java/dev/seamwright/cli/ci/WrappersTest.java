package dev.seamwright.cli.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is committed is what the manifest makes; {@code -Dgolden=update} makes it. */
class WrappersTest {
    private static Stream<String> files() throws IOException {
        return new Wrappers(Manifest.read()).files().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_wrapper_is_what_the_manifest_makes(String file) throws IOException {
        var made = new Wrappers(Manifest.read()).files().get(file);
        var path = Manifest.HOME.resolve(file);
        if ("update".equals(System.getProperty("golden"))) {
            Files.createDirectories(
                    Path.of(path.toString()).toAbsolutePath().normalize().getParent());
            Files.writeString(path, made);
            if (file.endsWith(".sh")) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        assertEquals(Files.readString(path), made);
        assertTrue(!file.endsWith(".sh") || Files.isExecutable(path), file);
    }
}
