package dev.seamwright.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.cli.testing.StubBroker;
import dev.seamwright.cli.testing.TestCli;
import dev.seamwright.cli.testing.TestCli.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A document that refers to files beside it is bundled before anything else, and places are told in the files that people wrote. */
class SeveralFilesTest {
    private static final String SCHEMAS = """
            Order:
              type: object
              required: [id]
              properties:
                id: { type: string }
                total: { type: number }
            """;

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void write() throws IOException {
        write("api/openapi.yaml", """
                openapi: 3.1.0
                info: { title: orders, version: "1" }
                paths:
                  /orders: { $ref: paths.json }
                """);
        write("api/paths.json", """
                {"get": {"responses": {"200": {"description": "an order",
                  "content": {"application/json": {"schema": {"$ref": "schemas.yaml#/Order"}}}}}}}
                """);
        write("api/schemas.yaml", SCHEMAS);
        write("pact.json", """
                {"consumer": {"name": "web"}, "provider": {"name": "orders"}, "interactions": [
                  {"description": "an order", "request": {"method": "GET", "path": "/orders"},
                   "response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"total": "much"},
                     "matchingRules": {"body": {"$.total": {"matchers": [{"match": "type"}]}}}}}]}
                """);
    }

    private void write(String name, String text) throws IOException {
        var file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Outcome run(String line) {
        return new TestCli(directory).run(line.split(" ", -1));
    }

    @Test
    void a_diff_tells_the_file_and_the_line_of_what_changed() throws IOException {
        write("old/openapi.yaml", Files.readString(directory.resolve("api/openapi.yaml")));
        write("old/paths.json", Files.readString(directory.resolve("api/paths.json")));
        write("old/schemas.yaml", SCHEMAS.replace("total: { type: number }", "total: { type: integer }"));
        var outcome = run("diff openapi old/openapi.yaml api/openapi.yaml -o github");
        assertEquals(1, outcome.code(), outcome.out() + outcome.err());
        assertTrue(outcome.out().contains("file=api/schemas.yaml,line=6"), outcome.out());
        var json = run("diff openapi old/openapi.yaml api/openapi.yaml -o json");
        assertTrue(json.out().contains("\"file\" : \"old/schemas.yaml\""), json.out());
        assertEquals(0, run("diff openapi api/openapi.yaml api/openapi.yaml").code());
    }

    @Test
    void a_cross_check_does_so_too() {
        var outcome = run("cross-check --pact pact.json --openapi api/openapi.yaml");
        assertEquals(1, outcome.code(), outcome.out() + outcome.err());
        assertTrue(outcome.out().contains("api/schemas.yaml:6"), outcome.out());
    }

    @Test
    void what_is_published_is_one_document_and_the_broker_has_nothing_to_fetch() throws IOException {
        try (var broker = new StubBroker()) {
            broker.on(
                    "POST /api/v1/participants/orders/versions/1/contracts",
                    200,
                    "{\"notices\": [{\"text\": \"Line 31, column 9, /components/schemas/Order/properties/total is doubtful.\"}]}");
            var outcome =
                    run("publish-openapi api/openapi.yaml -a orders --version 1 --branch main -b " + broker.url());
            assertEquals(0, outcome.code(), outcome.err());
            assertTrue(outcome.out().contains("1 operations on 1 paths, 1 schemas, in 3 files"), outcome.out());
            assertTrue(
                    outcome.out()
                            .contains("api/schemas.yaml:6:12, /components/schemas/Order/properties/total is doubtful."),
                    outcome.out());
            var sent = broker.requests().getLast().body();
            assertFalse(sent.contains("schemas.yaml"), sent);
            assertTrue(sent.contains("#/components/schemas/Order"), sent);
        }
    }

    @Test
    void files_outside_of_the_directory_are_read_only_when_that_is_allowed() throws IOException {
        write(
                "api/paths.json",
                Files.readString(directory.resolve("api/paths.json")).replace("schemas.yaml", "../shared.yaml"));
        write("shared.yaml", SCHEMAS);
        var refused = run("cross-check --pact pact.json --openapi api/openapi.yaml");
        assertEquals(4, refused.code());
        assertTrue(
                refused.err()
                        .contains(
                                "refers to shared.yaml, which is outside of the document's directory; --allow-outside reads it all the same (api/paths.json:2:"),
                refused.err());
        var allowed = run("cross-check --pact pact.json --openapi api/openapi.yaml --allow-outside");
        assertEquals(1, allowed.code(), allowed.err());
        assertTrue(allowed.out().contains("shared.yaml:6"), allowed.out());
    }

    @Test
    void a_link_does_not_lead_out_either() throws IOException {
        write("secret.yaml", SCHEMAS);
        Files.delete(directory.resolve("api/schemas.yaml"));
        Files.createSymbolicLink(directory.resolve("api/schemas.yaml"), directory.resolve("secret.yaml"));
        var refused = run("diff openapi api/openapi.yaml api/openapi.yaml");
        assertEquals(4, refused.code());
        assertTrue(refused.err().contains("is outside of the document's directory"), refused.err());
    }

    @Test
    void nothing_is_fetched() throws IOException {
        write("api/paths.json", "{\"$ref\": \"https://example.org/paths.json\"}");
        var refused = run("diff openapi api/openapi.yaml api/openapi.yaml");
        assertEquals(4, refused.code());
        assertTrue(
                refused.err()
                        .contains(
                                "refers to https://example.org/paths.json, and nothing is fetched; save that beside the"),
                refused.err());
    }

    @Test
    void from_standard_input_it_is_not_known_where_the_others_are() throws IOException {
        var refused = new TestCli(directory)
                .withInput(Files.readString(directory.resolve("api/openapi.yaml")))
                .run("diff", "openapi", "-", "api/openapi.yaml");
        assertEquals(4, refused.code());
        assertTrue(refused.err().contains("give the document as a file"), refused.err());
    }

    @Test
    void a_revision_in_git_has_the_files_of_its_time() throws Exception {
        git("init", "--quiet");
        git("add", "api");
        git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "-m", "orders");
        write("api/schemas.yaml", SCHEMAS.replace("number", "string"));
        var outcome = run("diff openapi HEAD:api/openapi.yaml api/openapi.yaml -o github");
        assertEquals(1, outcome.code(), outcome.out() + outcome.err());
        assertTrue(outcome.out().contains("file=api/schemas.yaml,line=6"), outcome.out());
    }

    private void git(String... words) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        var git = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, git.waitFor(), said);
    }
}
