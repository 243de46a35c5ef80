package dev.seamwright.schemadiff.report;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Findings as annotations of GitHub's workflows, which stand at the lines that they are about. */
public final class GitHubReport {
    /** GitHub shows so many annotations of a type for each step, and drops the others without a word. */
    public static final int MOST_OF_A_TYPE = 10;

    private static final List<String> COMMANDS = List.of("error", "warning", "notice");

    private GitHubReport() {}

    /** As {@link #of(List, String, String)}, without a headline. */
    public static String of(List<Reported> findings) {
        return of(findings, "seamwright", null);
    }

    /**
     * A workflow command a finding, the worst first; nothing of what is suppressed or safe. Where there are more of a type than are shown,
     * the last one says how many.
     *
     * @param title of what is not a finding
     * @param headline told as a notice before all; null: none
     */
    public static String of(List<Reported> findings, String title, @Nullable String headline) {
        var text = new StringJoiner("\n", "", "\n").setEmptyValue("");
        for (var command : COMMANDS) {
            var lines = new ArrayList<String>();
            if (headline != null && command.equals("notice")) {
                lines.add("::notice title=%s::%s".formatted(property(title), data(headline)));
            }
            findings.stream()
                    .filter(reported -> reported.suppression() == null && command.equals(command(reported)))
                    .map(reported -> annotation(command, reported))
                    .forEach(lines::add);
            if (lines.size() <= MOST_OF_A_TYPE) {
                lines.forEach(text::add);
            } else {
                var shown = MOST_OF_A_TYPE - 1;
                lines.subList(0, shown).forEach(text::add);
                text.add("::%s title=%s::and %d more; the log and the summary have all of them"
                        .formatted(command, property(title), lines.size() - shown));
            }
        }
        return text.toString();
    }

    private static String annotation(String command, Reported reported) {
        var finding = reported.finding();
        var place = finding.place();
        return "::%s %stitle=%s::%s"
                .formatted(
                        command,
                        place == null ? "" : "file=%s,line=%d,".formatted(property(place.file()), place.line()),
                        property(finding.rule().id()),
                        data(finding.message() + "\n" + finding.remedy()));
    }

    private static @Nullable String command(Reported reported) {
        return switch (reported.finding().level()) {
            case BREAKING -> "error";
            case RISKY -> "warning";
            case UNDECIDED -> "notice";
            case SAFE -> null;
        };
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
