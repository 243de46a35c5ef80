package dev.seamwright.cli.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Collections;
import java.util.Map;

/**
 * A participant, an environment or a webhook as the broker has it.
 *
 * @param title for people
 * @param fields secrets are starred; what has no value is left out
 * @param seenAt when it was changed last, as the broker says it
 */
record Actual(ThingKey key, String title, Map<String, JsonNode> fields, String seenAt) {
    Actual {
        Map<String, JsonNode> copy = Fields.map();
        copy.putAll(fields);
        fields = Collections.unmodifiableMap(copy);
    }

    /** The value, or JSON null. */
    JsonNode get(String field) {
        return fields.getOrDefault(field, NullNode.instance);
    }

    /** Whether nobody has changed it in between, as far as the broker tells. */
    boolean isStill(Actual other) {
        return fields.keySet().equals(other.fields.keySet())
                && fields.entrySet().stream()
                        .allMatch(field -> Fields.same(field.getValue(), other.get(field.getKey())))
                && (seenAt.isEmpty() || other.seenAt.isEmpty() || seenAt.equals(other.seenAt));
    }
}
