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

class CrossCheckTest {
    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("openapi.yaml"), """
                openapi: 3.1.0
                info: {title: shop, version: "1"}
                paths:
                  /orders:
                    get:
                      responses:
                        "200":
                          description: orders
                          content:
                            application/json:
                              schema:
                                type: object
                                properties:
                                  total: {type: number}
                """);
        Files.writeString(directory.resolve("pact.json"), """
                {"consumer": {"name": "web"}, "provider": {"name": "orders"}, "interactions": [
                  {"description": "orders", "request": {"method": "GET", "path": "/orders"},
                   "response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"total": 1},
                     "matchingRules": {"body": {"$.total": {"matchers": [{"match": "number"}]}}}}},
                  {"description": "one", "request": {"method": "GET", "path": "/order"}, "response": {"status": 200}}]}
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "markdown", "sarif", "junit", "github"})
    void findings_are_printed_with_the_line_of_the_document(String format) throws IOException {
        var outcome = new TestCli(directory)
                .run("cross-check", "--pact", "pact.json", "--openapi", "openapi.yaml", "-o", format);
        assertEquals("", outcome.err());
        assertEquals(1, outcome.code());
        Golden.assertMatches("cross-check/" + format + ".txt", outcome.out());
    }

    @Test
    void strength_and_level_decide_what_fails() throws IOException {
        var pact = directory.resolve("pact.json");
        Files.writeString(pact, Files.readString(pact).replace("/order\"", "/orders\""));
        var cli = new TestCli(directory);
        assertEquals(
                0,
                cli.run("cross-check", "--pact", ".", "--openapi", "openapi.yaml")
                        .code());
        assertEquals(
                1,
                cli.run("cross-check", "--pact", ".", "--openapi", "openapi.yaml", "--strict")
                        .code());
        assertEquals(
                1,
                cli.run("cross-check", "--pact", ".", "--openapi", "openapi.yaml", "--fail-on", "risky")
                        .code());
    }

    @Test
    void wrong_usage_is_told_from_findings() throws IOException {
        var cli = new TestCli(directory);
        assertEquals(
                4,
                cli.run("cross-check", "--pact", "pact.json", "--openapi", "missing.yaml")
                        .code());
        Files.writeString(directory.resolve("openapi.yaml"), "openapi: 4.0.0");
        var refused = cli.run("cross-check", "--pact", "pact.json", "--openapi", "openapi.yaml");
        assertEquals(4, refused.code());
        assertTrue(refused.err().contains("version 4.0.0"), refused.err());
    }
}
