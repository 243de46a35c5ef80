package dev.seamwright.schemadiff.openapi.containment;

import com.fasterxml.jackson.databind.JsonNode;

/** Whether there is a value in a set. */
sealed interface Outcome {
    Outcome EMPTY = new Empty();

    /** There is one, which is of no use. */
    Outcome TOO_LARGE = new Unknown("the smallest value that was found is too large to show");

    /** There is none: proved. */
    record Empty() implements Outcome {}

    /**
     * There is this one.
     *
     * @param size how many values stand in it, itself included
     */
    record Found(JsonNode value, int size) implements Outcome {}

    /** It is not known. */
    record Unknown(String reason) implements Outcome {}

    static Outcome found(JsonNode scalar) {
        return new Found(scalar, 1);
    }
}
