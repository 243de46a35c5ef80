package dev.seamwright.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * The everyday commands, against answers made up here. The distribution runs it once with {@code -XX:AOTCacheOutput} and the path of
 * an empty directory: what is loaded here is loaded and linked already when a command starts (JEP 514).
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
            for (var command : List.of(
                    "--version",
                    "--help",
                    "can-i-deploy --help",
                    "can-i-deploy -a web -e 1 --to-environment test --broker " + broker)) {
                out.println(command + " -> " + Main.run(surroundings, command.split(" ", -1)));
            }
        } finally {
            server.stop(0);
        }
    }
}
