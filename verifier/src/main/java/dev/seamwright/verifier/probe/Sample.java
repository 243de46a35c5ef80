package dev.seamwright.verifier.probe;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A value for a place that a schema describes.
 *
 * @param kind whether the schema allows it
 * @param what sets it apart from others, for people: {@code /items/0/sku is missing}; empty for a plain example
 */
record Sample(JsonNode value, Kind kind, String what) {
    enum Kind {
        /** Allowed, and nothing special. */
        VALID,
        /** Allowed, and just so. */
        BOUNDARY,
        /** Not allowed. */
        WRONG;

        String word() {
            return switch (this) {
                case VALID -> "valid";
                case BOUNDARY -> "boundary";
                case WRONG -> "wrong";
            };
        }
    }

    boolean isAllowed() {
        return kind != Kind.WRONG;
    }
}
