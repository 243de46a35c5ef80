package dev.seamwright.contracts.openapi;

import java.util.Map;
import java.util.Optional;

/** A header of a response, or of a part of a form. */
public record Header(
        Node node,
        String name,
        boolean required,
        boolean deprecated,
        boolean explode,
        Optional<Schema> schema,
        Map<String, MediaType> content) {}
