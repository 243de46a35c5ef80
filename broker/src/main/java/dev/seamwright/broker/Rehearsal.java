package dev.seamwright.broker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * One start, the everyday requests, and one stop, on a database that is thrown away. The distribution runs it once with
 * {@code -XX:AOTCacheOutput} and the path of a new directory: what is loaded here is loaded and linked already when the broker starts (JEP 514).
 */
final class Rehearsal {
    private static final String PACT = """
            {"consumer": {"name": "rehearsal-web"}, "provider": {"name": "rehearsal-api"},
             "interactions": [{"description": "a greeting", "request": {"method": "GET", "path": "/hello"},
                               "response": {"status": 200, "body": {"text": "hello"}}}],
             "metadata": {"pactSpecification": {"version": "2.0.0"}}}
            """;

    private Rehearsal() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        new Main(Map.of(), System.out, System.err).run("config", "--data-dir", args[0]);
        // twice, because the first start creates and migrates, which the later ones do not
        for (var start = 0; start < 2; start++) {
            try (var broker = Broker.start(BrokerConfig.local(Path.of(args[0]), 0), Clock.systemUTC());
                    var client = HttpClient.newHttpClient()) {
                perform(client, URI.create("http://127.0.0.1:" + broker.port()));
            }
        }
    }

    private static void perform(HttpClient client, URI broker) throws IOException, InterruptedException {
        var content = Base64.getEncoder().encodeToString(PACT.getBytes(StandardCharsets.UTF_8));
        var publication = """
                {"pacticipantName": "rehearsal-web", "pacticipantVersionNumber": "1", "branch": "main", "tags": ["main"],
                 "contracts": [{"consumerName": "rehearsal-web", "providerName": "rehearsal-api", "specification": "pact",
                                "contentType": "application/json", "content": "%s"}]}
                """.formatted(content);
        post(client, broker.resolve("/contracts/publish"), publication);
        for (var path : List.of(
                "/",
                "/livez",
                "/readyz",
                "/metrics",
                "/diagnostic/status/heartbeat",
                "/pacticipants",
                "/pacts/provider/rehearsal-api/consumer/rehearsal-web/latest",
                "/matrix?q[][pacticipant]=rehearsal-web&q[][latest]=true&latestby=cvp&latest=true",
                "/can-i-deploy?pacticipant=rehearsal-web&version=1&to=main",
                "/environments",
                "/api/v1/participants")) {
            send(
                    client,
                    HttpRequest.newBuilder(
                            broker.resolve(path.replace("[", "%5B").replace("]", "%5D"))));
        }
        post(client, broker.resolve("/pacts/provider/rehearsal-api/for-verification"), """
                {"consumerVersionSelectors": [{"mainBranch": true}], "includePendingStatus": true, "providerVersionBranch": "main"}
                """);
    }

    private static void post(HttpClient client, URI address, String json) throws IOException, InterruptedException {
        send(
                client,
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static void send(HttpClient client, HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        System.out.println(answer.statusCode() + " " + answer.uri().getPath());
    }
}
