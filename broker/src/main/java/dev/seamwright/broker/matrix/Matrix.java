package dev.seamwright.broker.matrix;

import dev.seamwright.broker.observation.RecordMismatch;
import dev.seamwright.broker.version.VersionDescription;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The answer to a {@link MatrixQuery}.
 *
 * @param rows newest consumer version first, what is ignored last; at most the query's limit: where there are more, those that
 *     say no are there before those that say unknown, and these before the others
 * @param counts how many there are of each state, whatever the limit is
 * @param selected the query's selectors, and what each of them found
 * @param versions every version in the rows, by id
 * @param mismatches neighbours in the destination, an environment, of whom something else was seen to run than is recorded
 * @param unknownIgnores ignored participants or versions that do not exist
 */
public record Matrix(
        MatrixQuery query,
        List<MatrixRow> rows,
        Map<MatrixRow.State, Integer> counts,
        List<Selected> selected,
        Map<Long, VersionDescription> versions,
        List<MatrixQuery.Ignore> unknownIgnores,
        List<RecordMismatch> mismatches) {

    /**
     * A selector, resolved.
     *
     * @param versionIds the versions that it means; empty for {@code All}, and when there are none
     */
    public record Selected(Selector selector, long participantId, List<Long> versionIds) {
        boolean isOpen() {
            return selector.which() instanceof Selector.Which.All;
        }

        /** Whether it means versions and there are none. */
        public boolean isMissing() {
            return !isOpen() && versionIds.isEmpty();
        }
    }

    /** The mismatches that the answer rests on: of those who stand in a row that counts, or may. */
    public List<RecordMismatch> mismatchesThatCount() {
        var all = counts.values().stream().mapToInt(Integer::intValue).sum();
        return mismatches.stream()
                .filter(mismatch -> rows.size() < all
                        || rows.stream()
                                .anyMatch(row -> !row.ignored()
                                        && (row.consumerId() == mismatch.participantId()
                                                || row.providerId() == mismatch.participantId())))
                .toList();
    }

    /** How many rows are in one of the states. */
    public int count(MatrixRow.State... states) {
        return Arrays.stream(states)
                .mapToInt(state -> counts.getOrDefault(state, 0))
                .sum();
    }

    /** The version's number, as it is written. */
    public String number(long versionId) {
        var version = versions.get(versionId);
        return version == null ? "?" : version.number().value();
    }
}
