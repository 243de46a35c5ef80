package dev.seamwright.broker.verdict;

import dev.seamwright.broker.matrix.MatrixQuery.Ignore;
import dev.seamwright.broker.observation.RecordMismatch;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import org.jspecify.annotations.Nullable;

/** Why a verdict is what it is. Each says in {@link #text} what was found, and for a problem who is concerned. */
public sealed interface Reason {
    String text();

    /** How a reason weighs. */
    enum Level {
        ERROR,
        WARNING,
        SUCCESS
    }

    default Level level() {
        return switch (this) {
            case IgnoredUnknown r -> Level.WARNING;
            case NoEnvironment r -> Level.WARNING;
            case NoVersionNumber r -> Level.WARNING;
            case BreaksNobody r -> Level.WARNING;
            case BreaksAnyone r -> Level.ERROR;
            case AllSuccessful r -> Level.SUCCESS;
            case NoDependencies r -> Level.SUCCESS;
            case VersionMissing r -> Level.ERROR;
            case NeverVerified r -> Level.ERROR;
            case NotVerified r -> Level.ERROR;
            case ProviderMissing r -> Level.ERROR;
            case Failed r -> Level.ERROR;
            case Mismatch r -> Level.ERROR;
        };
    }

    /**
     * A version that the question names does not exist, or a selector means none.
     *
     * @param selector what was asked for, for people
     */
    record VersionMissing(String selector) implements Reason {
        @Override
        public String text() {
            return "No pacts or verifications have been published for %s: no such version exists.".formatted(selector);
        }
    }

    /** No version of the provider has verified the contract. */
    record NeverVerified(ParticipantName consumer, VersionNumber version, ParticipantName provider) implements Reason {
        @Override
        public String text() {
            return "There is no verified pact between version %s of %s and %s (it was never verified)"
                    .formatted(version.value(), consumer.value(), provider.value());
        }
    }

    /**
     * The two versions were never verified with each other.
     *
     * @param gap why a cross-check does not count; null: there can be none
     */
    record NotVerified(
            ParticipantName consumer,
            VersionNumber version,
            ParticipantName provider,
            VersionNumber providerVersion,
            String where,
            @Nullable Gap gap)
            implements Reason {
        @Override
        public String text() {
            return "There is no verified pact between version %s of %s and version %s of %s%s%s"
                    .formatted(
                            version.value(),
                            consumer.value(),
                            providerVersion.value(),
                            provider.value(),
                            where,
                            gap == null ? "" : why(gap));
        }

        private String why(Gap gap) {
            var whose = "%s %s".formatted(provider.value(), providerVersion.value());
            return switch (gap.kind()) {
                case NO_EVIDENCE ->
                    ": the pact %s the OpenAPI document of %s, but there is no evidence that %s keeps that document. Publish the document with evidence, or verify the pact by a replay"
                            .formatted(gap.detail(), whose, whose);
                case NOT_KEPT ->
                    ": the pact %s the OpenAPI document of %s, but the evidence published with it says that %s does not keep that document. Mend the provider or the document, and publish the evidence again"
                            .formatted(gap.detail(), whose, whose);
                case UNDECIDED ->
                    ": it cannot be decided whether the pact fits the OpenAPI document of %s. %s"
                            .formatted(whose, gap.detail());
                case WAITING ->
                    ": the pact is being cross-checked against the OpenAPI document of %s. Ask again shortly"
                            .formatted(whose);
            };
        }
    }

    /** The consumer needs the provider, and there is no version of it in the destination. */
    record ProviderMissing(ParticipantName consumer, VersionNumber version, ParticipantName provider, String where)
            implements Reason {
        @Override
        public String text() {
            return "There is no verified pact between version %s of %s and the version of %s %s (no such version exists): bring %s there first"
                    .formatted(version.value(), consumer.value(), provider.value(), where, provider.value());
        }
    }

    /** The provider version failed the verification. */
    record Failed(
            ParticipantName consumer,
            VersionNumber version,
            ParticipantName provider,
            VersionNumber providerVersion,
            String where)
            implements Reason {
        @Override
        public String text() {
            return "The verification for the pact between version %s of %s and version %s of %s%s failed"
                    .formatted(version.value(), consumer.value(), providerVersion.value(), provider.value(), where);
        }
    }

    /** What was seen to run in the environment is not what is recorded, and the answer would rest on what is recorded. */
    record Mismatch(RecordMismatch mismatch, EnvironmentName environment) implements Reason {
        @Override
        public String text() {
            return mismatch.text(environment);
        }
    }

    /** Everything that is required was verified with success. */
    record AllSuccessful() implements Reason {
        @Override
        public String text() {
            return "All required verification results are published and successful";
        }
    }

    /** Nothing is required. */
    record NoDependencies() implements Reason {
        @Override
        public String text() {
            return "There are no missing dependencies";
        }
    }

    /** What was to be ignored does not exist. */
    record IgnoredUnknown(Ignore ignore) implements Reason {
        @Override
        public String text() {
            var version = ignore.version();
            return "WARN: Cannot ignore %s%s: it does not exist"
                    .formatted(
                            version == null ? "" : "version " + version.value() + " of ",
                            ignore.participant().value());
        }
    }

    /** No destination was given. */
    record NoEnvironment() implements Reason {
        @Override
        public String text() {
            return "WARN: Without the environment that you deploy to, this answer is about the latest versions and not about what runs: name the environment.";
        }
    }

    /**
     * The document of a provider breaks with the one before it, and all who are concerned fit all the same.
     *
     * @param where whom it could hit, for people
     */
    record BreaksNobody(Break found, String where) implements Reason {
        @Override
        public String text() {
            return "WARN: %s, and hits nobody %s: %s".formatted(found.headline(), where, found.first());
        }
    }

    /** The document of a provider breaks with the one before it, and that is to count whoever is concerned. */
    record BreaksAnyone(Break found) implements Reason {
        @Override
        public String text() {
            return "%s, and whoever keeps to that may fail (document-gate is anyone): %s"
                    .formatted(found.headline(), found.first());
        }
    }

    /** The versions in question were named by tag or branch. */
    record NoVersionNumber(String selector) implements Reason {
        @Override
        public String text() {
            return "WARN: %s may be another one by the time you deploy: name the version number.".formatted(selector);
        }
    }
}
