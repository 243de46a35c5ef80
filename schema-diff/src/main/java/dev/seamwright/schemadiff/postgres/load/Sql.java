package dev.seamwright.schemadiff.postgres.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names, strings and lists as SQL text. */
final class Sql {
    /** Settings whose value is a list of names, each quoted by itself (variable_is_guc_list_quote in pg_dump). */
    private static final Set<String> LISTS = Set.of(
            "local_preload_libraries",
            "search_path",
            "session_preload_libraries",
            "shared_preload_libraries",
            "temp_tablespaces",
            "unix_socket_directories");

    private Sql() {}

    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String names(JsonNode array) {
        return texts(array).map(Sql::name).collect(Collectors.joining(", "));
    }

    /** A name with its schema: an array of two or more parts. */
    static String qualified(JsonNode parts) {
        return texts(parts).map(Sql::name).collect(Collectors.joining("."));
    }

    static Stream<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText);
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    static String role(String role) {
        return role.equals("public") ? "PUBLIC" : name(role);
    }

    /** Storage parameters: {@code "fillfactor" = '70'}; each name after {@code prefix}. */
    static List<String> parameters(String prefix, JsonNode options) {
        return members(options)
                .map(option -> prefix + name(option.getKey()) + " = "
                        + literal(option.getValue().asText()))
                .toList();
    }

    /** Options of foreign data: {@code OPTIONS ("host" 'h')} with a space before it; empty without any. */
    static String options(JsonNode options) {
        return options.isEmpty() ? "" : " OPTIONS (" + foreign("", options) + ")";
    }

    static String foreign(String verb, JsonNode options) {
        return members(options)
                .map(option -> verb + name(option.getKey()) + " "
                        + literal(option.getValue().asText()))
                .collect(Collectors.joining(", "));
    }

    static Stream<Map.Entry<String, JsonNode>> members(JsonNode object) {
        return object.properties().stream();
    }

    /** {@code "work_mem" TO '8MB'}. */
    static String setting(String parameter, String value) {
        var text = LISTS.contains(parameter)
                ? list(value).stream().map(Sql::literal).collect(Collectors.joining(", "))
                : literal(value);
        // the parts of a parameter's name are separate names
        var quoted = Arrays.stream(parameter.split("\\.", -1)).map(Sql::name).collect(Collectors.joining("."));
        return quoted + " TO " + (text.isEmpty() ? "''" : text);
    }

    /** The elements of a list as PostgreSQL writes it: separated by commas, in double quotes where needed. */
    private static List<String> list(String value) {
        var elements = new ArrayList<String>();
        var element = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < value.length() && value.charAt(i + 1) == '"') {
                    element.append(c);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                elements.add(element.toString());
                element.setLength(0);
            } else if (quoted || c != ' ') {
                element.append(c);
            }
        }
        elements.add(element.toString());
        return elements;
    }

    /** The name alone of {@code name(types)}; quoted names may hold parentheses. */
    static String withoutTypes(String signature) {
        int open = outside(signature, '(', 0);
        return open < 0 ? signature : signature.substring(0, open);
    }

    /** The last part of a quoted, qualified name. */
    static String lastPart(String qualified) {
        int start = 0;
        for (int dot = outside(qualified, '.', 0); dot >= 0; dot = outside(qualified, '.', start)) {
            start = dot + 1;
        }
        return qualified.substring(start);
    }

    /** The names in a quoted, qualified name. */
    static List<String> parts(String qualified) {
        var parts = new ArrayList<String>();
        int start = 0;
        for (int dot = outside(qualified, '.', 0); dot >= 0; dot = outside(qualified, '.', start)) {
            parts.add(unquoted(qualified.substring(start, dot)));
            start = dot + 1;
        }
        parts.add(unquoted(qualified.substring(start)));
        return parts;
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    /** Where {@code wanted} first stands outside of double quotes; negative: nowhere. */
    static int outside(String text, char wanted, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == wanted && !quoted) {
                return i;
            }
        }
        return -1;
    }
}
