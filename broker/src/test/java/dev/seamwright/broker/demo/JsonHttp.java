package dev.seamwright.broker.demo;

import au.com.dius.pact.consumer.MockServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** The client in the services of the demo. */
final class JsonHttp {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonHttp() {}

    static JsonNode get(MockServer server, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(server.getUrl() + path)));
    }

    static JsonNode post(MockServer server, String path, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(server.getUrl() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return JSON.readTree(
                    client.send(request.build(), BodyHandlers.ofString()).body());
        }
    }
}
