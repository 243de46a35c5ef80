package dev.seamwright.broker.setup;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What was applied under a name.
 *
 * @param revision counts the changes, from 1
 * @param members a JSON array in the form of the API, in the order of kinds and names
 */
record Setup(SetupName name, int revision, JsonNode members, Instant updatedAt) {}
