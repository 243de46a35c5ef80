package dev.seamwright.schemadiff.report;

import dev.seamwright.schemadiff.Level;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.Predicate;

/** Findings for CI servers that show test results: JUnit XML. */
public final class JUnitReport {
    private JUnitReport() {}

    /** As {@link #of(List, Suite, Predicate)}, each case named by its place, its rule and its subject. */
    public static String of(List<Reported> findings, String suite, Predicate<Reported> fails) {
        return of(findings, new Suite(suite, Map.of(), JUnitReport::name), fails);
    }

    /**
     * What the cases belong to.
     *
     * @param properties what else is to be known of the run
     * @param caseName of a finding
     */
    public record Suite(String name, Map<String, String> properties, Function<Reported, String> caseName) {}

    private static String name(Reported reported) {
        var finding = reported.finding();
        return "%s %s %s"
                .formatted(reported.place(), finding.rule().id(), finding.subject())
                .strip();
    }

    /**
     * A test case a finding.
     *
     * @param fails which of the findings fail their case
     */
    public static String of(List<Reported> findings, Suite its, Predicate<Reported> fails) {
        var suite = its.name();
        var failures = findings.stream().filter(fails).count();
        var text = new StringJoiner("\n", "", "\n");
        text.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        // without findings one case that passes, since servers call an empty suite a mistake
        var skipped = findings.stream()
                .filter(reported -> reported.suppression() != null && !fails.test(reported))
                .count();
        text.add("<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\">"
                .formatted(xml(suite), Math.max(findings.size(), 1), failures, skipped));
        if (!its.properties().isEmpty()) {
            text.add("  <properties>");
            its.properties()
                    .forEach((name, value) ->
                            text.add("    <property name=\"%s\" value=\"%s\"/>".formatted(xml(name), xml(value))));
            text.add("  </properties>");
        }
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
                            xml(its.caseName().apply(reported)));
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
