package dev.seamwright.schemadiff.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.contracts.openapi.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keywords that say something by themselves, in the words of JSON Schema 2020-12. */
final class Keywords {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    static final Map<String, Function<Schema, @Nullable JsonNode>> ALONE = alone();

    private Keywords() {}

    private static Map<String, Function<Schema, @Nullable JsonNode>> alone() {
        var all = new LinkedHashMap<String, Function<Schema, @Nullable JsonNode>>();
        all.put("type", Keywords::types);
        all.put("enum", Keywords::values);
        all.put("minimum", schema -> number(schema.minimum()));
        all.put("exclusiveMinimum", schema -> number(schema.exclusiveMinimum()));
        all.put("maximum", schema -> number(schema.maximum()));
        all.put("exclusiveMaximum", schema -> number(schema.exclusiveMaximum()));
        all.put("multipleOf", schema -> number(schema.multipleOf()));
        all.put("minLength", schema -> count(schema.minLength()));
        all.put("maxLength", schema -> count(schema.maxLength()));
        all.put("pattern", schema -> text(schema.pattern()));
        all.put("format", schema -> text(schema.format()));
        all.put("minItems", schema -> count(schema.minItems()));
        all.put("maxItems", schema -> count(schema.maxItems()));
        all.put("uniqueItems", schema -> schema.uniqueItems() ? JSON.booleanNode(true) : null);
        all.put("minProperties", schema -> count(schema.minProperties()));
        all.put("maxProperties", schema -> count(schema.maxProperties()));
        all.put("dependentRequired", Keywords::dependentRequired);
        return all;
    }

    /** A schema of all values that the keyword refuses. */
    static Schema refused(String keyword, JsonNode value) {
        var schema = JSON.objectNode();
        schema.putObject("not").set(keyword, value);
        return Schema.of(schema);
    }

    /** A schema with this keyword and no other. */
    static Schema only(String keyword, JsonNode value) {
        var schema = JSON.objectNode();
        schema.set(keyword, value);
        return Schema.of(schema);
    }

    private static @Nullable JsonNode types(Schema schema) {
        if (schema.types().isEmpty()) {
            return null;
        }
        var types = JSON.arrayNode();
        schema.types().forEach(type -> types.add(type.word()));
        return types;
    }

    private static @Nullable JsonNode values(Schema schema) {
        var values = schema.values();
        if (values == null || values.isEmpty()) {
            return null;
        }
        var array = JSON.arrayNode();
        values.forEach(value -> array.add(value.toJson()));
        return array;
    }

    private static @Nullable JsonNode dependentRequired(Schema schema) {
        if (schema.dependentRequired().isEmpty()) {
            return null;
        }
        var object = JSON.objectNode();
        schema.dependentRequired()
                .forEach((name, others) -> others.forEach(
                        object.withArray("/" + name.replace("~", "~0").replace("/", "~1"))::add));
        return object;
    }

    private static @Nullable JsonNode number(@Nullable BigDecimal number) {
        return number == null ? null : JSON.numberNode(number);
    }

    private static @Nullable JsonNode count(@Nullable BigInteger count) {
        return count == null ? null : JSON.numberNode(count);
    }

    private static @Nullable JsonNode text(@Nullable String text) {
        return text == null ? null : JSON.textNode(text);
    }
}
