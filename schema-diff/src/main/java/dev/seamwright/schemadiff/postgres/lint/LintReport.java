package dev.seamwright.schemadiff.postgres.lint;

import dev.seamwright.schemadiff.postgres.impact.Observer.Observation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found, in the order of the files and their statements.
 *
 * @param judged every statement, with what was found about it
 * @param executed how many of them PostgreSQL executed, so that locks, rewrites and scans are observed
 */
public record LintReport(List<LintFinding> findings, List<Judged> judged, int executed) {
    public LintReport {
        findings = List.copyOf(findings);
        judged = List.copyOf(judged);
    }

    /**
     * A statement.
     *
     * @param observed what it did; null: it was not executed
     * @param inTransaction whether it ran in a transaction that other statements are in, so that its locks stay
     */
    public record Judged(
            String file,
            int line,
            List<LintFinding> findings,
            @Nullable Observation observed,
            boolean inTransaction) {
        public Judged {
            findings = List.copyOf(findings);
        }
    }

    /** How many statements were judged. */
    public int statements() {
        return judged.size();
    }

    public boolean isFlagged() {
        return findings.stream().anyMatch(LintFinding::isFlagged);
    }
}
