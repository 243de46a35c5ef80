package dev.seamwright.broker.participant;

import dev.seamwright.contracts.LabelName;
import java.time.Instant;

/** A label on a participant. */
public record Label(long participantId, LabelName name, Instant createdAt) {}
