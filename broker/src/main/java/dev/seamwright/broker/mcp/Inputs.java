package dev.seamwright.broker.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Builds the schema of a tool's arguments: JSON Schema of the plain kind that every client understands. */
final class Inputs {
    static final String CONTINUE = "continue";
    static final String MAX_CHARS = "max_chars";
    static final int LEAST_CHARS = 500;
    static final int MOST_CHARS = 20_000;
    static final int DEFAULT_CHARS = 6_000;

    private final ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    private final ObjectNode properties = schema.putObject("properties");

    Inputs text(String name, String description) {
        properties.putObject(name).put("type", "string").put("description", description);
        return this;
    }

    Inputs required(String name, String description) {
        text(name, description);
        schema.withArray("required").add(name);
        return this;
    }

    Inputs flag(String name, boolean otherwise, String description) {
        properties
                .putObject(name)
                .put("type", "boolean")
                .put("default", otherwise)
                .put("description", description);
        return this;
    }

    /** Objects of any members. */
    Inputs object(String name, String description) {
        properties.putObject(name).put("type", "object").put("description", description);
        return this;
    }

    /** Objects of any members, in order. */
    Inputs objects(String name, String description) {
        properties
                .putObject(name)
                .put("type", "array")
                .put("description", description)
                .putObject("items")
                .put("type", "object");
        return this;
    }

    /** Versions of participants. */
    Inputs versions(boolean isRequired, String description) {
        var item = properties
                .putObject("versions")
                .put("type", "array")
                .put("minItems", 1)
                .put("maxItems", 10)
                .put("description", description)
                .putObject("items")
                .put("type", "object");
        var members = item.putObject("properties");
        members.putObject("participant").put("type", "string");
        members.putObject("version").put("type", "string");
        members.putObject("branch").put("type", "string").put("description", "Its head, in place of a version.");
        item.putArray("required").add("participant");
        if (isRequired) {
            schema.withArray("required").add("versions");
        }
        return this;
    }

    /** The schema, with what every tool takes. */
    ObjectNode schema() {
        text(CONTINUE, "The handle of a cut answer, to go on with it; all other arguments as before.");
        properties
                .putObject(MAX_CHARS)
                .put("type", "integer")
                .put("minimum", LEAST_CHARS)
                .put("maximum", MOST_CHARS)
                .put("default", DEFAULT_CHARS)
                .put("description", "How many characters of the answer to give at most.");
        return schema.put("additionalProperties", false);
    }
}
