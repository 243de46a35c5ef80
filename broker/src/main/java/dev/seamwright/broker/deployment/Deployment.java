package dev.seamwright.broker.deployment;

import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version's time in an environment, run by one application instance.
 *
 * @param applicationInstance empty: the instance without a name
 * @param endedAt null: it runs now
 */
public record Deployment(
        UUID id,
        UUID environmentId,
        ParticipantName participant,
        long versionId,
        VersionNumber version,
        String applicationInstance,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant endedAt) {

    public boolean isCurrent() {
        return endedAt == null;
    }
}
