package dev.seamwright.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.cli.testing.Golden;
import dev.seamwright.cli.testing.TestCli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiffTest {
    private static final String ORDERS = """
            openapi: 3.1.0
            info: { title: orders, version: "1" }
            paths:
              /orders:
                get:
                  parameters:
                    - { name: state, in: query, schema: { type: string, enum: [open, closed] } }
                  responses:
                    "200":
                      description: all of them
                      content:
                        application/json:
                          schema:
                            type: object
                            required: [count]
                            properties:
                              count: { type: integer }
                              note: { type: string }
            """;

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("before.yaml"), ORDERS);
        Files.writeString(
                directory.resolve("after.yaml"),
                ORDERS.replace("[open, closed]", "[open]").replace("note:", "remark:"));
        Files.writeString(directory.resolve("broken.yaml"), "openapi: 3.1.0\npaths: [\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "markdown", "sarif", "junit", "github"})
    void findings_are_printed_with_file_and_line(String format) throws IOException {
        var outcome = new TestCli(directory).run("diff", "openapi", "before.yaml", "after.yaml", "--format", format);
        assertEquals("", outcome.err());
        assertEquals(1, outcome.code());
        Golden.assertMatches("diff/openapi-" + format + ".txt", outcome.out());
    }

    @Test
    void a_limit_decides_what_fails() {
        var cli = new TestCli(directory);
        assertEquals(
                0,
                cli.run("diff", "openapi", "before.yaml", "after.yaml", "--fail-on", "none")
                        .code());
        assertEquals(0, cli.run("diff", "openapi", "before.yaml", "before.yaml").code());
    }

    @Test
    void wrong_usage_is_told_from_findings() {
        var cli = new TestCli(directory);
        assertEquals(
                4, cli.run("diff", "openapi", "before.yaml", "missing.yaml").code());
        assertEquals(
                4, cli.run("diff", "openapi", "HEAD:before.yaml", "after.yaml").code());
        var broken = cli.run("diff", "openapi", "before.yaml", "broken.yaml");
        assertEquals(4, broken.code());
        assertTrue(broken.err().contains("broken.yaml"), broken.err());
    }
}
