package dev.seamwright.cli.verdict;

import static dev.seamwright.cli.http.Answers.elements;
import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.report.Reported;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a change hits, as findings: one for each statement or interaction of a consumer, where the consumer's repository has it. */
public final class ImpactFindings {
    private static final Rule HITS = new Rule(
            "impact-on-consumer",
            "A change meets what a consumer does",
            "A version that runs somewhere, or is about to, relies on what changes.",
            "Expand first: add the new beside the old, move the consumers, then drop the old.");
    private static final Rule UNKNOWN = new Rule(
            "impact-unknown",
            "Nobody knows what the change breaks",
            "Nothing is recorded to compare with, or it cannot be said.",
            "Publish what is in use.");

    private static final Pattern PLACE = Pattern.compile("(.+?):([0-9]{1,7})(?::[0-9]+)?");

    private ImpactFindings() {}

    /** @param answer of {@code /api/v1/impact} */
    public static List<Reported> of(JsonNode answer) {
        var remedy = elements(answer.path("alternative")).stream()
                .map(step -> "%s: %s".formatted(text(step, "when"), text(step, "text")))
                .collect(Collectors.joining("\n"));
        var findings = new ArrayList<Reported>();
        for (var hit : elements(answer.path("hits"))) {
            for (var touch : elements(hit.path("touches"))) {
                findings.add(of(hit, touch, remedy));
            }
        }
        if (findings.isEmpty() && !text(answer, "breaks").equals("no")) {
            var notes = elements(answer.path("notes")).stream()
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(" "));
            var message = notes.isEmpty() ? UNKNOWN.rationale() : notes;
            findings.add(new Reported(
                    new Finding(
                            UNKNOWN,
                            Level.UNDECIDED,
                            text(answer, "participant"),
                            message,
                            UNKNOWN.remedy(),
                            List.of(),
                            null),
                    null));
        }
        findings.sort(Comparator.comparing(found -> found.finding().level()));
        return findings;
    }

    private static Reported of(JsonNode hit, JsonNode touch, String remedy) {
        var witness = text(touch, "witness");
        return new Reported(
                new Finding(
                        HITS,
                        switch (text(touch, "certainty")) {
                            case "proved" -> Level.BREAKING;
                            case "possible" -> Level.RISKY;
                            default -> Level.UNDECIDED;
                        },
                        "%s %s %s"
                                .formatted(text(hit, "consumer"), text(hit, "version"), text(touch, "subject"))
                                .strip(),
                        "%s %s: %s%s"
                                .formatted(
                                        text(hit, "consumer"),
                                        text(hit, "version"),
                                        text(touch, "why"),
                                        witness.isEmpty() ? "" : " | " + witness),
                        remedy,
                        witness.isEmpty() ? List.of() : List.of(witness),
                        place(elements(touch.path("sources")))),
                null);
    }

    private static Finding.@Nullable Place place(List<JsonNode> sources) {
        if (sources.isEmpty()) {
            return null;
        }
        var place = PLACE.matcher(sources.getFirst().asText());
        return place.matches() ? new Finding.Place(place.group(1), Integer.parseInt(place.group(2))) : null;
    }
}
