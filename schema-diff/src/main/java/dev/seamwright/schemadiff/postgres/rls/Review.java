package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.Finding;
import java.util.HashSet;
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
     * What a migration changed.
     *
     * @param opened rows of the same data that the session sees now and did not, as lines, each with its relation
     * @param closed the other way round
     * @param appeared findings that are only there now
     * @param resolved findings that were only there before
     */
    public record Change(List<String> opened, List<String> closed, List<Item> appeared, List<Item> resolved) {
        public Change {
            opened = List.copyOf(opened);
            closed = List.copyOf(closed);
            appeared = List.copyOf(appeared);
            resolved = List.copyOf(resolved);
        }

        /** Those of {@code items} of which no other has the rule, the subject and the level. */
        static List<Item> only(List<Item> items, List<Item> others) {
            var known = new HashSet<List<Object>>();
            others.forEach(item -> known.add(key(item)));
            return items.stream().filter(item -> !known.contains(key(item))).toList();
        }

        private static List<Object> key(Item item) {
            var finding = item.finding();
            return List.of(finding.rule().id(), finding.subject(), finding.level());
        }
    }

    Review with(Change other) {
        return new Review(verdict, findings, coverage, other);
    }
}
