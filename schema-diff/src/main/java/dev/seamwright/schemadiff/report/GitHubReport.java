package dev.seamwright.schemadiff.report;

import dev.seamwright.schemadiff.Level;
import java.util.List;
import java.util.StringJoiner;

/** Findings as annotations of GitHub's workflows, which stand at the lines that they are about. */
public final class GitHubReport {
    private GitHubReport() {}

    /** A workflow command a finding; nothing of what is suppressed or safe. */
    public static String of(List<Reported> findings) {
        var text = new StringJoiner("\n", "", findings.isEmpty() ? "" : "\n");
        for (var reported : findings) {
            var finding = reported.finding();
            if (reported.suppression() != null || finding.level() == Level.SAFE) {
                continue;
            }
            var command = switch (finding.level()) {
                case BREAKING -> "error";
                case RISKY -> "warning";
                case UNDECIDED, SAFE -> "notice";
            };
            var place = finding.place();
            text.add("::%s %stitle=%s::%s"
                    .formatted(
                            command,
                            place == null ? "" : "file=%s,line=%d,".formatted(property(place.file()), place.line()),
                            property(finding.rule().id()),
                            data(finding.message() + "\n" + finding.remedy())));
        }
        return text.toString();
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
