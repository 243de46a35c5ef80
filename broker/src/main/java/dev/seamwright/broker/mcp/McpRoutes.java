package dev.seamwright.broker.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.problem.BrokerException.Forbidden;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.contracts.InvalidInput;
import io.javalin.http.Context;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The protocol over streamable HTTP, without sessions: a message comes with POST, and its answer is the response. Streams are not offered, so GET is
 * 405.
 */
public final class McpRoutes {
    private static final String PATH = "/mcp";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Protocol protocol;

    public McpRoutes(Tools tools, String version) {
        this.protocol = new Protocol(tools, version);
    }

    public void register(Api api) {
        api.compute(PATH, ctx -> answer(api, ctx));
    }

    private void answer(Api api, Context ctx) {
        checkOrigin(ctx);
        JsonNode message;
        try {
            message = Requests.wholeDocument(ctx);
        } catch (InvalidInput noJson) {
            Answers.json(ctx, 400, Protocol.unreadable(String.valueOf(noJson.getMessage())));
            return;
        }
        var headers = new Protocol.Headers(
                header(ctx, "MCP-Protocol-Version"), header(ctx, "Mcp-Method"), header(ctx, "Mcp-Name"));
        var answer = protocol.answer(message, headers, access(api, ctx, message));
        if (answer.body() == null) {
            ctx.status(answer.status());
        } else {
            Answers.json(ctx, answer.status(), answer.body());
        }
    }

    private static String header(Context ctx, String name) {
        return Optional.ofNullable(ctx.header(name)).orElse("").strip();
    }

    /**
     * A page of another site must not speak to a broker on this machine, also not by a name that leads here (DNS rebinding): what a browser sends
     * says from which page, and that must be one of ours. Agents are no browsers, and send no Origin.
     *
     * @throws Forbidden when the page is another one
     */
    private static void checkOrigin(Context ctx) {
        var origin = ctx.header("Origin");
        if (origin != null && !isOurs(origin, ctx)) {
            throw new Forbidden("Pages of '%s' may not use this: the broker's own address is another one."
                    .formatted(origin.replaceAll("[^\\x21-\\x7e]", "?")));
        }
    }

    private static boolean isOurs(String origin, Context ctx) {
        Links.BaseUrl base = ctx.attribute(Links.BaseUrl.ATTRIBUTE);
        if (base != null && origin.equals(origin(URI.create(base.value())))) {
            return true;
        }
        try {
            var page = URI.create(origin);
            return LOOPBACK.contains(String.valueOf(page.getHost())) && page.getPort() == ctx.port();
        } catch (IllegalArgumentException noUri) {
            return false;
        }
    }

    private static String origin(URI url) {
        return url.getPort() < 0
                ? "%s://%s".formatted(url.getScheme(), url.getHost())
                : "%s://%s:%d".formatted(url.getScheme(), url.getHost(), url.getPort());
    }

    private static Call.Access access(Api api, Context ctx, JsonNode message) {
        return new Call.Access() {
            @Override
            public <T> T read(Function<Tx, T> work) {
                return api.inRead(ctx, work);
            }

            @Override
            public <T> T write(Function<Tx, T> work) {
                return api.inWrite(ctx, Scope.PUBLISH, work);
            }

            @Override
            public Agent agent() {
                var client = message.path("params").path(Protocol.META).path(Protocol.META_CLIENT);
                var name = client.path("name").asText(header(ctx, "Seamwright-Agent"));
                return new Agent(
                        name.isEmpty()
                                ? header(ctx, "User-Agent")
                                : name + " " + client.path("version").asText(""),
                        header(ctx, "Seamwright-On-Behalf-Of"));
            }

            @Override
            public String baseUrl() {
                return Links.of(ctx).base();
            }
        };
    }
}
