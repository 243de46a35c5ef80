package dev.seamwright.broker.contract;

import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;

/** Which of the pacts between two participants is meant. Where several match, the newest version's. */
public sealed interface PactSelector {
    /** The one of that version. */
    record OfVersion(VersionNumber number) implements PactSelector {}

    /** The one with that content, seen through the newest version that published it. */
    record OfContent(String sha) implements PactSelector {}

    /** The newest. */
    record Latest() implements PactSelector {}

    /** The newest of the versions with that tag. */
    record LatestTagged(TagName tag) implements PactSelector {}

    /** The newest of the versions without a tag. */
    record LatestUntagged() implements PactSelector {}

    /** The newest of the versions on that branch. */
    record LatestOnBranch(BranchName branch) implements PactSelector {}

    /** The newest of the versions on the consumer's main branch. */
    record LatestOnMainBranch() implements PactSelector {}

    /** The newest before that version whose content differs from that version's. */
    record PreviousDistinct(VersionNumber number) implements PactSelector {}
}
