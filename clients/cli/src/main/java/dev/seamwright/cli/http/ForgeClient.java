package dev.seamwright.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Speaks JSON with the API of a forge. It follows no redirect, so the token reaches nobody else. */
public final class ForgeClient {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long LARGEST = 8L << 20;

    private final String base;
    private final Map<String, String> headers;

    /** @param base URL that paths are put behind, without a slash at its end */
    public ForgeClient(String base, Map<String, String> headers) {
        this.base = base.replaceAll("/+$", "");
        this.headers = Map.copyOf(headers);
    }

    /** Reads. */
    public JsonNode get(String path) throws ForgeFailure {
        return send(request(path).GET().build());
    }

    /** Sends a comment. */
    public void send(String method, String path, String body) throws ForgeFailure {
        var json = JsonNodeFactory.instance.objectNode().put("body", body);
        send(request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofByteArray(Json.write(json)))
                .build());
    }

    private HttpRequest.Builder request(String path) throws ForgeFailure {
        try {
            var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
            headers.forEach(request::header);
            return request;
        } catch (IllegalArgumentException wrong) {
            throw new ForgeFailure("%s is no address of an API".formatted(base));
        }
    }

    private static JsonNode send(HttpRequest request) throws ForgeFailure {
        HttpResponse<byte[]> response;
        try (var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE)
                .build()) {
            response = client.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
        } catch (IOException failure) {
            throw new ForgeFailure("%s did not answer: %s".formatted(request.uri(), failure));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ForgeFailure("the request to %s was interrupted".formatted(request.uri()));
        }
        var status = response.statusCode();
        if (status == 401 || status == 403 || status == 404) {
            throw new ForgeFailure(
                    "%s answered %d: the token has no permission to comment".formatted(request.uri(), status));
        }
        if (status < 200 || status >= 300) {
            throw new ForgeFailure("%s answered %d".formatted(request.uri(), status));
        }
        try {
            return response.body().length == 0 ? JsonNodeFactory.instance.missingNode() : Json.parse(response.body());
        } catch (InvalidInput _) {
            throw new ForgeFailure("%s answered something that is no JSON".formatted(request.uri()));
        }
    }
}
