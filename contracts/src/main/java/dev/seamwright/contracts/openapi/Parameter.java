package dev.seamwright.contracts.openapi;

import java.util.Map;
import java.util.Optional;

/**
 * A parameter with all that decides how it travels; what is not written down has its default.
 *
 * @param explode whether the values of an array, or the members of an object, stand as parameters of their own
 * @param schema empty if there is {@code content}, or if anything is allowed
 */
public record Parameter(
        Node node,
        String name,
        In in,
        boolean required,
        boolean deprecated,
        boolean allowEmptyValue,
        boolean allowReserved,
        Style style,
        boolean explode,
        Optional<Schema> schema,
        Map<String, MediaType> content) {
    /** Where it travels. */
    public enum In {
        PATH,
        QUERY,
        /** The whole query as one value (3.2). */
        QUERYSTRING,
        HEADER,
        COOKIE
    }

    /** How values are put in a row. */
    public enum Style {
        MATRIX,
        LABEL,
        SIMPLE,
        FORM,
        SPACE_DELIMITED,
        PIPE_DELIMITED,
        /** 2.0's {@code tsv}. */
        TAB_DELIMITED,
        DEEP_OBJECT,
        /** 3.2. */
        COOKIE
    }
}
