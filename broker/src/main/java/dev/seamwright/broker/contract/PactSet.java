package dev.seamwright.broker.contract;

import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import java.util.UUID;

/**
 * Several pacts.
 *
 * @param latest of each consumer and provider only the newest one
 */
public record PactSet(Line line, boolean latest) {
    public static PactSet all(Line line) {
        return new PactSet(line, false);
    }

    public static PactSet latest(Line line) {
        return new PactSet(line, true);
    }

    /** Which consumer versions' pacts. */
    public sealed interface Line {
        /** Every version's. */
        record Any() implements Line {}

        /** That version's. */
        record OfVersion(VersionNumber number) implements Line {}

        /** Those of the versions with the tag. */
        record Tagged(TagName tag) implements Line {}

        /** Those of the versions on the branch. */
        record OnBranch(BranchName branch) implements Line {}

        /** Those of the versions on their consumer's main branch. */
        record OnMainBranch() implements Line {}

        /** Those of the versions that are deployed to the environment or supported in it now. */
        record In(UUID environment) implements Line {}
    }
}
