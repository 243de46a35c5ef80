package dev.seamwright.cli.verdict;

import dev.seamwright.cli.verdict.Verdict.Row;
import dev.seamwright.cli.verdict.Verdict.State;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.report.Reported;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a verdict rests on, as findings: one a seam, by the worst of its rows. A seam that is verified is one too, for a test case; an
 * answer that no row explains, and a question without an answer, are findings of their own.
 */
final class VerdictFindings {
    static final Rule BROKEN = new Rule(
            "seam-broken",
            "A seam is broken",
            "The provider was verified against what the consumer relies on, and failed.",
            "Change the provider, or the contract of the consumer, and verify again.");
    static final Rule BREAKING_CHANGE = new Rule(
            "seam-breaking-change",
            "What the provider publishes does not suit its consumer",
            "A comparison of what both sides published shows what fails.",
            "Bring back what the consumer relies on, or deploy a consumer first that does without it.");
    static final Rule UNVERIFIED = new Rule(
            "seam-unverified",
            "Nobody verified these versions with one another",
            "Nobody knows whether the provider does what the consumer relies on.",
            "Run the provider's verification, or wait for it.");
    static final Rule NO_COUNTERPART = new Rule(
            "seam-no-counterpart",
            "No version of the provider that counts has verified the contract",
            "The provider is not there, or none of its versions there was verified with this contract.",
            "Verify the contract in a build of the provider, and bring that version there.");
    static final Rule VERIFIED = new Rule("seam-verified", "A seam is verified", "Both sides work together.", "");
    static final Rule IGNORED =
            new Rule("seam-ignored", "A seam does not count", "Whoever asks has said so.", "Ask without --ignore.");
    static final Rule UNEXPLAINED = new Rule(
            "verdict-unexplained",
            "The answer is not yes",
            "The broker says so, and names no seam.",
            "Read what the broker says.");
    static final Rule GATE_ERROR = new Rule(
            "gate-error",
            "There is no verdict",
            "The broker could not be asked, or gave no answer that makes sense.",
            "Look after the broker, and ask again.");

    private VerdictFindings() {}

    static List<Reported> of(VerdictReport report) {
        if (report.outcome() instanceof Outcome.NoVerdict(var why, var passing)) {
            var message = "%s: %s".formatted(passing ? "Passed without a verdict" : "There is no verdict", why);
            return List.of(reported(report, GATE_ERROR, Level.BREAKING, "verdict", message, GATE_ERROR.remedy(), ""));
        }
        return report.outcome().verdict().map(verdict -> of(report, verdict)).orElse(List.of());
    }

    private static List<Reported> of(VerdictReport report, Verdict verdict) {
        Map<String, List<Row>> seams = verdict.rows().stream()
                .collect(Collectors.groupingBy(VerdictFindings::seam, LinkedHashMap::new, Collectors.toList()));
        var findings = new ArrayList<Reported>();
        seams.forEach((name, rows) -> findings.add(of(report, name, rows)));
        var isExplained = findings.stream().anyMatch(Reported::isFlagged);
        if (verdict.answer() != Answer.YES && !isExplained) {
            var level = verdict.answer() == Answer.NO ? Level.BREAKING : Level.RISKY;
            findings.add(reported(
                    report,
                    UNEXPLAINED,
                    level,
                    "verdict",
                    "The answer is %s: %s"
                            .formatted(verdict.answer().word(), String.join(" ", report.explanations(verdict))),
                    UNEXPLAINED.remedy(),
                    ""));
        }
        findings.sort(Comparator.comparing(found -> found.finding().level()));
        return findings;
    }

    private static String seam(Row row) {
        var kind = row.kind().isEmpty() || row.kind().equals("pact") ? "" : " (%s)".formatted(row.kind());
        return "%s -> %s%s".formatted(row.consumer(), row.provider(), kind);
    }

    private static Reported of(VerdictReport report, String seam, List<Row> rows) {
        var blocking = rows.stream().filter(Row::isBlocking).toList();
        if (blocking.isEmpty()) {
            var isIgnored = rows.stream().allMatch(row -> row.state() == State.IGNORED);
            return isIgnored
                    ? new Reported(
                            finding(IGNORED, Level.RISKY, seam, seam + " is ignored.", IGNORED.remedy()), "--ignore")
                    : new Reported(finding(VERIFIED, Level.SAFE, seam, seam + " is verified.", ""), null);
        }
        var worst = blocking.stream()
                .filter(row -> row.state() == State.FAILED)
                .findFirst()
                .orElse(blocking.getFirst());
        var rule = rule(worst);
        var proof = blocking.stream().flatMap(row -> row.proof().stream()).toList();
        var message = blocking.stream().map(VerdictFindings::line).collect(Collectors.joining("\n"));
        var level = worst.state() == State.FAILED ? Level.BREAKING : Level.RISKY;
        return reported(
                report, rule, level, seam, message, VerdictReport.next(worst), proof.isEmpty() ? "" : proof.getFirst());
    }

    static Rule rule(Row row) {
        if (row.state() == State.FAILED) {
            return row.proof().isEmpty() ? BROKEN : BREAKING_CHANGE;
        }
        return row.providerVersion().isEmpty() ? NO_COUNTERPART : UNVERIFIED;
    }

    private static String line(Row row) {
        return VerdictReport.what(row)
                + (row.link().isEmpty() ? "" : ", see " + row.link())
                + row.proof().stream().map("\n  "::concat).collect(Collectors.joining());
    }

    private static Reported reported(
            VerdictReport report, Rule rule, Level level, String seam, String message, String remedy, String proof) {
        // no versions: it is the same finding until somebody mends it
        var identity = String.join("\n", report.query().kind(), rule.id(), seam, proof);
        var fingerprint =
                Sha256.ofContent(identity.getBytes(StandardCharsets.UTF_8)).hex();
        return new Reported(finding(rule, level, seam, message, remedy), null, fingerprint);
    }

    private static Finding finding(Rule rule, Level level, String seam, String message, String remedy) {
        return new Finding(rule, level, seam, message, remedy, List.of(), null);
    }

    /** What a test case is called, whatever its state. */
    static final Function<Reported, String> CASE =
            reported -> reported.finding().subject();
}
