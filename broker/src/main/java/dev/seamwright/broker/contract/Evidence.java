package dev.seamwright.broker.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's own verification said of it and the document that it publishes.
 *
 * @param success whether it keeps what the document says
 * @param verifier the tool; null: not said
 * @param verifierVersion null: not said
 * @param results what the tool wrote; null: not sent
 */
public record Evidence(
        boolean success,
        @Nullable String verifier,
        @Nullable String verifierVersion,
        @Nullable Results results) {
    /**
     * What a tool wrote.
     *
     * @param contentType a media type; null: not said
     * @param format the tool's name for it; null: not said
     */
    @SuppressWarnings("ArrayRecordComponent") // it is written once and compared never
    public record Results(
            byte[] content,
            @Nullable String contentType,
            @Nullable String format) {}

    /** Evidence that is stored. */
    public record Published(Evidence evidence, Instant publishedAt) {}
}
