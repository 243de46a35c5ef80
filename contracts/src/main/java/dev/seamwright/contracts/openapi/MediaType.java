package dev.seamwright.contracts.openapi;

import java.util.Map;
import java.util.Optional;

/**
 * A body in one format.
 *
 * @param range as written: {@code application/json}, {@code text/*}
 * @param schema empty if anything is allowed
 * @param itemSchema of each item of a stream (3.2)
 * @param encoding of the parts of a form, by property
 */
public record MediaType(
        Node node, String range, Optional<Schema> schema, Optional<Schema> itemSchema, Map<String, Encoding> encoding) {
    /** How a property of a form travels. */
    public record Encoding(
            Node node,
            Optional<String> contentType,
            Map<String, Header> headers,
            Optional<Parameter.Style> style,
            Optional<Boolean> explode,
            boolean allowReserved) {}
}
