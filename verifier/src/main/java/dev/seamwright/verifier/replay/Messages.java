package dev.seamwright.verifier.replay;

import au.com.dius.pact.core.model.v4.MessageContents;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.verifier.replay.LoadedPact.Loaded;
import dev.seamwright.verifier.replay.ProviderHttp.Answer;
import dev.seamwright.verifier.replay.ProviderHttp.Header;
import dev.seamwright.verifier.replay.ProviderHttp.Request;
import java.net.URI;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages from an HTTP endpoint of the provider, as Pact's own message proxies have it: a POST with
 * {@code {"description", "providerStates"}} is answered with the message; its metadata are in {@code Pact-Message-Metadata}, JSON in
 * Base64.
 */
final class Messages {
    private static final String METADATA = "pact-message-metadata";

    private Messages() {}

    /** @param asked what the provider is sent, for a message that is answered; absent: it sends one by itself */
    static Request request(ReplayTarget target, Loaded loaded, @Nullable MessageContents asked) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("description", loaded.description());
        var states = body.putArray("providerStates");
        for (var state : loaded.states()) {
            var json = states.addObject();
            json.put("name", state.name());
            json.set("params", Json.mapper().valueToTree(state.params()));
        }
        if (asked != null) {
            body.set("request", contents(asked));
        }
        var url = target.messageUrl() == null ? target.baseUrl() + "/" : target.messageUrl();
        return new Request(
                "POST", URI.create(url), List.of(new Header("Content-Type", "application/json")), Json.write(body));
    }

    private static ObjectNode contents(MessageContents message) {
        var json = JsonNodeFactory.instance.objectNode();
        var text = message.getContents().valueAsString();
        if (message.getContentType().isJson()) {
            json.set("contents", Json.parse(message.getContents().orEmpty()));
        } else {
            json.put("contents", text);
        }
        json.set("metadata", Json.mapper().valueToTree(message.getMetadata()));
        return json;
    }

    /**
     * What the provider says of its message; nothing when it says nothing.
     *
     * @throws ReplayFailure when the header holds something else
     */
    static Map<String, @Nullable Object> metadata(Answer answer) throws ReplayFailure {
        var header = answer.header(METADATA);
        if (header == null) {
            return Map.of();
        }
        try {
            var json = Json.parse(Base64.getDecoder().decode(header.strip()));
            var metadata = new HashMap<String, @Nullable Object>();
            json.properties()
                    .forEach(member ->
                            metadata.put(member.getKey(), Json.mapper().convertValue(member.getValue(), Object.class)));
            return metadata;
        } catch (IllegalArgumentException | InvalidInput garbage) {
            throw new ReplayFailure(Cause.GARBAGE, "The header Pact-Message-Metadata holds no JSON in Base64", garbage);
        }
    }
}
