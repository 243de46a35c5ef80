package dev.seamwright.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.cli.testing.Golden;
import dev.seamwright.cli.testing.TestCli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    @Test
    void the_document_may_come_from_standard_input_or_git() throws Exception {
        var text = Files.readString(directory.resolve("openapi.yaml"));
        var piped = new TestCli(directory)
                .withInput(text)
                .run("cross-check", "--pact", "pact.json", "--openapi", "-", "-o", "github");
        assertEquals(1, piped.code(), piped.err());
        assertTrue(piped.out().contains("file=stdin,line="), piped.out());
        for (var command : List.of(
                List.of("git", "init", "--quiet"),
                List.of("git", "add", "openapi.yaml"),
                List.of("git", "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "shop"))) {
            assertEquals(
                    0,
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .start()
                            .waitFor());
        }
        Files.delete(directory.resolve("openapi.yaml"));
        var recorded = new TestCli(directory)
                .run("cross-check", "--pact", "pact.json", "--openapi", "HEAD:openapi.yaml", "-o", "github");
        assertEquals(1, recorded.code(), recorded.err());
        assertTrue(recorded.out().contains("file=openapi.yaml,line="), recorded.out());
    }

    @Test
    void many_interactions_are_announced() throws IOException {
        var one = """
                {"description": "orders %d", "request": {"method": "GET", "path": "/orders"}, "response": {"status": 200}}""";
        var many = IntStream.range(0, 200).mapToObj(one::formatted).collect(Collectors.joining(",\n"));
        Files.writeString(directory.resolve("pact.json"), """
                {"consumer": {"name": "web"}, "provider": {"name": "orders"}, "interactions": [%s]}""".formatted(many));
        var outcome = new TestCli(directory).run("cross-check", "--pact", "pact.json", "--openapi", "openapi.yaml");
        assertEquals(0, outcome.code(), outcome.out());
        assertEquals("Holding the pact of web with 200 interactions against the document…\n", outcome.err());
    }
}
