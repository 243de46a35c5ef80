package dev.seamwright.cli.setup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.cli.testing.Golden;
import dev.seamwright.cli.testing.TestCli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a file is told at once, with the place and the fix, before the broker is asked. */
class SetupFileTest {
    private static final Path CASES = Path.of("src/test/resources/setup/mistakes");

    @TempDir
    private Path directory = Path.of("");

    static Stream<String> cases() throws IOException {
        try (var files = Files.list(CASES)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".yaml"))
                    .map(file -> file.replace(".yaml", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private TestCli cli() {
        return new TestCli(directory).with("SEAMWRIGHT_BROKER_URL", "http://127.0.0.1:9");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_mistake_is_told_with_its_place(String name) throws Exception {
        Files.copy(CASES.resolve(name + ".yaml"), directory.resolve("seamwright.yaml"));
        var outcome = cli().run("setup", "plan");
        assertEquals(4, outcome.code(), outcome.err());
        assertEquals("", outcome.out());
        Golden.assertMatches("setup/mistakes/" + name + ".txt", outcome.err());
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        var outcome = cli().run("setup", "apply", "-f", "ops/set-up.yaml");
        assertEquals(4, outcome.code());
        assertTrue(outcome.err().startsWith("ops/set-up.yaml cannot be read: there is no such file"), outcome.err());
    }

    @Test
    void a_broker_that_is_not_there_is_no_drift() throws Exception {
        Files.writeString(directory.resolve("seamwright.yaml"), "version: 1\n");
        assertEquals(3, cli().run("setup", "drift").code());
        assertEquals(3, cli().run("setup", "plan").code());
    }

    @Test
    void the_schema_that_is_printed_is_the_published_one() throws Exception {
        var published = Path.of("../../docs/contracts/seamwright.schema.json");
        if ("update".equals(System.getProperty("golden"))) {
            Files.write(published, SetupSchema.document());
        }
        assertArrayEquals(Files.readAllBytes(published), SetupSchema.document());
        var printed = cli().run("setup", "schema");
        assertEquals(0, printed.code());
        assertEquals(
                new String(SetupSchema.document(), StandardCharsets.UTF_8).strip(),
                printed.out().strip());
    }

    @Test
    void secrets_come_from_files_too() throws Exception {
        Files.createDirectories(directory.resolve("ops/secrets"));
        Files.writeString(directory.resolve("ops/secrets/ci"), "hush\n");
        Files.writeString(directory.resolve("ops/seamwright.yaml"), """
                version: 1
                webhooks:
                  ci:
                    events: [job_dead]
                    request: {url: "https://ci.example.com", headers: {Authorization: "Bearer ${file:secrets/ci}"}}
                """);
        assertEquals(
                3, cli().run("setup", "plan", "-f", "ops/seamwright.yaml").code(), "it was read, and nobody asked");
    }
}
