package dev.seamwright.broker.drift;

import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a participant runs in an environment, and what was seen of it.
 *
 * @param kind {@code api} or {@code database}
 * @param name what workers call it
 * @param state what the last look found: {@code in-sync}, {@code drifted} or {@code unknown}
 * @param isOverdue whether nobody has looked for so long that the state is not known any more
 * @param problem why it is unknown; null: it is not, or nobody has looked yet
 * @param results what the worker found, JSON, deflated
 * @param version what it was compared with; null: nothing
 * @param checkedAt null: never
 * @param dueAt of the next look, or until when a worker is at it
 */
@SuppressWarnings("ArrayRecordComponent") // it is read once and compared never
public record DriftTarget(
        UUID id,
        EnvironmentName environment,
        ParticipantName participant,
        long participantId,
        UUID environmentId,
        String kind,
        String name,
        int intervalSeconds,
        String state,
        boolean isOverdue,
        @Nullable String problem,
        byte @Nullable [] results,
        @Nullable VersionNumber version,
        @Nullable Instant checkedAt,
        Instant dueAt,
        @Nullable String worker,
        Instant createdAt) {
    static final String IN_SYNC = "in-sync";
    static final String DRIFTED = "drifted";
    static final String UNKNOWN = "unknown";

    /** The kind of contract that it is compared with. */
    String contractKind() {
        return kind.equals("database") ? "db-schema" : "openapi";
    }
}
