package dev.seamwright.schemadiff.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a change does to somebody who keeps to the document before. */
public sealed interface Effect {
    Effect NONE = new None();

    /** Nobody is refused, and nobody gets what was not announced. */
    record None() implements Effect {}

    /**
     * Somebody fails.
     *
     * @param witness the request that is refused now, or the answer that was not announced, in lines
     * @param value what was found to fail, if it is a value of a schema
     */
    record Fails(List<String> witness, @Nullable JsonNode value) implements Effect {
        public Fails {
            witness = List.copyOf(witness);
        }
    }

    /** It is not known; the reason is a sentence for people. */
    record Unknown(String reason) implements Effect {}

    static Effect fails(String... witness) {
        return new Fails(List.of(witness), null);
    }
}
