package dev.seamwright.contracts.pact;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What must hold on the provider before an interaction.
 *
 * @param params a JSON object, empty when there are none
 */
public record ProviderState(String name, JsonNode params) {}
