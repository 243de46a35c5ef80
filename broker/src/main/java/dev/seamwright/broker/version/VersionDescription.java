package dev.seamwright.broker.version;

import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version, and where it stands now.
 *
 * @param id internal; also the version order
 * @param hasDocuments whether some version of the participant has published an OpenAPI document
 * @param branches by name
 * @param tags by name
 * @param environments those it is deployed to or released in at present, by name
 */
public record VersionDescription(
        long id,
        long participantId,
        ParticipantName participant,
        boolean hasDocuments,
        VersionNumber number,
        @Nullable String buildUrl,
        Instant createdAt,
        Instant updatedAt,
        List<OnBranch> branches,
        List<Tagged> tags,
        List<InEnvironment> environments) {

    public VersionDescription {
        branches = List.copyOf(branches);
        tags = List.copyOf(tags);
        environments = List.copyOf(environments);
    }

    /**
     * A branch that the version is on.
     *
     * @param head whether the version is the one that was added to the branch last
     */
    public record OnBranch(BranchName name, boolean head) {}

    /**
     * A tag of the version.
     *
     * @param latest whether no newer version has the tag
     */
    public record Tagged(TagName name, boolean latest, Instant createdAt) {}

    /**
     * An environment that the version is in: at least one of {@code deployed} and {@code released} holds.
     *
     * @param deployed currently deployed, by any application instance
     * @param released released, and support has not ended
     * @param createdAt the environment's own
     */
    public record InEnvironment(
            UUID id,
            EnvironmentName name,
            String displayName,
            boolean production,
            boolean deployed,
            boolean released,
            Instant createdAt,
            Instant updatedAt) {}
}
