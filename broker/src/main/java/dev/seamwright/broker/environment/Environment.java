package dev.seamwright.broker.environment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.EnvironmentName;
import java.time.Instant;
import java.util.UUID;

/**
 * Where versions run.
 *
 * @param contacts a JSON array of {@code {name, details}}, as it was given
 */
public record Environment(
        UUID id,
        EnvironmentName name,
        String displayName,
        boolean production,
        JsonNode contacts,
        Instant createdAt,
        Instant updatedAt) {}
