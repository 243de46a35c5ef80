package dev.seamwright.contracts.openapi;

import java.util.Map;

/** The body of a request, by media range. */
public record RequestBody(Node node, boolean required, Map<String, MediaType> content) {}
