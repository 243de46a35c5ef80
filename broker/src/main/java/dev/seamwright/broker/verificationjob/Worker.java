package dev.seamwright.broker.verificationjob;

import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Somebody who asks for jobs. */
record Worker(UUID id, String name, List<Serves> providers, List<String> methods, Instant firstSeenAt, Instant seenAt) {
    /** A worker that has not been heard of for so long does not count. */
    static final Duration ALIVE = Duration.ofMinutes(2);

    Worker {
        providers = List.copyOf(providers);
        methods = List.copyOf(methods);
    }

    /** @param versions empty: any */
    record Serves(ParticipantName provider, List<VersionNumber> versions) {
        Serves {
            versions = List.copyOf(versions);
        }
    }
}
