package dev.seamwright.verifier.footprint;

import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.rules.OpenApiFinding;
import dev.seamwright.verifier.footprint.Hit.Certainty;
import java.util.List;

/**
 * Whom a finding hits. Of what is safe, only consumers that fail all the same are told.
 *
 * @param misses the other consumers, each with the reason
 */
public record FindingImpact(OpenApiFinding finding, List<Hit> hits, List<Miss> misses) {
    public FindingImpact {
        hits = List.copyOf(hits);
        misses = List.copyOf(misses);
    }

    /** A consumer that a finding does not hit. */
    public record Miss(Consumer consumer, String why) {}

    /** Whether a consumer is hit that counts at a gate. */
    public boolean hits(Gate gate) {
        return hits.stream()
                .anyMatch(hit -> gate == Gate.ANYONE || hit.consumer().isDeployed());
    }

    /** Whether the finding counts: by its level, or because somebody fails whatever its level is. */
    public boolean counts(Gate gate, boolean weighs) {
        var fails = hits.stream()
                .anyMatch(hit -> hit.certainty() == Certainty.FAILS
                        && (gate == Gate.ANYONE || hit.consumer().isDeployed()));
        return fails || (weighs && (gate == Gate.ANYONE || hits(gate)));
    }

    boolean isJudged() {
        return finding.finding().level() != Level.SAFE;
    }
}
