package dev.seamwright.schemadiff.openapi.containment;

import com.fasterxml.jackson.databind.JsonNode;

/** Whether one set of values lies in another. */
public sealed interface Answer {
    /** Every value of the one is a value of the other: proved. */
    record Contained() implements Answer {}

    /** A value of the one that is no value of the other, as a second validator says too. */
    record NotContained(JsonNode witness) implements Answer {}

    /** It is not known; the reason is a sentence for people. */
    record Undecided(String reason) implements Answer {}
}
