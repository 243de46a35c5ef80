package dev.seamwright.broker.clients;

import com.sun.net.httpserver.HttpServer;
import dev.seamwright.broker.clients.Command.Result;
import dev.seamwright.broker.testing.CommandLine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code seamwright verify} is held against what the libraries of Pact do. */
class SeamwrightClientTest extends LibraryClientTest {
    SeamwrightClientTest() {
        super("seamwright-api", "Seamwright");
    }

    @Override
    Result verify(String version, String knows) {
        var server = provider(knows);
        try {
            var words = List.of(
                    "verify",
                    "--provider",
                    "seamwright-api",
                    "--base-url",
                    "http://127.0.0.1:" + server.getAddress().getPort(),
                    "--selector",
                    "{\"mainBranch\": true}",
                    "--selector",
                    "{\"deployedOrReleased\": true}",
                    "--enable-pending",
                    "--include-wip-pacts-since",
                    "2020-01-01",
                    "--publish",
                    "--provider-version",
                    version,
                    "--branch",
                    "main");
            var outcome = new CommandLine(broker, directory).run(words);
            return new Result(String.join(" ", words), outcome.code(), outcome.out() + outcome.err());
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer provider(String knows) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                var isKnown = exchange.getRequestURI().getPath().matches(knows);
                var bytes = (isKnown ? "{\"id\": 1, \"state\": \"paid\"}" : "{\"error\": \"no such path\"}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(isKnown ? 200 : 404, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
