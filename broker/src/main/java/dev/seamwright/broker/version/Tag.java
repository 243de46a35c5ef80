package dev.seamwright.broker.version;

import dev.seamwright.contracts.TagName;
import java.time.Instant;

/** A tag on a version. */
public record Tag(TagName name, Instant createdAt, Instant updatedAt) {}
