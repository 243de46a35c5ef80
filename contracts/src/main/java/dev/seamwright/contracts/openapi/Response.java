package dev.seamwright.contracts.openapi;

import java.util.Map;

/**
 * An answer.
 *
 * @param status {@code 200}, {@code 2XX} in capitals, or {@code default}
 * @param headers by their names in lower case
 * @param links by name, as they stand in the document
 */
public record Response(
        Node node,
        String status,
        Map<String, Header> headers,
        Map<String, MediaType> content,
        Map<String, Node> links) {}
