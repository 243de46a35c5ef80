package dev.seamwright.broker.verification;

import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest cross-check of a pact and a provider's version.
 *
 * @param consumerVersion the newest that published the pact, unless another one was asked about
 * @param results JSON of what was found; null: not sent
 */
public record CrossChecked(
        ParticipantName consumer,
        VersionNumber consumerVersion,
        int number,
        boolean success,
        @Nullable String results,
        Instant verifiedAt) {}
