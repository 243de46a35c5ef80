package dev.seamwright.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Parts of what brokers answer. */
public final class Answers {
    private Answers() {}

    /** The text of a field; empty when it is absent, null or no scalar. */
    public static String text(JsonNode parent, String field) {
        var value = parent.path(field);
        return value.isNull() ? "" : value.asText("");
    }

    /** The elements of an array; none when there is no array. */
    public static List<JsonNode> elements(JsonNode array) {
        return array.isArray()
                ? StreamSupport.stream(array.spliterator(), false).toList()
                : List.of();
    }

    /** The elements of a collection, which brokers embed under a name, or hold at the top under the same name. */
    public static List<JsonNode> collection(JsonNode resource, String name) {
        var embedded = resource.path("_embedded").path(name);
        return elements(embedded.isArray() ? embedded : resource.path(name));
    }

    /** The address of a link; empty when there is none. */
    public static String link(JsonNode resource, String relation) {
        return text(resource.path("_links").path(relation), "href");
    }

    /**
     * What a broker says of a refusal, in one line: the notices of publishing, the validation errors of old Pact Brokers, or an
     * RFC 9457 problem. Empty when it says nothing that is known here.
     */
    public static String words(JsonNode body) {
        Set<String> words = new LinkedHashSet<>();
        if (body.path("error").isTextual()) {
            words.add(text(body, "error"));
        }
        words.add(text(body.path("error"), "message"));
        if (body.path("errors").isMissingNode() || !body.has("notices")) {
            collect("", body.path("errors"), words);
        }
        for (var notice : elements(body.path("notices"))) {
            words.add(text(notice, "text"));
        }
        words.add(text(body, "detail"));
        words.removeIf(String::isBlank);
        if (words.isEmpty()) {
            words.add(text(body, "title"));
        }
        words.removeIf(String::isBlank);
        return String.join("; ", words);
    }

    private static void collect(String place, JsonNode errors, Set<String> words) {
        if (errors.isTextual()) {
            words.add(place.isEmpty() ? errors.asText() : place + ": " + errors.asText());
        } else if (errors.isArray()) {
            errors.forEach(error -> collect(place, error, words));
        } else if (errors.has("detail")) {
            collect(text(errors, "pointer"), errors.path("detail"), words);
        } else {
            errors.properties()
                    .forEach(field -> collect(
                            place.isEmpty() ? field.getKey() : place + "." + field.getKey(), field.getValue(), words));
        }
    }

    /** Every element of a collection of the Pact Broker API that may come in pages, in the order of the pages. */
    public static List<JsonNode> allPages(BrokerClient broker, String path, String name) {
        return pages(broker, path, page -> collection(page, name), page -> link(page, "next"));
    }

    /** Every item of a list of Seamwright's own API. */
    public static List<JsonNode> allItems(BrokerClient broker, String path) {
        return pages(broker, path, page -> elements(page.path("items")), page -> {
            var cursor = text(page, "next");
            return cursor.isEmpty() ? "" : path + new Query().add("cursor", cursor);
        });
    }

    private static List<JsonNode> pages(
            BrokerClient broker,
            String path,
            Function<JsonNode, List<JsonNode>> elements,
            Function<JsonNode, String> following) {
        var all = new ArrayList<JsonNode>();
        var visited = new HashSet<String>();
        for (var next = path; !next.isEmpty(); ) {
            if (!visited.add(next)) {
                throw new BrokerFailure.Outage(
                        "%s names %s as the next page of itself; the list cannot be read to its end"
                                .formatted(broker.url(), next));
            }
            var page = broker.get(next);
            all.addAll(elements.apply(page));
            next = following.apply(page);
        }
        return List.copyOf(all);
    }
}
