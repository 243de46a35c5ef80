package dev.seamwright.broker.contract;

import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.util.List;
import java.util.stream.Collectors;

/** A publication that contradicts what is stored; nothing of it was kept. */
public final class PublishRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Reason> reasons;

    PublishRefused(List<Reason> reasons) {
        super(reasons.stream().map(Reason::text).collect(Collectors.joining(" ")));
        this.reasons = List.copyOf(reasons);
    }

    public List<Reason> reasons() {
        return reasons;
    }

    /** Why it was refused. */
    public sealed interface Reason {
        /** For people. */
        String text();

        /**
         * The version has published another content for this provider.
         *
         * @param diff the differences, as text
         */
        record ContentChanged(ParticipantName consumer, VersionNumber version, ParticipantName provider, String diff)
                implements Reason {
            @Override
            public String text() {
                return ("Version %s of %s has already published a pact with %s, and its content is another one. A version's"
                                + " contract does not change: publish under a new version number, or allow changes on the broker.")
                        .formatted(version.value(), consumer.value(), provider.value());
            }
        }

        /** The version has published another document of the kind. */
        record DocumentChanged(
                ContractKind kind, ParticipantName participant, VersionNumber version, ParticipantName provider)
                implements Reason {
            @Override
            public String text() {
                return ("Version %s of %s has already published a contract of kind '%s' for %s, and its content is another one. A"
                                + " version's contract does not change: publish under a new version number, or allow changes on"
                                + " the broker.")
                        .formatted(version.value(), participant.value(), kind.word(), provider.value());
            }
        }

        /** Merging was asked for, and interactions of one name differ. */
        record MergeConflict(ParticipantName provider, List<String> clashes) implements Reason {
            @Override
            public String text() {
                return "The pacts of this version with %s cannot be merged: %s"
                        .formatted(provider.value(), String.join("; ", clashes));
            }
        }

        /** A participant would be created whose name is almost that of another one. */
        record PotentialDuplicate(ParticipantName name, List<String> existing) implements Reason {
            @Override
            public String text() {
                return ("This would create the participant '%s', which looks like %s. If it is another one, create it first"
                                + " (POST /pacticipants with its name) and publish again; else correct the name.")
                        .formatted(
                                name.value(),
                                existing.stream().map(e -> "'" + e + "'").collect(Collectors.joining(", ")));
            }
        }
    }
}
