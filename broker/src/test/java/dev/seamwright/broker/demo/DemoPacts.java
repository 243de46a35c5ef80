package dev.seamwright.broker.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import au.com.dius.pact.core.model.annotations.PactDirectory;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Holds the pacts that the demo loads against those that the consumer test has just written. Goes before Pact's own extension, so
 * that it comes after it in the end. To take over what was written: {@code cp -r broker/target/demo/. broker/src/main/resources/demo/pacts}.
 */
final class DemoPacts implements BeforeAllCallback, AfterAllCallback {
    private static final Path KEPT = Path.of("src/main/resources/demo/pacts");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Pact adds to the files that it finds. */
    @Override
    public void beforeAll(ExtensionContext test) throws IOException {
        for (var file : pacts(written(test)).keySet()) {
            Files.delete(written(test).resolve(file));
        }
    }

    @Override
    public void afterAll(ExtensionContext test) throws IOException {
        if (test.getExecutionException().isEmpty()) {
            var written = written(test);
            assertEquals(pacts(written), pacts(KEPT.resolve(written.getFileName())));
        }
    }

    private static Path written(ExtensionContext test) {
        return Path.of(
                test.getRequiredTestClass().getAnnotation(PactDirectory.class).value());
    }

    private static Map<String, Object> pacts(Path directory) throws IOException {
        var pacts = new TreeMap<String, Object>();
        if (Files.isDirectory(directory)) {
            try (var files = Files.newDirectoryStream(directory, "*.json")) {
                for (var file : files) {
                    pacts.put(String.valueOf(file.getFileName()), JSON.readTree(file.toFile()));
                }
            }
        }
        return pacts;
    }
}
