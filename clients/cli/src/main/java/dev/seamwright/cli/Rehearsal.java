package dev.seamwright.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * The everyday commands, against answers made up here. The distribution runs it once with {@code -XX:AOTCacheOutput} and the path of
 * an empty directory: what is loaded here is loaded and linked already when a command starts (JEP 514). With {@code replay} besides, it is
 * those that replay pacts, which have a class path of their own.
 */
final class Rehearsal {
    private static final byte[] ANSWER = """
            {"summary": {"deployable": true, "reason": "There are no missing dependencies", "success": 1, "failed": 0, "unknown": 0},
             "notices": [{"type": "success", "text": "All required verification results are published and successful"}],
             "matrix": [{"consumer": {"name": "web", "version": {"number": "1"}},
                         "provider": {"name": "api", "version": {"number": "2"}},
                         "pact": {"createdAt": "2026-01-01T00:00:00+00:00"},
                         "verificationResult": {"success": true, "verifiedAt": "2026-01-01T00:00:00+00:00"}}]}
            """.getBytes(StandardCharsets.UTF_8);

    private static final String PACT = """
            {"consumer": {"name": "web"}, "provider": {"name": "api"}, "metadata": {"pactSpecification": {"version": "%s"}},
             "interactions": [
               {"description": "a verdict", "providerStates": [{"name": "there is one"}],
                "request": {"method": "GET", "path": "/matrix", "query": {"q": ["1"]}, "headers": {"Accept": "application/json"}},
                "response": {"status": 200, "headers": {"Content-Type": "application/hal+json"},
                  "body": {"summary": {"deployable": false, "reason": "x"}},
                  "matchingRules": {"body": {"$.summary.reason": {"matchers": [{"match": "type"}]}}}}}]}
            """;

    private Rehearsal() {}

    public static void main(String[] args) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().add("Content-Type", "application/hal+json");
                exchange.sendResponseHeaders(200, ANSWER.length);
                exchange.getResponseBody().write(ANSWER);
            }
        });
        server.start();
        try {
            var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
            var surroundings =
                    new Surroundings(Map.of(), Path.of(args[0]), System.in, out, out, Clock.systemUTC(), Thread::sleep);
            var broker = "http://127.0.0.1:" + server.getAddress().getPort();
            for (var command : args.length > 1 ? replays(Path.of(args[0]), broker) : questions(broker)) {
                out.println(command + " -> " + Main.run(surroundings, command.split(" ", -1)));
            }
        } finally {
            server.stop(0);
        }
    }

    private static List<String> questions(String broker) {
        return List.of(
                "--version",
                "--help",
                "can-i-deploy --help",
                "can-i-deploy -a web -e 1 --to-environment test --broker " + broker);
    }

    private static List<String> replays(Path directory, String provider) throws IOException {
        Files.writeString(directory.resolve("3.json"), PACT.formatted("3.0.0"));
        Files.writeString(directory.resolve("2.json"), PACT.formatted("2.0.0"));
        var verify = "verify --state-url %s --base-url %s --pact ".formatted(provider, provider);
        return List.of("verify --help", "worker --help", verify + "3.json", verify + "2.json -o junit");
    }
}
