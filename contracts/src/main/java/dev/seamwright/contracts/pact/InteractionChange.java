package dev.seamwright.contracts.pact;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What became of an interaction from one pact to another. */
public sealed interface InteractionChange {
    /** The interaction, as the pact has it that is named by the change. */
    Interaction interaction();

    /** The pact after has it, and the one before has not. */
    record Added(Interaction interaction) implements InteractionChange {}

    /** The pact before has it, and the one after has not. */
    record Removed(Interaction interaction) implements InteractionChange {}

    /**
     * Both have it, and it says something else.
     *
     * @param before where it stood
     * @param interaction where it stands
     * @param differences the first of them, 100 at most
     */
    record Changed(Interaction before, Interaction interaction, List<Difference> differences)
            implements InteractionChange {
        public Changed {
            differences = List.copyOf(differences);
        }
    }

    /**
     * A value that differs; missing where there is none.
     *
     * @param pointer within the interaction
     */
    record Difference(String pointer, JsonNode before, JsonNode after) {}

    /** Changed ones first, then removed, then added ones, each in the order of their pact. */
    static List<InteractionChange> between(Pact before, Pact after) {
        var pairs = PactPairs.of(before, after);
        var changes = new ArrayList<InteractionChange>();
        pairs.changed()
                .forEach(pair -> changes.add(new Changed(
                        pair.before(),
                        pair.after(),
                        Differences.between(before.json(pair.before()), after.json(pair.after())))));
        pairs.removed().forEach(interaction -> changes.add(new Removed(interaction)));
        pairs.added().forEach(interaction -> changes.add(new Added(interaction)));
        return List.copyOf(changes);
    }
}
