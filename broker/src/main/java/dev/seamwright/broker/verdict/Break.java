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
    public Break {
        findings = List.copyOf(findings);
    }
}
