package dev.seamwright.schemadiff.report;

import dev.seamwright.schemadiff.Level;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** Findings for a comment on a merge request. */
public final class MarkdownReport {
    private MarkdownReport() {}

    /** As {@link #of(List, String)}, with remedies in SQL. */
    public static String of(List<Reported> findings) {
        return of(findings, "sql");
    }

    /**
     * A table of all, then the remedies of those that someone should act on.
     *
     * @param language of the remedies; empty for sentences
     */
    public static String of(List<Reported> findings, String language) {
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
                if (!language.isEmpty()) {
                    text.add(fence + language);
                    text.add(finding.remedy());
                    text.add(fence);
                } else {
                    text.add("");
                    text.add(finding.remedy().lines().map(MarkdownReport::cell).collect(Collectors.joining("<br>\n")));
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
