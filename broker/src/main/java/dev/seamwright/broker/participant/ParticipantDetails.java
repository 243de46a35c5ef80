package dev.seamwright.broker.participant;

import dev.seamwright.contracts.BranchName;
import org.jspecify.annotations.Nullable;

/** What people tell about a participant; null where they do not. */
public record ParticipantDetails(
        @Nullable String displayName,
        @Nullable String repositoryUrl,
        @Nullable String repositoryName,
        @Nullable String repositoryNamespace,
        @Nullable BranchName mainBranch) {

    /** Nothing told. */
    public static final ParticipantDetails NONE = new ParticipantDetails(null, null, null, null, null);

    public static ParticipantDetails of(Participant participant) {
        return new ParticipantDetails(
                participant.displayName(),
                participant.repositoryUrl(),
                participant.repositoryName(),
                participant.repositoryNamespace(),
                participant.mainBranch());
    }
}
