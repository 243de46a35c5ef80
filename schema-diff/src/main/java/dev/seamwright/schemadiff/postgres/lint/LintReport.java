package dev.seamwright.schemadiff.postgres.lint;

import java.util.List;

/**
 * What was found, in the order of the files and their statements.
 *
 * @param statements how many were judged
 * @param executed how many of them PostgreSQL executed, so that locks, rewrites and scans are observed
 */
public record LintReport(List<LintFinding> findings, int statements, int executed) {
    public LintReport {
        findings = List.copyOf(findings);
    }

    public boolean isFlagged() {
        return findings.stream().anyMatch(LintFinding::isFlagged);
    }
}
