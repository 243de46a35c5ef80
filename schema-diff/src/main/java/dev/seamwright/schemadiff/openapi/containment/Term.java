package dev.seamwright.schemadiff.openapi.containment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.openapi.Schema;
import java.util.Set;

/** A set of values that questions are about. */
sealed interface Term {
    /** What a schema allows. */
    record Described(Schema schema) implements Term {}

    /** One value. */
    record Exactly(JsonNode value) implements Term {}

    /** Texts in which a pattern is found. */
    record Matching(String pattern) implements Term {}

    /** What a schema allows, and an object whose discriminator has one of these names. */
    record Named(Schema schema, String property, Set<String> names) implements Term {}
}
