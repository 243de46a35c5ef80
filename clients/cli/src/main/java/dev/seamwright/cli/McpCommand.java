package dev.seamwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.BrokerFailure;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Serves coding agents: it hands their messages on to the broker's /mcp, which has the tools, and its answers back. */
@Command(
        name = "mcp",
        header = "Serve coding agents over stdio (Model Context Protocol).",
        description = {
            "",
            "A coding agent starts this and asks it what breaks if it changes an API or a database, who uses what, and whether it can "
                    + "merge or deploy. The broker answers; only its answers go to standard output. Agents that speak HTTP use the "
                    + "broker's /mcp itself.",
            ""
        },
        defaultValueProvider = McpCommand.Patience.class,
        footerHeading = "%nExample, the configuration of an agent:%n",
        footer = {
            "  {\"mcpServers\": {\"seamwright\": {\"command\": \"seamwright\", \"args\": [\"mcp\"],",
            "     \"env\": {\"SEAMWRIGHT_BROKER_URL\": \"https://broker.example\", \"SEAMWRIGHT_TOKEN_FILE\": \"/run/secrets/seamwright\"}}}}",
            "",
            "Exit codes: 0 the agent closed the connection, 3 could not go on, 4 wrong usage."
        })
final class McpCommand extends BrokerCommand {
    /** Some tools execute a migration before they answer. */
    static final class Patience implements IDefaultValueProvider {
        private static final String SECONDS = "120";

        @Override
        public @Nullable String defaultValue(ArgSpec argument) {
            return argument instanceof OptionSpec option && "--timeout".equals(option.longestName()) ? SECONDS : null;
        }
    }

    private static final int NO_ANSWER = -32000;
    private static final int PARSE_ERROR = -32700;
    private static final String META_VERSION = "io.modelcontextprotocol/protocolVersion";

    @Option(
            names = "--on-behalf-of",
            paramLabel = "NAME",
            description = "The human for whom the agent acts; goes into the broker's audit log with what it changes.")
    private @Nullable String onBehalfOf;

    private final Object output = new Object();
    private volatile String agreed = "";
    private volatile String agent = "";

    McpCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(BrokerClient client) {
        try (var in = new BufferedReader(new InputStreamReader(surroundings().in(), StandardCharsets.UTF_8));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isBlank()) {
                    continue;
                }
                var text = line;
                JsonNode message;
                try {
                    message = Json.parseEnvelope(text.getBytes(StandardCharsets.UTF_8));
                } catch (InvalidInput noJson) {
                    write(error(JsonNodeFactory.instance.nullNode(), PARSE_ERROR, String.valueOf(noJson.getMessage())));
                    continue;
                }
                if (message.path("method").asText().equals("initialize")) {
                    answer(client, message); // what follows rests on it
                } else {
                    threads.execute(() -> answer(client, message));
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return ExitCode.YES;
    }

    private void answer(BrokerClient client, JsonNode message) {
        try {
            var isHandshake = message.path("method").asText().equals("initialize");
            if (isHandshake) {
                var info = message.path("params").path("clientInfo");
                agent = plain("%s %s"
                        .formatted(
                                info.path("name").asText(), info.path("version").asText()));
            }
            var relayed = client.relay("/mcp", Json.write(message), headers(message));
            if (relayed.body().length > 0) {
                if (isHandshake) {
                    agreed = Json.parseEnvelope(relayed.body())
                            .path("result")
                            .path("protocolVersion")
                            .asText();
                }
                write(new String(relayed.body(), StandardCharsets.UTF_8));
            }
        } catch (BrokerFailure | InvalidInput failure) {
            note(String.valueOf(failure.getMessage()));
            if (message.has("id")) {
                write(error(message.path("id"), NO_ANSWER, String.valueOf(failure.getMessage())));
            }
        }
    }

    private Map<String, String> headers(JsonNode message) {
        var headers = new LinkedHashMap<String, String>();
        var method = message.path("method").asText();
        var params = message.path("params");
        var version = params.path("_meta").path(META_VERSION).asText(agreed);
        put(headers, "MCP-Protocol-Version", method.equals("initialize") ? "" : version);
        put(headers, "Mcp-Method", method);
        put(headers, "Mcp-Name", params.path("name").asText());
        put(headers, "Seamwright-Agent", agent);
        put(headers, "Seamwright-On-Behalf-Of", onBehalfOf == null ? "" : onBehalfOf);
        return headers;
    }

    private static void put(Map<String, String> headers, String name, String value) {
        var plain = plain(value);
        if (!plain.isEmpty()) {
            headers.put(name, plain);
        }
    }

    /** What a header may hold. */
    private static String plain(String value) {
        return value.replaceAll("[^\\x20-\\x7e]", "?").strip();
    }

    private static String error(JsonNode id, int code, String message) {
        ObjectNode error = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        error.set("id", id);
        error.putObject("error").put("code", code).put("message", message);
        return error.toString();
    }

    /** One line a message. */
    private void write(String message) {
        synchronized (output) {
            surroundings().out().print(message.replace("\n", " ").replace("\r", " ") + "\n");
            surroundings().out().flush();
        }
    }
}
