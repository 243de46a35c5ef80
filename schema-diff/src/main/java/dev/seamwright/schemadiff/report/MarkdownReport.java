package dev.seamwright.schemadiff.report;

import dev.seamwright.schemadiff.Level;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Findings for a comment on a merge request. */
public final class MarkdownReport {
    /** What a comment may have: GitHub takes 65,536 characters. */
    public static final int LONGEST_COMMENT = 65_000;

    private static final int ROOM_FOR_THE_END = 120;
    private static final Pattern FENCE = Pattern.compile("\\s*(`{3,}|~{3,})");

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

    /**
     * The text, or as many of its first lines as fit, and a last one that says how many more there are. A fence that the cut leaves open is closed.
     *
     * @param most characters
     */
    public static String fit(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        var lines = text.lines().toList();
        var fitting = new StringBuilder();
        var fence = "";
        var shown = 0;
        for (var line : lines) {
            if (fitting.length() + line.length() + ROOM_FOR_THE_END > most) {
                break;
            }
            fitting.append(line).append('\n');
            shown++;
            var opening = FENCE.matcher(line);
            if (opening.lookingAt()) {
                var mark = opening.group(1);
                fence = fence.isEmpty() ? mark : mark.startsWith(fence) ? "" : fence;
            }
        }
        if (!fence.isEmpty()) {
            fitting.append(fence).append('\n');
        }
        return fitting.append("\n*and %d more lines; the log has all of them.*\n".formatted(lines.size() - shown))
                .toString();
    }

    /** One line in which nothing is markup. */
    private static String cell(String text) {
        return text.replaceAll("\\s+", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replaceAll("([\\\\`*_\\[\\]|])", "\\\\$1");
    }
}
