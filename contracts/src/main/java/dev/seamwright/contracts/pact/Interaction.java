package dev.seamwright.contracts.pact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One example in a pact: an HTTP exchange or a message.
 *
 * @param pointer where it stands in its pact, such as {@code /interactions/3}
 * @param type the name that version 4 of the specification gives its kind, also for older pacts: {@code Synchronous/HTTP},
 *     {@code Asynchronous/Messages}, {@code Synchronous/Messages}
 * @param description empty when it has none
 * @param providerStates in the order in which they are set up
 */
public record Interaction(String pointer, String type, String description, List<ProviderState> providerStates) {
    public Interaction {
        providerStates = List.copyOf(providerStates);
    }

    static Interaction of(String array, int index, JsonNode json) {
        var fallback = array.equals(Pact.MESSAGES) ? "Asynchronous/Messages" : "Synchronous/HTTP";
        return new Interaction(
                "/" + array + "/" + index,
                json.path("type").asText(fallback),
                json.path("description").asText(""),
                states(json));
    }

    /** Names the interaction for people: its description, and its provider states if there are any. */
    public String title() {
        var states = providerStates.stream().map(ProviderState::name).collect(Collectors.joining(", "));
        return "\"" + description + "\"" + (states.isEmpty() ? "" : " given " + states);
    }

    /** Equal for two interactions that claim to be the same one: kind, description and provider states. */
    String key() {
        var key = new JsonWriter(JsonWriter.Keys.SORTED, JsonWriter.EXACT_DECIMALS)
                .string(type)
                .string(description);
        for (var state : providerStates) {
            key.string(state.name()).append(state.params());
        }
        return new String(key.toBytes(), StandardCharsets.UTF_8);
    }

    /** A name and an optional object in {@code providerStates} since version 3, one name before. */
    private static List<ProviderState> states(JsonNode json) {
        for (var field : List.of("providerStates", "providerState", "provider_state")) {
            var found = json.path(field);
            if (found.isArray()) {
                var states = new ArrayList<ProviderState>(found.size());
                found.forEach(state -> states.add(state(state)));
                return states;
            }
            if (!found.isMissingNode() && !found.isNull()) {
                return List.of(state(found));
            }
        }
        return List.of();
    }

    private static ProviderState state(JsonNode state) {
        var none = JsonNodeFactory.instance.objectNode();
        if (!state.isObject()) {
            return new ProviderState(state.asText(), none);
        }
        return new ProviderState(
                state.path("name").asText(""), state.path("params") instanceof ObjectNode params ? params : none);
    }
}
