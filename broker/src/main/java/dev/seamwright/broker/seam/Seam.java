package dev.seamwright.broker.seam;

import dev.seamwright.contracts.ParticipantName;

/** A consumer and a provider that have a pact with each other. */
public record Seam(ParticipantName consumer, ParticipantName provider) {}
