package dev.seamwright.schemadiff.report;

import dev.seamwright.schemadiff.Level;
import java.util.List;
import java.util.StringJoiner;

/** Findings as annotations of a workflow of GitHub Actions. */
public final class GitHubReport {
    private GitHubReport() {}

    /** A workflow command for each finding that someone should know of, then how many there are. */
    public static String of(List<Reported> findings) {
        var text = new StringJoiner("\n", "", "\n");
        for (var reported : findings) {
            var finding = reported.finding();
            if (finding.level() == Level.SAFE || reported.suppression() != null) {
                continue;
            }
            var place = finding.place();
            text.add("::%s %stitle=%s::%s"
                    .formatted(
                            finding.level() == Level.BREAKING ? "error" : "warning",
                            place == null ? "" : "file=%s,line=%d,".formatted(property(place.file()), place.line()),
                            property(finding.rule().id()),
                            data(finding.message() + "\n" + finding.remedy())));
        }
        text.add(TextReport.summary(findings));
        return text.toString();
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
