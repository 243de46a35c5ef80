package dev.seamwright.broker.contract;

import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.time.Instant;

/**
 * A pact in a list, without its document.
 *
 * @param sha the name of the content in links
 */
public record ListedPact(
        ParticipantName consumer, ParticipantName provider, VersionNumber version, String sha, Instant createdAt) {}
