package dev.seamwright.schemadiff.report;

import dev.seamwright.schemadiff.Level;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Predicate;

/** Findings for CI servers that show test results: JUnit XML. */
public final class JUnitReport {
    private JUnitReport() {}

    /**
     * A test case a finding.
     *
     * @param fails which of the findings fail their case
     */
    public static String of(List<Reported> findings, String suite, Predicate<Reported> fails) {
        var failures = findings.stream().filter(fails).count();
        var text = new StringJoiner("\n", "", "\n");
        text.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        // without findings one case that passes, since servers call an empty suite a mistake
        text.add("<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\">"
                .formatted(xml(suite), Math.max(findings.size(), 1), failures));
        if (findings.isEmpty()) {
            text.add("  <testcase classname=\"%s\" name=\"no findings\"/>".formatted(xml(suite)));
        }
        for (var reported : findings) {
            var finding = reported.finding();
            var open = "  <testcase classname=\"%s\" name=\"%s\""
                    .formatted(
                            xml(
                                    finding.place() == null
                                            ? suite
                                            : finding.place().file()),
                            xml("%s %s %s"
                                    .formatted(reported.place(), finding.rule().id(), finding.subject())
                                    .strip()));
            if (fails.test(reported)) {
                text.add(open + ">");
                text.add("    <failure type=\"%s\" message=\"%s\">%s</failure>"
                        .formatted(xml(finding.level().word()), xml(finding.message()), xml(finding.remedy())));
                text.add("  </testcase>");
            } else if (reported.suppression() != null) {
                text.add(open + ">");
                text.add("    <skipped message=\"%s\"/>".formatted(xml(reported.suppression())));
                text.add("  </testcase>");
            } else if (finding.level() == Level.SAFE) {
                text.add(open + "/>");
            } else {
                text.add(open + ">");
                text.add("    <system-out>%s</system-out>".formatted(xml(finding.message())));
                text.add("  </testcase>");
            }
        }
        text.add("</testsuite>");
        return text.toString();
    }

    /** A text as it stands in XML 1.0; what XML cannot hold is replaced. */
    public static String xml(String text) {
        var escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> {
                    // what XML 1.0 cannot hold at all
                    var isAllowed = c == '\t'
                            || c == '\n'
                            || c == '\r'
                            || (c >= 0x20 && c != 0xfffe && c != 0xffff && !(c >= 0xd800 && c <= 0xdfff));
                    escaped.appendCodePoint(isAllowed ? c : 0xfffd);
                }
            }
        });
        return escaped.toString();
    }
}
