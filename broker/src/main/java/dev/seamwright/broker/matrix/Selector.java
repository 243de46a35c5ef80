package dev.seamwright.broker.matrix;

import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;

/** Which versions of one participant are asked about. */
public record Selector(ParticipantName participant, Which which) {

    /** A set of versions. */
    public sealed interface Which {
        /** Every version. */
        record All() implements Which {}

        /** That one. */
        record OfNumber(VersionNumber number) implements Which {}

        /** The newest. */
        record Latest() implements Which {}

        /** Those with the tag; with {@code latest} the newest of them. */
        record Tagged(TagName tag, boolean latest) implements Which {}

        /** Those on the branch; with {@code latest} its head. */
        record OnBranch(BranchName branch, boolean latest) implements Which {}

        /** Those on the main branch; with {@code latest} its head. */
        record OnMainBranch(boolean latest) implements Which {}

        /** Those that are deployed to or released in the environment. */
        record In(EnvironmentName environment) implements Which {}
    }

    /** For people, without a version number: "the newest version of Web on branch 'main'". */
    public String description() {
        var name = participant.value();
        return switch (which) {
            case Which.All w -> "any version of " + name;
            case Which.OfNumber w -> "version %s of %s".formatted(w.number().value(), name);
            case Which.Latest w -> "the latest version of " + name;
            case Which.Tagged w ->
                "%s of %s with tag %s"
                        .formatted(latest(w.latest()), name, w.tag().value());
            case Which.OnBranch w ->
                "%s of %s from branch %s"
                        .formatted(latest(w.latest()), name, w.branch().value());
            case Which.OnMainBranch w -> "%s of %s from the main branch".formatted(latest(w.latest()), name);
            case Which.In w ->
                "the version of %s currently in %s"
                        .formatted(name, w.environment().value());
        };
    }

    private static String latest(boolean latest) {
        return latest ? "the latest version" : "any version";
    }
}
