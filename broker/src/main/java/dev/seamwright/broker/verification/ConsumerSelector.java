package dev.seamwright.broker.verification;

import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which consumer versions' pacts a provider wants to verify. */
public sealed interface ConsumerSelector {
    /** Only pacts of this consumer; empty: of every one. */
    Optional<ParticipantName> consumer();

    /** For people: which versions these are. */
    String description();

    /** The head of the consumer's main branch. */
    record MainBranch(Optional<ParticipantName> consumer) implements ConsumerSelector {
        @Override
        public String description() {
            return "the newest version on the main branch";
        }
    }

    /**
     * The head of a branch.
     *
     * @param fallback the branch to use for a consumer without {@code branch}; null: none
     * @param matching whether it was asked for as "the branch of the provider's name"
     */
    record Branch(
            BranchName branch, @Nullable BranchName fallback, boolean matching, Optional<ParticipantName> consumer)
            implements ConsumerSelector {
        @Override
        public String description() {
            return "the newest version on branch '%s'".formatted(branch.value());
        }
    }

    /** The heads of all branches. */
    record EveryBranch(Optional<ParticipantName> consumer) implements ConsumerSelector {
        @Override
        public String description() {
            return "the newest version on each branch";
        }
    }

    /**
     * Versions with a tag.
     *
     * @param latest only the newest
     * @param fallback with {@code latest}: the tag to use for a consumer without {@code tag}; null: none
     */
    record Tag(TagName tag, boolean latest, @Nullable TagName fallback, Optional<ParticipantName> consumer)
            implements ConsumerSelector {
        @Override
        public String description() {
            return (latest ? "the newest version with tag '%s'" : "all versions with tag '%s'").formatted(tag.value());
        }
    }

    /** The newest version of each consumer. */
    record Latest(Optional<ParticipantName> consumer) implements ConsumerSelector {
        @Override
        public String description() {
            return "the newest version";
        }
    }

    /**
     * What runs: deployed versions, released ones, or both.
     *
     * @param environment null: any
     */
    record Running(
            boolean deployed,
            boolean released,
            @Nullable EnvironmentName environment,
            Optional<ParticipantName> consumer)
            implements ConsumerSelector {
        @Override
        public String description() {
            var what = deployed && released ? "deployed or released" : deployed ? "deployed" : "released";
            return environment == null
                    ? "the versions that are %s".formatted(what)
                    : "the versions that are %s in environment '%s'".formatted(what, environment.value());
        }
    }
}
