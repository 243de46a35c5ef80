package dev.seamwright.broker.version;

import dev.seamwright.contracts.BranchName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of versions of one participant.
 *
 * @param id internal
 * @param headVersionId the version that was added last; null: none is left
 */
public record Branch(long id, BranchName name, @Nullable Long headVersionId, Instant createdAt, Instant updatedAt) {}
