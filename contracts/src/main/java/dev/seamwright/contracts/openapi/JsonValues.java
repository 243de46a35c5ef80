package dev.seamwright.contracts.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/** Values as JSON Schema compares them: numbers by what they are worth, objects without order (JSON Schema 2020-12, core, 4.2.2). */
public final class JsonValues {
    private JsonValues() {}

    public static boolean equal(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue()) == 0;
        }
        if (a.isObject() && b.isObject()) {
            return a.size() == b.size()
                    && a.properties().stream().allMatch(member -> {
                        var other = b.get(member.getKey());
                        return other != null && equal(member.getValue(), other);
                    });
        }
        if (a.isArray() && b.isArray()) {
            if (a.size() != b.size()) {
                return false;
            }
            for (var i = 0; i < a.size(); i++) {
                if (!equal(a.get(i), b.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return a.equals(b);
    }

    /** A text that equal values share, and no others. */
    public static String key(JsonNode value) {
        var key = new StringBuilder();
        append(value, key);
        return key.toString();
    }

    private static void append(JsonNode value, StringBuilder key) {
        if (value.isNumber()) {
            var number = value.decimalValue();
            key.append(number.signum() == 0 ? "0" : number.stripTrailingZeros().toString());
        } else if (value.isObject()) {
            key.append('{');
            value.properties().stream().sorted(Map.Entry.comparingByKey()).forEach(member -> {
                append(TextNode.valueOf(member.getKey()), key);
                key.append(':');
                append(member.getValue(), key);
                key.append(',');
            });
            key.append('}');
        } else if (value.isArray()) {
            key.append('[');
            value.forEach(item -> {
                append(item, key);
                key.append(',');
            });
            key.append(']');
        } else {
            key.append(value); // a text with its quotes and escapes, a boolean, null
        }
    }
}
