package dev.seamwright.broker.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.pact.Pact;

/** Reads published pacts: the names inside must be those of the publication. */
public final class PactDocuments {
    private PactDocuments() {}

    /**
     * The pact; names that the document lacks are filled in.
     *
     * @param pointer where the document stands in the request
     * @throws InvalidInput when it is no pact, or names another consumer or provider
     */
    public static Pact read(ObjectNode document, ParticipantName consumer, ParticipantName provider, String pointer) {
        name(document, "consumer", consumer, pointer);
        name(document, "provider", provider, pointer);
        return Pact.of(document);
    }

    private static void name(ObjectNode document, String side, ParticipantName expected, String pointer) {
        var inside = document.path(side).path("name");
        if (inside.isMissingNode() || inside.isNull()) {
            document.putObject(side).put("name", expected.value());
        } else if (!inside.isTextual() || !inside.textValue().equals(expected.value())) {
            throw new InvalidInput(
                    pointer + "/" + side + "/name",
                    "The %s name in the pact (%s) is not that of the publication ('%s'); use one name."
                            .formatted(side, inside, expected.value()));
        }
    }
}
