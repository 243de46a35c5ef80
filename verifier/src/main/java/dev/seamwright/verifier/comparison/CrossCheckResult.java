package dev.seamwright.verifier.comparison;

import dev.seamwright.schemadiff.Level;
import java.util.List;

/**
 * What a cross-check found.
 *
 * @param interactions how many there are
 * @param checked how many were compared
 */
public record CrossCheckResult(
        Verdict verdict, Strength strength, int interactions, int checked, List<CrossCheckFinding> findings) {
    /** The answer. */
    public enum Verdict {
        PASS("pass"),
        FAIL("fail"),
        /** Nothing is known to fail, and what was asked for is not proved. */
        UNDECIDED("undecided");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        /** The spelling in reports and in the API. */
        public String word() {
            return word;
        }
    }

    /** What was found of several pacts, as one result. */
    public static CrossCheckResult together(List<CrossCheckResult> results, Strength strength) {
        return of(
                strength,
                results.stream().mapToInt(CrossCheckResult::interactions).sum(),
                results.stream().mapToInt(CrossCheckResult::checked).sum(),
                results.stream().flatMap(result -> result.findings().stream()).toList());
    }

    static CrossCheckResult of(Strength strength, int interactions, int checked, List<CrossCheckFinding> findings) {
        var verdict = Verdict.PASS;
        if (findings.stream().anyMatch(finding -> finding.level() == Level.BREAKING)) {
            verdict = Verdict.FAIL;
        } else if (strength == Strength.ALWAYS
                && findings.stream().anyMatch(finding -> finding.level() == Level.UNDECIDED)) {
            verdict = Verdict.UNDECIDED;
        }
        return new CrossCheckResult(verdict, strength, interactions, checked, List.copyOf(findings));
    }
}
