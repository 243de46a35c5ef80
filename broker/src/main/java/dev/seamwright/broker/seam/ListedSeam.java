package dev.seamwright.broker.seam;

import dev.seamwright.broker.contract.PublishedContract;
import dev.seamwright.broker.verification.ListedVerification;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.ParticipantName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A seam of any kind with its newest contract.
 *
 * @param verification the newest result of the contract's content, by any provider version; null: none
 */
public record ListedSeam(
        ParticipantName consumer,
        ParticipantName provider,
        ContractKind kind,
        PublishedContract contract,
        @Nullable ListedVerification verification,
        Instant createdAt) {}
