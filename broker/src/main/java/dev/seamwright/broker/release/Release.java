package dev.seamwright.broker.release;

import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version that was released in an environment.
 *
 * @param supportEndedAt null: it is supported
 */
public record Release(
        UUID id,
        UUID environmentId,
        ParticipantName participant,
        long versionId,
        VersionNumber version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant supportEndedAt) {

    public boolean isSupported() {
        return supportEndedAt == null;
    }
}
