package dev.seamwright.verifier.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.openapi.Place;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something about an interaction.
 *
 * @param interaction its title
 * @param pactPointer where it stands in the pact (RFC 6901)
 * @param documentPlace where the document says so
 * @param witness what one side writes and the other refuses; null where the example is it
 */
public record CrossCheckFinding(
        Rule rule,
        Level level,
        String interaction,
        String pactPointer,
        Place documentPlace,
        String message,
        @Nullable JsonNode witness) {
    CrossCheckFinding at(Level other) {
        return new CrossCheckFinding(rule, other, interaction, pactPointer, documentPlace, message, witness);
    }

    /** For reports, with the name of the document's file. */
    public Finding toFinding(String file) {
        return new Finding(
                rule,
                level,
                pactPointer,
                "%s: %s".formatted(interaction, message),
                rule.remedy(),
                witness == null ? List.of() : List.of(witness.toString()),
                new Finding.Place(documentPlace.fileOr(file), documentPlace.line()));
    }
}
