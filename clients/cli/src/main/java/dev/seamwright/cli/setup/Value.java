package dev.seamwright.cli.setup;

import com.fasterxml.jackson.databind.JsonNode;

/** What a field is to be. */
sealed interface Value {

    /** A value that everybody may see; JSON null for none. */
    record Open(JsonNode json) implements Value {}

    /** A text that came from a variable or a file, and is shown nowhere. */
    record Secret(String text) implements Value {
        @Override
        public String toString() {
            return "(secret)";
        }
    }

    /** What the broker has, whatever that is; it has to be there. */
    record Stored() implements Value {}

    /** A secret that was not looked up: it counts as right where there is one. */
    record NotLookedUp() implements Value {}
}
