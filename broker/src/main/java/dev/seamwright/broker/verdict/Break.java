package dev.seamwright.broker.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.util.List;

/**
 * A version whose OpenAPI document breaks with the one before it.
 *
 * @param before the version before, on the main branch
 * @param count how many breaking changes there are
 * @param findings the first of them, as the API tells them
 */
public record Break(
        ParticipantName participant, VersionNumber version, VersionNumber before, int count, List<JsonNode> findings) {
    private static final int TOLD = 3;

    public Break {
        findings = List.copyOf(findings);
    }

    /** How much breaks, with what. */
    String headline() {
        return "The OpenAPI document of %s %s has %d breaking %s against that of %s %s"
                .formatted(
                        participant.value(),
                        version.value(),
                        count,
                        count == 1 ? "change" : "changes",
                        participant.value(),
                        before.value());
    }

    /** The first changes, and how many there are besides. */
    String first() {
        var messages = findings.stream()
                .limit(TOLD)
                .map(finding -> "%s (%s)"
                        .formatted(
                                finding.path("message").asText(),
                                finding.path("subject").asText()))
                .toList();
        var more = count - messages.size();
        return String.join("; ", messages) + (more > 0 ? "; and %d more".formatted(more) : "");
    }
}
