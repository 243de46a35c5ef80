package dev.seamwright.broker.version;

import dev.seamwright.contracts.VersionNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One build of a participant.
 *
 * @param id internal; also the version order: a later version has a larger one
 */
public record Version(
        long id,
        long participantId,
        VersionNumber number,
        @Nullable String buildUrl,
        Instant createdAt,
        Instant updatedAt) {}
