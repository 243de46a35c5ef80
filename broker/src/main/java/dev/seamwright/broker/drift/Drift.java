package dev.seamwright.broker.drift;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** That what runs at a target is not what was recorded; endedAt null: it lasts. */
public record Drift(
        UUID id,
        UUID targetId,
        Instant firstSeenAt,
        Instant lastSeenAt,
        @Nullable Instant endedAt) {}
