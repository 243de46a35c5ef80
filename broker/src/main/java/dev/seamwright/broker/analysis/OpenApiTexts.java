package dev.seamwright.broker.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.problem.BrokerException.Unprocessable;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.verifier.footprint.Consumer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Documents and pacts in a question about OpenAPI. */
final class OpenApiTexts {
    private static final int MOST_CONSUMERS = 1000;

    private OpenApiTexts() {}

    /** The document that a member of the question holds. */
    static OpenApiDocument document(ObjectNode body, String member) {
        var bytes = utf8(body, member, "");
        return judged("The document " + member, () -> OpenApiDocument.parse(bytes));
    }

    /** The consumers of the question; none when it has no such member. */
    static List<Consumer> consumers(ObjectNode body) {
        var list = body.path("consumers");
        if (list.isMissingNode()) {
            return List.of();
        }
        if (!list.isArray() || list.size() > MOST_CONSUMERS) {
            throw new InvalidInput("/consumers", "Must be an array of at most %d consumers.".formatted(MOST_CONSUMERS));
        }
        var consumers = new ArrayList<Consumer>();
        for (var i = 0; i < list.size(); i++) {
            consumers.add(consumer(list.get(i), "/consumers/" + i));
        }
        return consumers;
    }

    private static Consumer consumer(JsonNode json, String place) {
        if (!json.isObject()) {
            throw new InvalidInput(place, "Must be an object.");
        }
        var bytes = utf8(json, "pact", place);
        var pact = judged("The pact at " + place, () -> Pact.parse(bytes));
        var environments = new ArrayList<String>();
        if (json.has("environments") && !json.path("environments").isArray()) {
            throw new InvalidInput(place + "/environments", "Must be an array of strings.");
        }
        for (var environment : json.path("environments")) {
            if (!environment.isTextual()) {
                throw new InvalidInput(place + "/environments", "Must be an array of strings.");
            }
            environments.add(environment.textValue());
        }
        var name = optional(json, "consumer", place);
        return new Consumer(
                name.isEmpty() ? pact.consumerName().orElse("consumer") : name,
                optional(json, "version", place),
                environments,
                pact);
    }

    private static String optional(JsonNode json, String member, String place) {
        var value = json.path(member);
        if (!value.isMissingNode() && !value.isTextual()) {
            throw new InvalidInput("%s/%s".formatted(place, member), "Must be a string.");
        }
        return value.asText("");
    }

    private static byte[] utf8(JsonNode object, String member, String place) {
        var text = object.path(member);
        if (!text.isTextual()) {
            throw new InvalidInput("%s/%s".formatted(place, member), "Must be a string.");
        }
        return text.textValue().getBytes(StandardCharsets.UTF_8);
    }

    /** What is no document or no pact is no mistake of the question itself. */
    static <T> T judged(String what, Supplier<T> judge) {
        try {
            return judge.get();
        } catch (InvalidInput refused) {
            throw new Unprocessable("%s: %s".formatted(what, refused.getMessage()));
        }
    }
}
