package dev.seamwright.broker.contractdiff;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.contractdiff.ContractDiff.Found;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.pact.InteractionChange;
import dev.seamwright.contracts.pact.InteractionChange.Added;
import dev.seamwright.contracts.pact.InteractionChange.Changed;
import dev.seamwright.contracts.pact.InteractionChange.Difference;
import dev.seamwright.contracts.pact.InteractionChange.Removed;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.schemadiff.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What changed between two pacts: whether the provider keeps it, only a verification tells. */
final class PactReview {
    private static final int MOST_FINDINGS = 500;
    private static final int MOST_LINES = 20;
    private static final int LONGEST_VALUE = 300;
    /** Members that say nothing of what is sent. */
    private static final Set<String> REMARKS = Set.of("_id", "comments", "key", "pending");

    private PactReview() {}

    static ContractDiff of(Pact before, Pact after) {
        var changes = InteractionChange.between(before, after);
        var notes = new ArrayList<String>();
        if (changes.size() > MOST_FINDINGS) {
            notes.add("%d interactions differ; the first %d are listed.".formatted(changes.size(), MOST_FINDINGS));
        }
        return new ContractDiff(
                changes.stream().limit(MOST_FINDINGS).map(PactReview::found).toList(), notes);
    }

    private static Found found(InteractionChange change) {
        return switch (change) {
            case Added(var interaction) ->
                new Found(
                        "interaction-added",
                        Level.RISKY,
                        interaction.title(),
                        "The consumer relies on one more interaction.",
                        "A provider that does not have it yet does not keep the pact.",
                        "Verify the versions of the provider that run, or deploy the provider first.",
                        List.of(),
                        null,
                        interaction.pointer(),
                        null);
            case Removed(var interaction) ->
                new Found(
                        "interaction-removed",
                        Level.SAFE,
                        interaction.title(),
                        "The consumer does not rely on the interaction any more.",
                        "A provider that keeps it keeps more than it has to.",
                        "",
                        List.of(),
                        interaction.pointer(),
                        null,
                        null);
            case Changed changed -> found(changed);
        };
    }

    private static Found found(Changed change) {
        var isRemark = change.differences().stream().allMatch(difference -> REMARKS.contains(part(difference)));
        var asks = change.differences().stream()
                .anyMatch(difference -> part(difference).equals("request"));
        var reads = change.differences().stream()
                .map(PactReview::part)
                .anyMatch(part -> part.equals("response") || part.equals("contents"));
        var what = isRemark
                ? "Only remarks changed."
                : asks && reads
                        ? "The consumer asks for something else, and expects something else."
                        : asks
                                ? "The consumer asks for something else."
                                : reads
                                        ? "The consumer expects something else."
                                        : "The interaction says something else.";
        return new Found(
                "interaction-changed",
                isRemark ? Level.SAFE : Level.RISKY,
                change.interaction().title(),
                what,
                isRemark
                        ? "Nothing that is sent or expected is different."
                        : "A provider that fitted the interaction as it was may not fit it as it is.",
                isRemark ? "" : "Verify the versions of the provider that run.",
                lines(change.differences()),
                change.before().pointer(),
                change.interaction().pointer(),
                null);
    }

    /** The member of the interaction that a difference is in. */
    private static String part(Difference difference) {
        var end = difference.pointer().indexOf('/', 1);
        return difference.pointer().substring(1, end < 0 ? difference.pointer().length() : end);
    }

    private static List<String> lines(List<Difference> differences) {
        var lines = new ArrayList<String>();
        differences.stream().limit(MOST_LINES).forEach(difference -> {
            lines.add(difference.pointer());
            if (!difference.before().isMissingNode()) {
                lines.add("- " + printed(difference.before()));
            }
            if (!difference.after().isMissingNode()) {
                lines.add("+ " + printed(difference.after()));
            }
        });
        if (differences.size() > MOST_LINES) {
            lines.add("… and more");
        }
        return lines;
    }

    private static String printed(JsonNode value) {
        var text = new String(Json.write(value), StandardCharsets.UTF_8);
        return text.codePointCount(0, text.length()) <= LONGEST_VALUE
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_VALUE)) + "…";
    }
}
