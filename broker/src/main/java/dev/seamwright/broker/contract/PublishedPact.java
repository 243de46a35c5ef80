package dev.seamwright.broker.contract;

import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.time.Instant;

/**
 * A pact as it is served: content, and the publication that it was found through.
 *
 * @param sha the name of the content in links
 * @param body the document, every interaction with its {@code _id}; UTF-8
 */
public record PublishedPact(
        long consumerId,
        ParticipantName consumer,
        long providerId,
        ParticipantName provider,
        long versionId,
        VersionNumber version,
        long contentId,
        String sha,
        int revision,
        Instant createdAt,
        Body body) {

    /** The stored document, inflated when it is asked for. */
    public static final class Body {
        private final byte[] deflated;

        Body(byte[] deflated) {
            this.deflated = deflated;
        }

        public byte[] bytes() {
            return Deflated.inflate(deflated);
        }
    }
}
