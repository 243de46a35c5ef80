package dev.seamwright.schemadiff.report;

import dev.seamwright.schemadiff.Level;
import java.util.List;
import java.util.StringJoiner;

/** Findings for people at a terminal. */
public final class TextReport {
    private TextReport() {}

    /** A paragraph a finding, with its remedy; what is safe in a line; at the end how many there are. */
    public static String of(List<Reported> findings) {
        var text = new StringJoiner("\n", "", "\n");
        for (var reported : findings) {
            var finding = reported.finding();
            text.add("%s: %s %s: %s"
                    .formatted(
                            reported.place(),
                            finding.level().word(),
                            finding.rule().id(),
                            finding.message())
                    .replaceFirst("^: ", ""));
            if (reported.suppression() != null) {
                text.add("    suppressed: " + reported.suppression());
            } else if (finding.level() != Level.SAFE) {
                finding.remedy().lines().forEach(line -> text.add("    " + line));
            }
        }
        text.add(summary(findings));
        // what comes out of a file must not steer the terminal
        return text.toString().replaceAll("[\\p{Cntrl}&&[^\n\t]]", "\uFFFD");
    }

    /** How many findings of each level there are. */
    static String summary(List<Reported> findings) {
        if (findings.isEmpty()) {
            return "No findings.";
        }
        var counts = new StringJoiner(", ", "", ".");
        for (var level : Level.values()) {
            var count = findings.stream()
                    .filter(reported ->
                            reported.suppression() == null && reported.finding().level() == level)
                    .count();
            if (count > 0) {
                counts.add("%d %s".formatted(count, level.word()));
            }
        }
        var suppressed = findings.stream()
                .filter(reported -> reported.suppression() != null)
                .count();
        if (suppressed > 0) {
            counts.add("%d suppressed".formatted(suppressed));
        }
        return counts.toString();
    }
}
