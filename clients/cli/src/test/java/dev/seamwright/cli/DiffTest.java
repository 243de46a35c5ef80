package dev.seamwright.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.cli.testing.Golden;
import dev.seamwright.cli.testing.TestCli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    private static final String PACT = """
            {"consumer": {"name": "web"}, "provider": {"name": "orders"}, "interactions": [
              {"description": "all orders", "request": {"method": "GET", "path": "/orders"},
               "response": {"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"count": 1, "note": "x"},
                 "matchingRules": {"body": {"$.count": {"matchers": [{"match": "integer"}]}}}}}]}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "markdown", "sarif", "junit", "github"})
    void findings_say_whom_they_hit(String format) throws IOException {
        Files.writeString(directory.resolve("web.json"), PACT);
        var outcome = new TestCli(directory)
                .run("diff", "openapi", "before.yaml", "after.yaml", "--pact", "web.json", "-o", format);
        assertEquals("", outcome.err());
        assertEquals(1, outcome.code());
        Golden.assertMatches("diff/openapi-consumers-" + format + ".txt", outcome.out());
    }

    @Test
    void the_gate_decides_whose_failing_counts() throws IOException {
        Files.writeString(directory.resolve("web.json"), PACT.replace(", \"note\": \"x\"", ""));
        var cli = new TestCli(directory);
        assertEquals(
                1,
                cli.run("diff", "openapi", "before.yaml", "after.yaml", "--pact", "web.json")
                        .code());
        var deployed =
                cli.run("diff", "openapi", "before.yaml", "after.yaml", "--pact", "web.json", "--gate", "deployed");
        assertEquals(0, deployed.code(), deployed.out());
        assertTrue(
                deployed.out().endsWith("For anyone: breaking. For the 1 deployed of 1 known consumers: safe.\n"),
                deployed.out());
        Files.writeString(directory.resolve("web.json"), PACT);
        assertEquals(
                1,
                cli.run("diff", "openapi", "before.yaml", "after.yaml", "--pact", ".", "--gate", "deployed")
                        .code());
        var nobody = cli.run("diff", "openapi", "before.yaml", "after.yaml", "--gate", "deployed");
        assertEquals(4, nobody.code());
        assertTrue(nobody.err().contains("--pact"), nobody.err());
    }

    @Test
    void a_document_may_come_from_standard_input() throws IOException {
        var after = Files.readString(directory.resolve("after.yaml"));
        var outcome =
                new TestCli(directory).withInput(after).run("diff", "openapi", "before.yaml", "-", "-o", "github");
        assertEquals(1, outcome.code(), outcome.err());
        assertTrue(outcome.out().contains("file=stdin,line="), outcome.out());
        assertEquals(4, new TestCli(directory).run("diff", "openapi", "-", "-").code());
    }

    @Test
    void a_document_may_come_from_a_revision_in_git() throws Exception {
        git("init", "--quiet");
        git("add", "before.yaml");
        git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "-m", "orders");
        Files.writeString(directory.resolve("before.yaml"), Files.readString(directory.resolve("after.yaml")));
        var outcome = new TestCli(directory).run("diff", "openapi", "HEAD:before.yaml", "before.yaml", "-o", "github");
        assertEquals(1, outcome.code(), outcome.err());
        assertTrue(outcome.out().contains("file=before.yaml,line="), outcome.out());
        var unknown = new TestCli(directory).run("diff", "openapi", "v9:before.yaml", "before.yaml");
        assertEquals(4, unknown.code());
        assertTrue(unknown.err().contains("git does not know v9:before.yaml"), unknown.err());
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

    @Test
    void what_takes_long_says_what_it_does() throws IOException {
        var big = new StringBuilder(ORDERS);
        for (var i = 0; i < 300; i++) {
            big.append("  /more/%d:\n    get: { responses: { \"200\": { description: \"%s\" } } }\n"
                    .formatted(i, "x".repeat(4000)));
        }
        Files.writeString(directory.resolve("big.yaml"), big);
        var outcome = new TestCli(directory).run("diff", "openapi", "big.yaml", "big.yaml");
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals("""
                Reading big.yaml (1.2 MB)…
                Reading big.yaml (1.2 MB)…
                Comparing 301 operations…
                """, outcome.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "markdown", "sarif", "junit"})
    void a_policy_decides_what_counts(String format) throws IOException {
        Files.writeString(directory.resolve("policy.yaml"), """
                severity:
                  response-property-removed: safe
                accepted:
                  - fingerprint: "1111e00e77821267"
                    reason: nobody asks for closed orders
                    owner: team-orders
                    expires: "2027-01-31"
                """);
        var outcome = new TestCli(directory)
                .run("diff", "openapi", "before.yaml", "after.yaml", "--policy", "policy.yaml", "-o", format);
        assertEquals("", outcome.err());
        assertEquals(0, outcome.code(), outcome.out());
        Golden.assertMatches("diff/openapi-policy-" + format + ".txt", outcome.out());
    }

    @Test
    void a_policy_that_is_not_understood_is_refused_with_its_place() throws IOException {
        Files.writeString(directory.resolve("policy.yaml"), "severity:\n  enum-narrowed: safe\n");
        var outcome =
                new TestCli(directory).run("diff", "openapi", "before.yaml", "after.yaml", "--policy", "policy.yaml");
        assertEquals(4, outcome.code());
        assertTrue(outcome.err().startsWith("policy.yaml: /severity/enum-narrowed: line 2, column "), outcome.err());
    }

    @Test
    void what_generators_of_code_see_counts_where_it_is_asked_for() throws IOException {
        Files.writeString(directory.resolve("ids.yaml"), ORDERS.replace("get:", "get:\n      operationId: orders"));
        var cli = new TestCli(directory);
        assertEquals(0, cli.run("diff", "openapi", "before.yaml", "ids.yaml").code());
        var both = cli.run("diff", "openapi", "before.yaml", "ids.yaml", "--dimension", "wire,codegen", "-o", "github");
        assertEquals(1, both.code(), both.err());
        assertTrue(both.out().contains("operation-id-changed"), both.out());
        assertEquals(
                1,
                cli.run("diff", "openapi", "before.yaml", "ids.yaml", "--dimension", "codegen")
                        .code());
    }
}
