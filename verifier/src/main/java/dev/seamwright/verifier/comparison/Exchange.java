package dev.seamwright.verifier.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.pact.Interaction;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One HTTP interaction of a pact, whatever version of the specification it is written in. */
record Exchange(
        Interaction interaction,
        boolean pending,
        String method,
        String path,
        Map<String, List<String>> query,
        int status,
        Side request,
        Side response) {
    /**
     * A request or a response.
     *
     * @param pointer where it stands in the pact
     * @param headers by their names in lower case
     * @param body null if nothing is said of it
     * @param bodyPointer where the body stands in the pact
     */
    record Side(
            String pointer,
            Map<String, List<String>> headers,
            @Nullable JsonNode body,
            String bodyPointer,
            Optional<String> contentType,
            MatchingRules rules) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)))
                    .map(values -> String.join(", ", values));
        }
    }

    /** Empty if the interaction is none over HTTP. */
    static Optional<Exchange> of(Interaction interaction, JsonNode json) {
        if (!interaction.type().equals("Synchronous/HTTP")
                || interaction.pointer().startsWith("/messages/")
                || !json.path("request").isObject()) {
            return Optional.empty();
        }
        var request = json.path("request");
        var response = json.path("response");
        var four = json.has("type");
        return Optional.of(new Exchange(
                interaction,
                json.path("pending").asBoolean(false),
                request.path("method").asText("GET").toUpperCase(Locale.ROOT),
                request.path("path").asText("/"),
                query(request.path("query")),
                response.path("status").asInt(200),
                side(request, interaction.pointer() + "/request", four),
                side(response, interaction.pointer() + "/response", four)));
    }

    private static Side side(JsonNode json, String pointer, boolean four) {
        var headers = new LinkedHashMap<String, List<String>>();
        json.path("headers")
                .properties()
                .forEach(member -> headers.put(member.getKey().toLowerCase(Locale.ROOT), texts(member.getValue())));
        var declared = Optional.ofNullable(headers.get("content-type"))
                .flatMap(values -> values.stream().findFirst());
        var body = json.get("body");
        var bodyPointer = pointer + "/body";
        if (four && body != null && body.isObject()) {
            declared = declared.or(() ->
                    Optional.ofNullable(json.path("body").path("contentType").textValue()));
            body = decoded(body, declared.orElse(""), bodyPointer);
            bodyPointer += "/content";
        } else if (four) {
            body = null;
        }
        if (body != null && body.isTextual() && MediaTypes.isJson(declared.orElse(""))) {
            body = parsed(body);
        }
        return new Side(pointer, headers, body, bodyPointer, declared, MatchingRules.of(json.path("matchingRules")));
    }

    private static @Nullable JsonNode decoded(JsonNode body, String contentType, String pointer) {
        var content = body.get("content");
        var encoded = body.path("encoded");
        if (content == null || !content.isTextual()) {
            return content;
        }
        if (!encoded.asBoolean(false) && !encoded.asText("").equalsIgnoreCase("base64")) {
            return content;
        }
        try {
            var bytes = Base64.getDecoder().decode(content.textValue());
            var text = new String(bytes, StandardCharsets.UTF_8);
            return Json.mapper().getNodeFactory().textNode(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidInput(pointer, "is no base64, as it says; write the %s as text".formatted(contentType));
        }
    }

    /** JSON that is kept as text is meant as JSON, unless it is none: then it is a text. */
    private static JsonNode parsed(JsonNode text) {
        try {
            var inner = Json.parse(text.textValue().getBytes(StandardCharsets.UTF_8));
            return inner.isContainerNode() ? inner : text;
        } catch (InvalidInput e) {
            return text;
        }
    }

    private static List<String> texts(JsonNode json) {
        var texts = new ArrayList<String>();
        if (json.isArray()) {
            json.forEach(item -> texts.add(item.asText()));
        } else if (!json.isNull()) {
            texts.add(json.asText());
        }
        return List.copyOf(texts);
    }

    private static Map<String, List<String>> query(JsonNode json) {
        var query = new LinkedHashMap<String, List<String>>();
        if (json.isObject()) {
            json.properties().forEach(member -> query.put(member.getKey(), texts(member.getValue())));
        } else if (!json.asText("").isEmpty()) {
            for (var pair : json.asText().split("&", -1)) {
                var equals = pair.indexOf('=');
                var name = equals < 0 ? pair : pair.substring(0, equals);
                if (!name.isEmpty()) {
                    query.computeIfAbsent(unescaped(name), any -> new ArrayList<>())
                            .add(equals < 0 ? "" : unescaped(pair.substring(equals + 1)));
                }
            }
        }
        return query;
    }

    static String unescaped(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a stray percent sign stands for itself
        }
    }
}
