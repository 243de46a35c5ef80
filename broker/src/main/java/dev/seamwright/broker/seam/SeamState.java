package dev.seamwright.broker.seam;

import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A consumer version's pact, and how it stands.
 *
 * @param sha the name of the content in links
 * @param result the newest result of the content, by any provider version; null: none
 * @param webhooks how the newest webhook for it went, in the webhook's words; null: none was triggered
 */
public record SeamState(
        ParticipantName consumer,
        ParticipantName provider,
        long versionId,
        VersionNumber version,
        String sha,
        Instant publishedAt,
        Status status,
        @Nullable Result result,
        @Nullable String webhooks) {

    /** A verification result. */
    public record Result(
            int number, boolean success, long providerVersionId, VersionNumber providerVersion, Instant verifiedAt) {}

    /** What is known about a content. */
    public enum Status {
        SUCCESS,
        FAILED,
        /** Failed while it was pending: the provider has never verified it. */
        FAILED_PENDING,
        /** Not verified, but an earlier content of the seam was. */
        STALE,
        /** Nothing of the seam was ever verified. */
        NEVER
    }
}
