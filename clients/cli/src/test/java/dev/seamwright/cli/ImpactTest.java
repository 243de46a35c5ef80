package dev.seamwright.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.cli.testing.StubBroker;
import dev.seamwright.cli.testing.TestCli;
import dev.seamwright.contracts.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImpactTest {
    private static final String PATH = "POST /api/v1/impact";

    @TempDir
    private Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private StubBroker broker;

    @BeforeEach
    void start() throws IOException {
        broker = new StubBroker();
        answers("yes");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void answers(String breaks) {
        broker.on(PATH, 200, """
                {"breaks":"%s","asOf":"2026-11-26T10:00:00Z","text":"Yes.\\n  a ``` fence\\n"}""".formatted(breaks));
    }

    private TestCli cli() {
        return new TestCli(directory).with("SEAMWRIGHT_BROKER_URL", broker.url());
    }

    private String sent() {
        return broker.requests().getLast().body();
    }

    @ParameterizedTest
    @CsvSource({"no, 0", "yes, 1", "possibly, 2", "unknown, 2"})
    void the_exit_code_is_the_answer_and_the_text_is_the_brokers_own(String breaks, int code) {
        answers(breaks);
        var outcome = cli().run("impact", "drop orders.discount");
        assertEquals(code, outcome.code(), outcome.err());
        assertEquals("Yes.\n  a ``` fence\n", outcome.out());
        assertEquals("{\"question\":\"drop orders.discount\"}", sent());
    }

    @Test
    void sql_is_told_from_a_sentence() {
        cli().run("impact", "--database", "orders-db", "alter table orders drop column discount");
        assertEquals("{\"participant\":\"orders-db\",\"ddl\":\"alter table orders drop column discount\"}", sent());
    }

    @Test
    void a_change_comes_from_a_file_or_from_standard_input() throws IOException {
        Files.writeString(directory.resolve("patch.json"), "[{\"op\":\"remove\",\"path\":\"/paths\"}]");
        cli().run("impact", "--provider", "orders", "--json-patch", "patch.json");
        assertEquals("{\"participant\":\"orders\",\"jsonPatch\":[{\"op\":\"remove\",\"path\":\"/paths\"}]}", sent());
        cli().withInput("--- a/x\n").run("impact", "--provider", "orders", "--diff", "-");
        assertEquals("{\"participant\":\"orders\",\"diff\":\"--- a/x\\n\"}", sent());
        var missing = cli().run("impact", "--ddl", "nowhere.sql");
        assertEquals(4, missing.code());
        assertTrue(missing.err().contains("there is no such file"), missing.err());
    }

    @Test
    void no_text_ends_the_fence_of_markdown() {
        var outcome = cli().run("impact", "drop orders.discount", "-o", "markdown");
        assertEquals(
                "### Impact: breaks yes\n\n````text\nYes.\n  a ``` fence\n````\n\nAs of 2026-11-26T10:00:00Z.\n",
                outcome.out());
        assertTrue(
                cli().run("impact", "drop orders.discount", "-o", "json").out().contains("\"breaks\" : \"yes\""));
    }

    @Test
    void an_answer_that_is_none_is_no_yes_and_no_no() {
        broker.on(PATH, 200, "{}");
        assertEquals(3, cli().run("impact", "drop orders.discount").code());
        broker.on(PATH, 422, "{\"type\":\"/problems/unprocessable\",\"detail\":\"PostgreSQL refuses it\"}");
        assertEquals(4, cli().run("impact", "drop orders.discount").code());
    }

    @Test
    void agents_messages_are_handed_on_with_what_the_protocol_wants_beside_them() {
        broker.on("POST /mcp", (exchange, request) -> {
            var message = Json.parse(request.body().getBytes(StandardCharsets.UTF_8));
            if (!message.has("id")) {
                StubBroker.answer(exchange, 202, "application/json", "");
                return;
            }
            var headers = exchange.getRequestHeaders();
            StubBroker.answer(
                    exchange,
                    200,
                    "application/json",
                    "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"protocolVersion\":\"2025-11-25\",\"seen\":\"%s %s %s %s %s\"}}"
                            .formatted(
                                    message.path("id"),
                                    headers.getFirst("MCP-Protocol-Version"),
                                    headers.getFirst("Mcp-Method"),
                                    headers.getFirst("Mcp-Name"),
                                    headers.getFirst("Seamwright-Agent"),
                                    headers.getFirst("Seamwright-On-Behalf-Of")));
        });
        var outcome = cli().withInput("""
                        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"clientInfo":{"name":"agent","version":"2"}}}
                        {"jsonrpc":"2.0","method":"notifications/initialized"}

                        nonsense
                        {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"who_uses"}}
                        """).run("mcp", "--on-behalf-of", "Ada");
        assertEquals(0, outcome.code(), outcome.err());
        var lines = outcome.out().lines().sorted().toList();
        assertEquals(3, lines.size(), outcome.out());
        assertTrue(outcome.out().contains("null initialize null agent 2 Ada"), outcome.out());
        assertTrue(outcome.out().contains("2025-11-25 tools/call who_uses agent 2 Ada"), outcome.out());
        assertTrue(outcome.out().contains("-32700"), outcome.out());
    }

    @Test
    void an_agent_is_told_when_there_is_no_broker() {
        broker.on("POST /mcp", 401, "{\"detail\":\"Send an API token\"}");
        var outcome = cli().withInput("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"tools/list\"}\n")
                .run("mcp");
        assertEquals(0, outcome.code());
        var answer = Json.parse(outcome.out().strip().getBytes(StandardCharsets.UTF_8));
        assertEquals("a", answer.path("id").asText());
        assertTrue(answer.at("/error/message").asText().contains("Send an API token"), outcome.out());
    }
}
