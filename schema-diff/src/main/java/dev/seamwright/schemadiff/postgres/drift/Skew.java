package dev.seamwright.schemadiff.postgres.drift;

import dev.seamwright.contracts.Sha256;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How databases that should have the same schema stand to one another, and to what was recorded.
 *
 * @param variants the schemas that they have, the one of most databases first
 * @param standings of every database, by its name
 * @param expected the version that all should be at; empty when none is recorded
 * @param disregarded what was left out of the comparison
 * @param effort what it took
 */
public record Skew(
        List<Variant> variants,
        SortedMap<String, Standing> standings,
        Optional<String> expected,
        List<Disregarded> disregarded,
        Effort effort) {
    public Skew {
        variants = List.copyOf(variants);
        standings = Collections.unmodifiableSortedMap(new TreeMap<>(standings));
        disregarded = List.copyOf(disregarded);
    }

    /**
     * A schema that some of the databases have.
     *
     * @param members their names, sorted
     */
    public record Variant(Sha256 hash, List<String> members) {
        public Variant {
            members = List.copyOf(members);
        }
    }

    /**
     * How much work it was.
     *
     * @param hashed databases that were read for the hash of all they have: one of those that are copies of one another
     * @param captured databases that were read in full: one for each schema
     * @param compared pairs of schemas that were compared fact by fact
     */
    public record Effort(int hashed, int captured, int compared) {}

    /** The schema of more than half of the databases that could be read. */
    public Optional<Variant> majority() {
        int all =
                variants.stream().mapToInt(variant -> variant.members().size()).sum();
        return variants.stream()
                .filter(variant -> 2 * variant.members().size() > all)
                .findFirst();
    }

    /** Whether every database was seen whole, all have one schema, and it is the expected one. */
    public boolean inSync() {
        return variants.size() <= 1
                && standings.values().stream().allMatch(standing -> switch (standing) {
                    case Standing.AtVersion at -> at.behind() == 0;
                    case Standing.Majority _ -> expected.isEmpty();
                    case Standing.Diverged _, Standing.Unknown _ -> false;
                });
    }

    /** Whether two databases differ for sure, or one from the expected version. */
    public boolean skewed() {
        return variants.size() > 1
                || standings.values().stream().anyMatch(standing -> switch (standing) {
                    case Standing.AtVersion at -> at.behind() != 0;
                    case Standing.Diverged _ -> true;
                    case Standing.Majority _ -> expected.isPresent();
                    case Standing.Unknown _ -> false;
                });
    }
}
