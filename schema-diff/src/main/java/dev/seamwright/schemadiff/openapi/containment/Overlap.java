package dev.seamwright.schemadiff.openapi.containment;

import com.fasterxml.jackson.databind.JsonNode;

/** Whether sets of values have a value in common. */
public sealed interface Overlap {
    /** They have none: proved. */
    record Disjoint() implements Overlap {}

    /** They have this one, as a second validator says too. */
    record Common(JsonNode value) implements Overlap {}

    /** It is not known; the reason is a sentence for people. */
    record Undecided(String reason) implements Overlap {}
}
