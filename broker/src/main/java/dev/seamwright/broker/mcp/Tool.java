package dev.seamwright.broker.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;

/**
 * Something that an agent can ask for: one definition for every transport.
 *
 * @param writes whether it can change something
 */
record Tool(
        String name,
        String title,
        String description,
        ObjectNode inputSchema,
        boolean writes,
        Function<Call, ToolAnswer> work) {

    ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("name", name).put("title", title).put("description", description);
        json.set("inputSchema", inputSchema);
        json.putObject("annotations")
                .put("title", title)
                .put("readOnlyHint", !writes)
                .put("destructiveHint", false)
                .put("idempotentHint", true)
                .put("openWorldHint", false);
        return json;
    }
}
