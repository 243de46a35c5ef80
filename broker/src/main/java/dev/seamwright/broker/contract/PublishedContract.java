package dev.seamwright.broker.contract;

import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.VersionNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one version published, without the document.
 *
 * @param provider the publisher itself for a document about itself
 * @param revision grows when the content was replaced
 * @param evidence that the publisher keeps what it says, without what the verifier wrote; null: there is none
 */
public record PublishedContract(
        ContractKind kind,
        Sha256 sha256,
        ParticipantName participant,
        VersionNumber version,
        ParticipantName provider,
        int revision,
        Instant publishedAt,
        Evidence.@Nullable Published evidence) {}
