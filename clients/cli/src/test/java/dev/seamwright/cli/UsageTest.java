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

class UsageTest {
    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("api.yaml"), """
                openapi: 3.1.0
                info: { title: orders, version: "1" }
                paths:
                  /orders:
                    get:
                      parameters:
                        - { name: state, in: query, schema: { type: string } }
                      responses:
                        "200":
                          description: all of them
                          content:
                            application/json:
                              schema: { type: object, properties: { count: { type: integer }, note: { type: string } } }
                    delete: { responses: { "204": { description: gone } } }
                """);
        Files.writeString(directory.resolve("web.json"), """
                {"consumer": {"name": "web"}, "provider": {"name": "orders"}, "interactions": [
                  {"description": "all orders", "request": {"method": "GET", "path": "/orders"},
                   "response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"count": 1}}}]}
                """);
    }

    private TestCli.Outcome run(String... more) {
        var words = new String[6 + more.length];
        System.arraycopy(
                new String[] {"usage", "openapi", "--openapi", "api.yaml", "--pact", "web.json"}, 0, words, 0, 6);
        System.arraycopy(more, 0, words, 6, more.length);
        return new TestCli(directory).run(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json", "markdown"})
    void what_nobody_uses_is_told(String format) throws IOException {
        var outcome = run("-o", format);
        assertEquals("", outcome.err());
        assertEquals(0, outcome.code());
        Golden.assertMatches("usage/unused-" + format + ".txt", outcome.out());
    }

    @Test
    void who_uses_a_part_is_told_and_nobody_is_no() {
        var path = "/paths/~1orders/get/responses/200/content/application~1json/schema/properties/";
        var read = run("--pointer", path + "count");
        assertEquals(0, read.code(), read.err());
        assertTrue(read.out().contains("GET /orders: reads /count"), read.out());
        assertEquals(1, run("--pointer", path + "note").code());
        var nowhere = run("--pointer", path + "nothing");
        assertEquals(4, nowhere.code());
        assertTrue(nowhere.err().contains("leads nowhere"), nowhere.err());
    }
}
