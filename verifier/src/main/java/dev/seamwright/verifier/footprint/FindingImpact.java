package dev.seamwright.verifier.footprint;

import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.rules.Dimension;
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

    /** How much the finding weighs at a gate: somebody who fails makes it breaking; whom it does not hit, it does not hurt. */
    public Level level(Gate gate) {
        if (finding.judgement().accepted() != null) {
            return Level.SAFE;
        }
        if (finding.dimension() == Dimension.CODEGEN) {
            return finding.finding().level(); // no consumer tells what it generates
        }
        var counting = hits.stream()
                .filter(hit -> gate == Gate.ANYONE || hit.consumer().isDeployed())
                .toList();
        if (counting.stream().anyMatch(hit -> hit.certainty() == Certainty.FAILS)) {
            return Level.BREAKING;
        }
        return gate == Gate.ANYONE || !counting.isEmpty() ? finding.finding().level() : Level.SAFE;
    }
}
