package dev.seamwright.verifier.replay;

import dev.seamwright.schemadiff.report.JUnitReport;
import dev.seamwright.verifier.replay.Outcome.Mismatched;
import dev.seamwright.verifier.replay.Outcome.NotVerified;
import dev.seamwright.verifier.replay.Outcome.Verified;
import dev.seamwright.verifier.replay.ReplayResult.Verdict;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Predicate;

/** Results for CI servers: a suite a pact, a test case an interaction; an error where nothing is known. */
public final class ReplayJUnit {
    private ReplayJUnit() {}

    /** @param isPending of which pacts a failure fails nobody: it is skipped */
    public static String of(List<ReplayResult> results, Predicate<ReplayResult> isPending) {
        var text = new StringJoiner("\n", "", "\n");
        text.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        text.add("<testsuites name=\"seamwright verify\">");
        for (var result : results) {
            suite(result, isPending.test(result), text);
        }
        return text.add("</testsuites>").toString();
    }

    private static void suite(ReplayResult result, boolean isPending, StringJoiner text) {
        var name = xml("%s - %s".formatted(result.consumer(), result.provider()));
        var skipped =
                result.mismatched().filter(one -> isPending || one.pending()).count();
        text.add("  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\">"
                .formatted(
                        name,
                        Math.max(1, result.interactions().size()),
                        result.mismatched().count() - skipped,
                        result.notVerified().count(),
                        skipped));
        if (result.interactions().isEmpty() && result.verdict() == Verdict.VERIFIED) {
            text.add("    <testcase classname=\"%s\" name=\"no interactions\"/>".formatted(name));
        }
        for (var interaction : result.interactions()) {
            var open = "    <testcase classname=\"%s\" name=\"%s\" time=\"%d.%03d\""
                    .formatted(
                            name,
                            xml(interaction.title()),
                            interaction.took().toSeconds(),
                            interaction.took().toMillisPart());
            switch (interaction.outcome()) {
                case Verified _ -> text.add(open + "/>");
                case Mismatched mismatched -> {
                    var words = new StringJoiner("\n");
                    mismatched.mismatches().forEach(mismatch -> words.add(words(mismatch)));
                    text.add(open + ">");
                    text.add(
                            isPending || interaction.pending()
                                    ? "      <skipped message=\"%s\"/>".formatted(xml("pending: " + words))
                                    : "      <failure type=\"mismatch\" message=\"%s\">%s</failure>"
                                            .formatted(
                                                    xml(mismatched
                                                            .mismatches()
                                                            .getFirst()
                                                            .description()),
                                                    xml(words.toString())));
                    text.add("    </testcase>");
                }
                case NotVerified not -> {
                    text.add(open + ">");
                    text.add("      <error type=\"%s\" message=\"%s\"/>"
                            .formatted(not.cause().word(), xml(not.detail())));
                    text.add("    </testcase>");
                }
            }
        }
        text.add("  </testsuite>");
    }

    private static String words(FieldMismatch mismatch) {
        var words = "%s %s: %s"
                .formatted(
                        mismatch.attribute(), mismatch.path() == null ? "" : mismatch.path(), mismatch.description());
        return mismatch.diff() == null ? words : words + "\n" + mismatch.diff();
    }

    private static String xml(String text) {
        return JUnitReport.xml(text);
    }
}
