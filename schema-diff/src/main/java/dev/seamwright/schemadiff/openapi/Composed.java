package dev.seamwright.schemadiff.openapi;

import dev.seamwright.contracts.openapi.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Keywords whose values are schemas, by which a difference is called that nothing smaller shows. */
final class Composed {
    static final Map<String, Function<Schema, List<Schema>>> ALL = all();

    private Composed() {}

    private static Map<String, Function<Schema, List<Schema>>> all() {
        var all = new LinkedHashMap<String, Function<Schema, List<Schema>>>();
        all.put("oneOf", Schema::oneOf);
        all.put("anyOf", Schema::anyOf);
        all.put(
                "discriminator",
                schema -> schema.discriminator().stream()
                        .flatMap(discriminator -> discriminator.mapping().values().stream())
                        .toList());
        all.put("not", schema -> schema.not().stream().toList());
        all.put("if", schema -> schema.condition().stream().toList());
        all.put("then", schema -> schema.then().stream().toList());
        all.put("else", schema -> schema.otherwise().stream().toList());
        all.put(
                "dependentSchemas",
                schema -> List.copyOf(schema.dependentSchemas().values()));
        all.put(
                "patternProperties",
                schema -> List.copyOf(schema.patternProperties().values()));
        all.put("propertyNames", schema -> schema.propertyNames().stream().toList());
        all.put(
                "additionalProperties",
                schema -> schema.additionalProperties().stream().toList());
        all.put(
                "unevaluatedProperties",
                schema -> schema.unevaluatedProperties().stream().toList());
        all.put("prefixItems", Schema::prefixItems);
        all.put("items", schema -> schema.items().stream().toList());
        all.put("contains", schema -> schema.contains().stream().toList());
        all.put("unevaluatedItems", schema -> schema.unevaluatedItems().stream().toList());
        all.put("properties", schema -> List.copyOf(schema.properties().values()));
        all.put("allOf", Schema::allOf);
        return all;
    }
}
