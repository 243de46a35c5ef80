package dev.seamwright.broker.verification;

import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.Method;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.VersionNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A result for a contract of any kind, without its single tests.
 *
 * @param number counts the results of the content, from 1
 * @param verifiedBy JSON of what verified it; null: not said
 */
public record ListedVerification(
        ContractKind kind,
        Sha256 sha256,
        int number,
        ParticipantName consumer,
        ParticipantName provider,
        VersionNumber providerVersion,
        Method method,
        boolean success,
        boolean wip,
        boolean pending,
        @Nullable String buildUrl,
        @Nullable String verifiedBy,
        Instant verifiedAt) {}
