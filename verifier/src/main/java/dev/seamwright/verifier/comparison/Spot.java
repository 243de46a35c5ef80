package dev.seamwright.verifier.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.Schema;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that an interaction sends or reads, and that the document describes.
 *
 * @param name of a parameter or a header; a status or a format as the document writes it; in a body a JSON pointer, with a star for items
 * @param language what the consumer says of the values there: {@code equality}, or its matchers
 * @param example null where the document describes no value
 * @param described the schemas that the document has for it
 * @param accepted the values that the consumer accepts there, or may send; empty where only its example is known
 * @param nodes the places of the document that are about it
 */
public record Spot(
        Part part,
        String name,
        String language,
        @Nullable JsonNode example,
        List<Schema> described,
        Optional<Schema> accepted,
        Set<Node> nodes) {
    /** Where it travels. */
    public enum Part {
        PATH("path parameter"),
        QUERY("query parameter"),
        HEADER("header"),
        COOKIE("cookie"),
        /** The format of the body of a request. */
        REQUEST_TYPE("request format"),
        REQUEST_BODY("request body"),
        STATUS("status"),
        RESPONSE_HEADER("response header"),
        /** The format of the body of a response. */
        RESPONSE_TYPE("response format"),
        RESPONSE_BODY("response body");

        private final String words;

        Part(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }

        /** Whether the provider writes it. */
        public boolean isRead() {
            return compareTo(STATUS) >= 0;
        }
    }

    public Spot {
        described = List.copyOf(described);
        nodes = Set.copyOf(nodes);
    }

    /** {@code sends the query parameter coupon}, {@code reads /items/*}{@code /price}. */
    @Override
    public String toString() {
        var verb = part.isRead() ? "reads" : "sends";
        return switch (part) {
            case REQUEST_BODY, RESPONSE_BODY -> "%s %s".formatted(verb, name.isEmpty() ? "the body" : name);
            case STATUS -> "expects status " + language;
            case REQUEST_TYPE, RESPONSE_TYPE -> "%s %s".formatted(verb, name);
            case PATH, QUERY, HEADER, COOKIE, RESPONSE_HEADER -> "%s the %s %s".formatted(verb, part.words(), name);
        };
    }
}
