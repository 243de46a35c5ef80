package dev.seamwright.verifier.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.Parameter;
import dev.seamwright.contracts.openapi.Parameter.Style;
import dev.seamwright.contracts.openapi.Schema;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values of parameters, headers and forms, which travel as texts, by the styles of OpenAPI. */
final class Wire {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,80}(\\.\\d{1,80})?([eE][+-]?\\d{1,3})?");

    private Wire() {}

    /** The value that a text stands for where these types are allowed; null if it is none of them. */
    static @Nullable JsonNode typed(Set<Schema.Type> types, JsonNode value) {
        if (!value.isTextual()) {
            return value;
        }
        var text = value.textValue();
        var number = number(text);
        if (number != null
                && (types.contains(Schema.Type.NUMBER)
                        || (types.contains(Schema.Type.INTEGER)
                                && number.decimalValue().stripTrailingZeros().scale() <= 0))) {
            return number;
        }
        if (types.contains(Schema.Type.BOOLEAN) && (text.equals("true") || text.equals("false"))) {
            return BooleanNode.valueOf(text.equals("true"));
        }
        if (types.contains(Schema.Type.STRING)) {
            return value;
        }
        return types.contains(Schema.Type.NULL) && (text.isEmpty() || text.equals("null")) ? NullNode.instance : null;
    }

    /** The value where no type is said: a number, if bounds are. */
    static JsonNode meant(Schema schema, JsonNode value) {
        var bounded = schema.minimum() != null
                || schema.maximum() != null
                || schema.exclusiveMinimum() != null
                || schema.exclusiveMaximum() != null
                || schema.multipleOf() != null;
        var number = bounded && value.isTextual() ? number(value.textValue()) : null;
        return number == null ? value : number;
    }

    private static @Nullable JsonNode number(String text) {
        return NUMBER.matcher(text).matches() ? DecimalNode.valueOf(new BigDecimal(text)) : null;
    }

    /** The types that a schema may allow; all, if it says nothing. */
    static Set<Schema.Type> types(Schema schema) {
        var types = EnumSet.noneOf(Schema.Type.class);
        var parts = reached(schema, part -> part.types().isEmpty());
        for (var part : parts) {
            types.addAll(part.types());
            if (part.types().isEmpty() && within(part).isEmpty()) {
                types.addAll(implied(part));
            }
        }
        if (types.isEmpty()) {
            parts.forEach(part -> types.addAll(implied(part)));
        }
        return types.isEmpty() ? EnumSet.allOf(Schema.Type.class) : types;
    }

    private static Set<Schema.Type> implied(Schema schema) {
        if (!schema.properties().isEmpty()) {
            return EnumSet.of(Schema.Type.OBJECT);
        }
        return schema.items().isPresent() ? EnumSet.of(Schema.Type.ARRAY) : EnumSet.noneOf(Schema.Type.class);
    }

    /** What a schema is made of or a choice of, all the way down; each once, however many ways lead there. */
    private static List<Schema> reached(Schema schema, Predicate<Schema> further) {
        var seen = Collections.<Schema>newSetFromMap(new IdentityHashMap<>());
        var all = new ArrayList<Schema>();
        var agenda = new ArrayDeque<Schema>();
        agenda.push(schema);
        while (!agenda.isEmpty()) {
            var part = agenda.pop();
            if (seen.add(part)) {
                all.add(part);
                if (further.test(part)) {
                    within(part).reversed().forEach(agenda::push);
                }
            }
        }
        return all;
    }

    private static List<Schema> within(Schema schema) {
        var parts = new ArrayList<Schema>();
        schema.reference().ifPresent(parts::add);
        parts.addAll(schema.allOf());
        parts.addAll(schema.anyOf());
        parts.addAll(schema.oneOf());
        return parts;
    }

    /** All that one text may stand for: in a path, a header or a cookie. */
    static List<JsonNode> readings(Parameter parameter, String text, Schema schema) {
        var types = types(schema);
        var readings = new ArrayList<JsonNode>();
        var explode = parameter.explode();
        var style = parameter.style();
        var body = text;
        var separator = ",";
        switch (style) {
            case LABEL -> {
                body = text.startsWith(".") ? text.substring(1) : text;
                separator = explode ? "." : ",";
            }
            case MATRIX -> {
                var prefix = ";" + parameter.name() + "=";
                separator = explode ? ";" : ",";
                if (types.contains(Schema.Type.ARRAY) && explode) {
                    body = body.replace(prefix, ";").replaceFirst("^;", "");
                } else {
                    body = text.startsWith(prefix)
                            ? text.substring(prefix.length())
                            : text.startsWith(";") ? text.substring(1) : text;
                }
            }
            case SPACE_DELIMITED -> separator = " ";
            case PIPE_DELIMITED -> separator = "|";
            case TAB_DELIMITED -> separator = "\t";
            case SIMPLE, FORM, DEEP_OBJECT, COOKIE -> {
                // commas
            }
        }
        if (types.contains(Schema.Type.ARRAY)) {
            readings.add(array(split(body, separator), schema));
        }
        if (types.contains(Schema.Type.OBJECT)) {
            readings.add(object(split(body, separator), explode));
        }
        if (types.stream().anyMatch(type -> type != Schema.Type.ARRAY && type != Schema.Type.OBJECT)) {
            readings.add(TextNode.valueOf(style == Style.SIMPLE || style == Style.FORM ? text : body));
        }
        return readings;
    }

    /** All that a parameter of a query may stand for; empty if it is not there. */
    static List<JsonNode> query(Parameter parameter, Map<String, List<String>> query, Schema schema) {
        var types = types(schema);
        var readings = new ArrayList<JsonNode>();
        var name = parameter.name();
        if (parameter.style() == Style.DEEP_OBJECT) {
            var object = deep(name, query);
            if (!object.isEmpty()) {
                readings.add(object);
                return readings;
            }
        }
        var values = query.get(name);
        if (values == null) {
            values = query.get(name + "[]");
        }
        if (values == null) {
            if (types.contains(Schema.Type.OBJECT) && parameter.style() == Style.FORM && parameter.explode()) {
                var object = members(schema, query);
                if (!object.isEmpty()) {
                    readings.add(object);
                }
            }
            return readings;
        }
        if (types.contains(Schema.Type.ARRAY)) {
            var items = new ArrayList<String>();
            // what delimiters mean beside explode is not defined (OpenAPI 3.1 §4.8.12.3): either will do
            var isWhole =
                    parameter.explode() && (parameter.style() == Style.FORM || parameter.style() == Style.DEEP_OBJECT);
            for (var value : values) {
                items.addAll(isWhole ? List.of(value) : split(value, separator(parameter.style())));
            }
            readings.add(array(items, schema));
        }
        if (values.size() == 1) {
            if (types.contains(Schema.Type.OBJECT)) {
                readings.add(object(split(values.getFirst(), separator(parameter.style())), false));
            }
            if (types.stream().anyMatch(type -> type != Schema.Type.ARRAY && type != Schema.Type.OBJECT)) {
                readings.add(TextNode.valueOf(values.getFirst()));
            }
        } else if (readings.isEmpty()) {
            readings.add(array(values));
        }
        return readings;
    }

    private static String separator(Style style) {
        return switch (style) {
            case SPACE_DELIMITED -> " ";
            case PIPE_DELIMITED -> "|";
            case TAB_DELIMITED -> "\t";
            default -> ",";
        };
    }

    private static List<String> split(String text, String separator) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(Pattern.quote(separator), -1));
    }

    /** Items that are arrays themselves are so in 2.0 alone, where they have a format of their own. */
    private static JsonNode array(List<String> texts, Schema schema) {
        var items = schema.reference().flatMap(Schema::items).or(schema::items);
        if (items.isEmpty() || !types(items.get()).equals(EnumSet.of(Schema.Type.ARRAY))) {
            return array(texts);
        }
        var format =
                items.get().node().get("collectionFormat").flatMap(Node::text).orElse("csv");
        var separator = switch (format) {
            case "ssv" -> " ";
            case "tsv" -> "\t";
            case "pipes" -> "|";
            default -> ",";
        };
        var array = JSON.arrayNode();
        texts.forEach(text -> array.add(array(split(text, separator), items.get())));
        return array;
    }

    private static JsonNode array(List<String> items) {
        var array = JSON.arrayNode();
        items.forEach(array::add);
        return array;
    }

    private static JsonNode object(List<String> parts, boolean explode) {
        var object = JSON.objectNode();
        if (explode) {
            for (var part : parts) {
                var equals = part.indexOf('=');
                object.put(equals < 0 ? part : part.substring(0, equals), equals < 0 ? "" : part.substring(equals + 1));
            }
        } else {
            for (var i = 0; i + 1 < parts.size(); i += 2) {
                object.put(parts.get(i), parts.get(i + 1));
            }
        }
        return object;
    }

    /** Members that travel as parameters of their own. */
    private static ObjectNode members(Schema schema, Map<String, List<String>> query) {
        var object = JSON.objectNode();
        names(schema).forEach(name -> {
            var values = query.get(name);
            if (values != null) {
                object.set(name, values.size() == 1 ? TextNode.valueOf(values.getFirst()) : array(values));
            }
        });
        return object;
    }

    /** The names of the members that a schema declares. */
    static Set<String> names(Schema schema) {
        var names = new LinkedHashSet<String>();
        reached(schema, any -> true)
                .forEach(part -> names.addAll(part.properties().keySet()));
        return names;
    }

    /** {@code name[a][b]=1} as an object in an object. */
    private static ObjectNode deep(String name, Map<String, List<String>> query) {
        var object = JSON.objectNode();
        query.forEach((key, values) -> {
            if (!key.startsWith(name + "[") || !key.endsWith("]")) {
                return;
            }
            var steps = key.substring(name.length() + 1, key.length() - 1).split("]\\[", -1);
            var at = object;
            for (var i = 0; i + 1 < steps.length; i++) {
                at = at.get(steps[i]) instanceof ObjectNode inner ? inner : at.putObject(steps[i]);
            }
            var last = steps[steps.length - 1];
            at.set(last, values.size() == 1 ? TextNode.valueOf(values.getFirst()) : array(values));
        });
        return object;
    }

    /** A form as an object, whose texts are read by the schema of each member. */
    static ObjectNode form(Map<String, List<String>> fields, Schema schema) {
        var object = JSON.objectNode();
        fields.forEach((name, values) -> {
            var bracket = name.indexOf('[');
            if (bracket > 0 && !name.endsWith("[]")) {
                var outer = name.substring(0, bracket);
                object.set(outer, deep(outer, fields));
                return;
            }
            var plain = name.endsWith("[]") ? name.substring(0, name.length() - 2) : name;
            var array = values.size() > 1 || name.endsWith("[]");
            var property = property(schema, plain);
            if (property != null
                    && types(property).contains(Schema.Type.ARRAY)
                    && !types(property).contains(Schema.Type.STRING)) {
                var items = new ArrayList<String>();
                values.forEach(value -> items.addAll(values.size() == 1 ? split(value, ",") : List.of(value)));
                object.set(plain, array(items));
            } else {
                object.set(plain, array ? array(values) : TextNode.valueOf(values.getFirst()));
            }
        });
        return object;
    }

    private static @Nullable Schema property(Schema schema, String name) {
        return reached(schema, any -> true).stream()
                .flatMap(part -> Optional.ofNullable(part.properties().get(name)).stream())
                .findFirst()
                .orElse(null);
    }
}
