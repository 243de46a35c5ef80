package dev.seamwright.schemadiff.postgres.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A rule's remedy with the names of the very object: {@code {relation}}, {@code {schema}}, {@code {name}}, {@code {1}} for a part of
 * the identity, and {@code {old.type}}, {@code {new.type}} for members of the payload before and after.
 */
final class Remedy {
    private static final Pattern NAME = Pattern.compile("\\{([a-z0-9.A-Z]+)}");

    private Remedy() {}

    static String of(SchemaRule rule, Situation situation) {
        return NAME.matcher(rule.rule().remedy())
                .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), situation)));
    }

    private static String value(String name, Situation situation) {
        return switch (name) {
            case "relation" -> situation.identity().size() > 1 ? situation.relation() : value("name", situation);
            case "schema" -> situation.identity().isEmpty() ? "" : Sql.name(situation.part(0));
            case "name" -> situation.identity().isEmpty() ? "" : Sql.name(situation.lastName());
            default -> member(name, situation);
        };
    }

    private static String member(String name, Situation situation) {
        if (name.startsWith("old.")) {
            return text(situation.old().at(pointer(name)));
        }
        if (name.startsWith("new.")) {
            return text(situation.now().at(pointer(name)));
        }
        if (name.matches("\\d")) {
            int part = Integer.parseInt(name);
            return part < situation.identity().size() ? situation.part(part) : "";
        }
        return "{" + name + "}";
    }

    private static String pointer(String name) {
        return "/" + name.substring(4).replace('.', '/');
    }

    private static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "(none)";
        }
        if (value.isArray()) {
            return value.valueStream().map(JsonNode::asText).map(Sql::name).collect(Collectors.joining(", "));
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
