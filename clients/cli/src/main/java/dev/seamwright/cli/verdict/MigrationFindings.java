package dev.seamwright.cli.verdict;

import static dev.seamwright.cli.http.Answers.elements;
import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.report.Reported;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a verdict on a migration rests on, as findings at the statements of its files. */
final class MigrationFindings {
    static final Rule WAITS = new Rule(
            "migration-breaks-consumer",
            "A statement breaks who uses the database",
            "A statement of a consumer that runs there does not work any more after it.",
            "Deploy the consumer that does without it first, then run this statement.");
    static final Rule UNDECIDED = new Rule(
            "migration-undecided",
            "Nobody can say whether the migration breaks anybody",
            "A statement of a consumer could not be tried, or no schema is recorded.",
            "Read what the broker says.");

    private MigrationFindings() {}

    static List<Reported> of(MigrationReport report) {
        var findings = new ArrayList<Reported>();
        for (var plan : elements(report.json().path("plans"))) {
            for (var phase : elements(plan.path("phases"))) {
                var steps = elements(phase.path("steps"));
                for (var wait : elements(phase.path("waitsFor"))) {
                    findings.add(waits(steps.isEmpty() ? null : steps.getFirst(), wait));
                }
                steps.forEach(step -> hazards(step, findings));
            }
        }
        if (report.answer() != Answer.YES && findings.stream().noneMatch(MigrationFindings::decides)) {
            findings.add(new Reported(
                    new Finding(
                            UNDECIDED,
                            report.answer() == Answer.NO ? Level.BREAKING : Level.RISKY,
                            "migration",
                            String.join(" ", report.reasons()),
                            UNDECIDED.remedy(),
                            List.of(),
                            null),
                    null));
        }
        findings.sort(Comparator.comparing(found -> found.finding().level()));
        return findings;
    }

    private static Reported waits(@Nullable JsonNode step, JsonNode wait) {
        var proof = elements(wait.path("statements")).stream()
                .map(MigrationReport::effect)
                .toList();
        return new Reported(
                new Finding(
                        WAITS,
                        Level.BREAKING,
                        text(wait, "consumer"),
                        "It breaks %s%s"
                                .formatted(
                                        MigrationReport.consumer(wait),
                                        proof.isEmpty() ? "." : ":\n" + String.join("\n", proof)),
                        WAITS.remedy(),
                        proof,
                        place(step)),
                null);
    }

    private static void hazards(JsonNode step, List<Reported> findings) {
        for (var hazard : elements(step.path("hazards"))) {
            var level = level(text(hazard, "level"));
            var rule = new Rule(text(hazard, "rule"), text(hazard, "rule"), text(hazard, "message"), "");
            var suppression = text(hazard, "suppression");
            findings.add(new Reported(
                    new Finding(
                            rule,
                            level,
                            text(hazard, "subject"),
                            text(hazard, "message"),
                            text(hazard, "remedy"),
                            List.of(),
                            place(step)),
                    suppression.isEmpty() ? null : suppression));
        }
    }

    /** A level that this command line does not know yet is not known to be safe. */
    private static Level level(String word) {
        return Arrays.stream(Level.values())
                .filter(level -> level.word().equals(word))
                .findFirst()
                .orElse(Level.UNDECIDED);
    }

    /** Whether it keeps the answer from being yes; a hazard does not, consumers do. */
    static boolean decides(Reported reported) {
        var rule = reported.finding().rule();
        return rule.equals(WAITS) || rule.equals(UNDECIDED);
    }

    private static Finding.@Nullable Place place(@Nullable JsonNode step) {
        return step == null
                ? null
                : new Finding.Place(text(step, "file"), step.path("line").asInt());
    }
}
