package dev.seamwright.broker.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.CommandLine;
import dev.seamwright.broker.testing.Shop;
import dev.seamwright.broker.testing.TestBroker;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One question, asked by every way. */
class SameAnswerTest {
    private static final String QUESTION = "What breaks if I drop orders.discount?";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void the_api_the_command_line_and_agents_by_both_transports_get_the_same_words() {
        try (var broker = TestBroker.start()) {
            Shop.open(ApiClient.of(broker));
            var answer = ApiClient.of(broker)
                    .post("/impact", "{\"question\":\"%s\"}".formatted(QUESTION))
                    .json()
                    .path("text")
                    .asText();
            assertTrue(answer.startsWith("Yes, this breaks consumers: it hits 2 of 3 known consumers.\n"), answer);

            var cli = new CommandLine(broker, directory).run(List.of("impact", QUESTION));
            assertEquals(1, cli.code(), cli.err());
            assertEquals(answer, cli.out());
            var markdown = new CommandLine(broker, directory).run(List.of("impact", QUESTION, "-o", "markdown"));
            assertTrue(markdown.out().contains("```text\n" + answer + "```\n"), markdown.out());

            var http = HttpClientStreamableHttpTransport.builder(broker.url())
                    .endpoint("/mcp")
                    .build();
            var byHttp = ask(http);
            assertTrue(byHttp.contains(answer), byHttp);
            assertEquals(withoutTime(byHttp), withoutTime(ask(stdio(broker))));
        }
    }

    private StdioClientTransport stdio(TestBroker broker) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new StdioClientTransport(
                ServerParameters.builder(java)
                        .args("-cp", System.getProperty("java.class.path"), "dev.seamwright.cli.Main", "mcp")
                        .addEnvVar("SEAMWRIGHT_BROKER_URL", broker.url())
                        .build(),
                McpJsonDefaults.getMapper());
    }

    private static String ask(McpClientTransport transport) {
        try (var client = McpClient.sync(transport)
                .clientInfo(Implementation.builder("test-agent", "1.2").build())
                .initializationTimeout(Duration.ofSeconds(60))
                .requestTimeout(Duration.ofSeconds(60))
                .build()) {
            client.initialize();
            assertEquals(
                    "impact_of_change", client.listTools().tools().getFirst().name());
            var result = client.callTool(CallToolRequest.builder("impact_of_change")
                    .arguments(Map.of("question", QUESTION))
                    .build());
            var text = ((TextContent) result.content().getFirst()).text();
            assertFalse(Boolean.TRUE.equals(result.isError()), text);
            return text;
        }
    }

    private static String withoutTime(String text) {
        return text.replaceFirst("As of \\S+", "As of T");
    }
}
