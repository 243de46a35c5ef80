package dev.seamwright.cli.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Expected texts as files below {@code src/test/resources}; {@code -Dgolden=update} rewrites them. */
public final class Golden {
    private Golden() {}

    public static void assertMatches(String file, String actual) throws IOException {
        var path = Path.of("src/test/resources").resolve(file);
        if ("update".equals(System.getProperty("golden"))) {
            Files.createDirectories(path.getParent());
            Files.writeString(path, actual);
        }
        assertEquals(Files.readString(path), actual, file);
    }
}
