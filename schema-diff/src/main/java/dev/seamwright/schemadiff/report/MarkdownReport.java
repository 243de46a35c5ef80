package dev.seamwright.schemadiff.report;

import dev.seamwright.schemadiff.Level;
import java.util.List;
import java.util.StringJoiner;

/** Findings for a comment on a merge request. */
public final class MarkdownReport {
    private MarkdownReport() {}

    /** A table of all, then the remedies of those that someone should act on, which are SQL. */
    public static String of(List<Reported> findings) {
        return of(findings, true);
    }

    /** The same where remedies are sentences. */
    public static String ofProse(List<Reported> findings) {
        return of(findings, false);
    }

    private static String of(List<Reported> findings, boolean sql) {
        var text = new StringJoiner("\n", "", "\n");
        text.add(TextReport.summary(findings));
        if (findings.isEmpty()) {
            return text.toString();
        }
        text.add("");
        text.add("| place | level | rule | finding |");
        text.add("|---|---|---|---|");
        for (var reported : findings) {
            var finding = reported.finding();
            text.add("| %s | %s | `%s` | %s |"
                    .formatted(
                            cell(reported.place()),
                            reported.suppression() == null
                                    ? finding.level().word()
                                    : "suppressed: " + cell(reported.suppression()),
                            finding.rule().id(),
                            cell(finding.message())));
        }
        for (var reported : findings) {
            var finding = reported.finding();
            if (reported.suppression() == null && finding.level() != Level.SAFE) {
                var fence = finding.remedy().contains("```") ? "````" : "```";
                text.add("");
                text.add("%s`%s`: %s"
                        .formatted(
                                reported.place().isEmpty() ? "" : "**%s** ".formatted(cell(reported.place())),
                                finding.rule().id(),
                                cell(finding.rule().rationale())));
                if (sql) {
                    text.add(fence + "sql");
                    text.add(finding.remedy());
                    text.add(fence);
                } else {
                    text.add("");
                    text.add(cell(finding.remedy()));
                }
            }
        }
        return text.toString();
    }

    /** One line in which nothing is markup. */
    private static String cell(String text) {
        return text.replaceAll("\\s+", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replaceAll("([\\\\`*_\\[\\]|])", "\\\\$1");
    }
}
