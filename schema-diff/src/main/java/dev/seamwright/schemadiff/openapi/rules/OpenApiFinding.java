package dev.seamwright.schemadiff.openapi.rules;

import dev.seamwright.contracts.openapi.Place;
import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.Change;
import dev.seamwright.schemadiff.openapi.Use;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One cause, where it was edited.
 *
 * @param before where it stood
 * @param after where it stands
 * @param uses where that is used, in the order of the document; those that weigh most first
 * @param changes the facts behind it
 * @param fingerprint names the finding, whatever else stands in the documents and in which order
 * @param judgement what a policy made of it
 * @param dimension who is concerned
 */
public record OpenApiFinding(
        Finding finding,
        Direction direction,
        @Nullable Place before,
        @Nullable Place after,
        List<Use> uses,
        List<Change> changes,
        String fingerprint,
        Judgement judgement,
        Dimension dimension) {
    public OpenApiFinding {
        uses = List.copyOf(uses);
        changes = List.copyOf(changes);
    }

    /** The level that counts: nothing of what was accepted. */
    public Level weight() {
        return judgement.accepted() == null ? finding.level() : Level.SAFE;
    }

    /** The same finding at another level, or accepted. */
    public OpenApiFinding judged(Level level, Judgement by) {
        return new OpenApiFinding(
                new Finding(
                        finding.rule(),
                        level,
                        finding.subject(),
                        finding.message(),
                        finding.remedy(),
                        finding.witness(),
                        finding.place()),
                direction,
                before,
                after,
                uses,
                changes,
                fingerprint,
                by,
                dimension);
    }
}
