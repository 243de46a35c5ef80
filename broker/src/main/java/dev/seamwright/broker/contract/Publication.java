package dev.seamwright.broker.contract;

import dev.seamwright.contracts.ContractKind;
import java.time.Instant;

/**
 * A contract as one version published it.
 *
 * @param versionId the publishing version
 * @param providerId the participant on the other side; the publisher itself for a document about itself
 * @param revision grows when the content was replaced
 */
public record Publication(
        long versionId,
        ContractKind kind,
        long providerId,
        long participantId,
        long contentId,
        int revision,
        Instant createdAt,
        Instant updatedAt) {}
