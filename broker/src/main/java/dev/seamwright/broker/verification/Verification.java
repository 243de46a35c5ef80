package dev.seamwright.broker.verification;

import dev.seamwright.contracts.Method;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A result for one content and one provider version.
 *
 * @param number counts the results of the content, from 1
 * @param sha names the content in links
 * @param wip whether the content was verified as work in progress
 * @param verifiedBy JSON of what verified it; null: not said
 * @param results JSON of the single tests; null: not sent
 */
public record Verification(
        int number,
        ParticipantName consumer,
        ParticipantName provider,
        VersionNumber providerVersion,
        String sha,
        Method method,
        boolean success,
        boolean wip,
        boolean pending,
        @Nullable String buildUrl,
        @Nullable String verifiedBy,
        @Nullable String results,
        Instant createdAt) {}
