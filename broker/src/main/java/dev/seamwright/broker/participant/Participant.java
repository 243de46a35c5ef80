package dev.seamwright.broker.participant;

import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.ParticipantKind;
import dev.seamwright.contracts.ParticipantName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that owns versions.
 *
 * @param id internal, never sent out
 * @param mainBranch null: not known yet
 */
public record Participant(
        long id,
        ParticipantName name,
        ParticipantKind kind,
        @Nullable String displayName,
        @Nullable String repositoryUrl,
        @Nullable String repositoryName,
        @Nullable String repositoryNamespace,
        @Nullable BranchName mainBranch,
        Instant createdAt,
        Instant updatedAt) {

    /** What people see: the display name, else the name. */
    public String title() {
        return displayName == null ? name.value() : displayName;
    }
}
