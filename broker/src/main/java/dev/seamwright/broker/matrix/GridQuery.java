package dev.seamwright.broker.matrix;

import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the matrix of a consumer and a provider is looked at.
 *
 * @param kind null: contracts of every kind
 * @param after the row before the first one; null: from the newest on
 */
record GridQuery(
        long consumer,
        Which consumers,
        long provider,
        Which providers,
        @Nullable ContractKind kind,
        @Nullable After after,
        int rows,
        int columns) {

    /** Versions that all of it applies to; null does not filter. */
    record Which(
            @Nullable VersionNumber number,
            @Nullable BranchName branch,
            @Nullable TagName tag,
            @Nullable UUID environment) {}

    /** A row's place: the newest version first. */
    record After(long versionId, String kind) {}
}
