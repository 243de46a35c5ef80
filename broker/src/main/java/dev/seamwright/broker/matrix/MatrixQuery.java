package dev.seamwright.broker.matrix;

import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question to the matrix.
 *
 * @param selectors at least one
 * @param latestBy which rows stand for the others
 * @param success only rows with these results; empty: all. {@code null} inside stands for "no result"
 * @param ignore rows that touch these do not count
 * @param limit rows at most in the answer; the verdict rests on all of them
 */
public record MatrixQuery(
        List<Selector> selectors,
        Destination destination,
        LatestBy latestBy,
        Set<Boolean> success,
        List<Ignore> ignore,
        int limit) {
    public MatrixQuery {
        selectors = List.copyOf(selectors);
        success = Set.copyOf(success);
        ignore = List.copyOf(ignore);
    }

    /** The rows of a group are represented by the one of its newest versions. */
    public enum LatestBy {
        /** Consumer version and provider version: every row. */
        CONSUMER_VERSION_AND_PROVIDER_VERSION,
        /** Consumer version and provider. */
        CONSUMER_VERSION_AND_PROVIDER,
        /** Consumer and provider. */
        CONSUMER_AND_PROVIDER
    }

    /**
     * What is left out of the verdict.
     *
     * @param version null: every version
     */
    public record Ignore(
            ParticipantName participant, @Nullable VersionNumber version) {}
}
