package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a review found.
 *
 * @param findings the heaviest first
 * @param change what a migration opened and closed; null: no schema before was given
 */
public record Review(
        Verdict verdict,
        List<Item> findings,
        Coverage coverage,
        @Nullable Change change) {
    public Review {
        findings = List.copyOf(findings);
    }

    /** Whether tenants are kept apart. */
    public enum Verdict {
        /** One tenant learns of another, or changes what is another's, and a script shows it. */
        LEAK,
        /** Nothing was found; {@link Coverage} says what was tried. */
        CLEAN,
        /** It cannot be told, and a finding or the coverage says why. */
        UNKNOWN
    }

    /** @param proved whether the witness was executed a second time, with the same result */
    public record Item(Finding finding, boolean proved) {}

    /**
     * What was tried.
     *
     * @param probes how many attempts were compared
     * @param relations that were read or written, by name
     * @param notTried what could not be, with the reason
     * @param unknown why the verdict is unknown; empty when it is not
     */
    public record Coverage(int probes, List<String> relations, List<Gap> notTried, List<String> unknown) {
        public Coverage {
            relations = List.copyOf(relations);
            notTried = List.copyOf(notTried);
            unknown = List.copyOf(unknown);
        }

        /** Something that was not tried. */
        public record Gap(String subject, String reason) {}
    }

    /**
     * What a migration changed for the session: rows of the same data that it sees now and did not, and the other way round.
     *
     * @param opened lines, each with its relation
     */
    public record Change(List<String> opened, List<String> closed) {
        public Change {
            opened = List.copyOf(opened);
            closed = List.copyOf(closed);
        }
    }
}
