package dev.seamwright.schemadiff.openapi.containment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A schema as it was written, read by a validator that knows nothing of ours. */
final class Independent {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Schema schema;

    private Independent(Schema schema) {
        this.schema = schema;
    }

    static Independent validator(ObjectNode schema) {
        var plain = schema.deepCopy();
        spellOutFormats(plain);
        return new Independent(SchemaRegistry.withDialect(
                        Dialects.getDraft202012(),
                        builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .failFast(true)
                                .build()))
                .getSchema(MAPPER.readTree(plain.toString())));
    }

    /** JSON Schema has no formats of numbers. */
    private static void spellOutFormats(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("format").asText().equals("int32")) {
            object.remove("format");
            object.withArray("allOf")
                    .addObject()
                    .put("minimum", Integer.MIN_VALUE)
                    .put("maximum", Integer.MAX_VALUE)
                    .put("multipleOf", 1);
        }
        node.forEach(Independent::spellOutFormats);
    }

    boolean allows(JsonNode value) {
        return schema.validate(MAPPER.readTree(value.toString())).isEmpty();
    }
}
