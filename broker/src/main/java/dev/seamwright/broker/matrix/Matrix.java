package dev.seamwright.broker.matrix;

import dev.seamwright.broker.version.VersionDescription;
import java.util.List;
import java.util.Map;

/**
 * The answer to a {@link MatrixQuery}.
 *
 * @param rows all that a verdict rests on, newest consumer version first
 * @param shown those of them that are answered with: at most the query's limit
 * @param selected the query's selectors, and what each of them found
 * @param versions every version in a row that is shown, by id
 * @param unknownIgnores ignored participants or versions that do not exist
 */
public record Matrix(
        MatrixQuery query,
        List<MatrixRow> rows,
        List<MatrixRow> shown,
        List<Selected> selected,
        Map<Long, VersionDescription> versions,
        List<MatrixQuery.Ignore> unknownIgnores) {

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

    /** The version's number, as it is written. */
    public String number(long versionId) {
        var version = versions.get(versionId);
        return version == null ? "?" : version.number().value();
    }
}
