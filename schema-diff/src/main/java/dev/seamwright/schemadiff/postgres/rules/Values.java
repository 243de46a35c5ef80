package dev.seamwright.schemadiff.postgres.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.dbschema.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Literals that a column takes. */
final class Values {
    private Values() {}

    /**
     * The {@code number}th literal of a type, each another one where the type has as many; empty for types of which none is known.
     *
     * @param type as PostgreSQL writes it, {@code character varying(20)} for example
     */
    static Optional<String> literal(Surroundings schema, String type, int number) {
        if (type.endsWith("[]")) {
            return Optional.of("'{}'");
        }
        var domain = schema.type(Kind.DOMAIN, type);
        if (domain.isPresent()) {
            return literal(schema, domain.get().path("type").asText(), number);
        }
        var labels = schema.type(Kind.ENUM, type).map(members -> members.path("labels"));
        if (labels.isPresent()) {
            var list = labels.get().valueStream().map(JsonNode::asText).toList();
            return list.isEmpty() ? Optional.empty() : Optional.of(Sql.text(list.get(number % list.size())));
        }
        return Optional.ofNullable(
                switch (base(type)) {
                    case "smallint", "integer", "bigint", "numeric", "real", "double precision", "money", "oid" ->
                        String.valueOf(number + 1);
                    case "character varying", "character", "text", "bpchar", "name", "\"char\"", "citext" ->
                        "'" + (char) ('a' + number % 26) + "'";
                    case "boolean" -> number % 2 == 0 ? "true" : "false";
                    case "uuid" -> "'00000000-0000-4000-8000-%012d'".formatted(number);
                    case "date", "timestamp", "timestamp without time zone", "timestamp with time zone" ->
                        "'2026-01-%02d'".formatted(number % 28 + 1);
                    case "time", "time without time zone", "time with time zone" ->
                        "'%02d:00:00'".formatted(number % 24);
                    case "interval" -> "'%d days'".formatted(number + 1);
                    case "json", "jsonb" -> "'{\"a\": %d}'".formatted(number);
                    case "bytea" -> "'\\x%02x'".formatted(number % 256);
                    case "inet", "cidr" -> "'10.0.0.%d'".formatted(number % 256);
                    case "bit", "bit varying" -> type.endsWith("(1)") || type.equals("bit") ? "B'1'" : null;
                    case "point" -> "'(%d,1)'".formatted(number);
                    case "tsvector" -> "'a%d'".formatted(number);
                    case "xml" -> "'<a/>'";
                    default -> null;
                });
    }

    /** Literals among which a constraint may refuse one. */
    static List<String> odd(Surroundings schema, String type) {
        var domain = schema.type(Kind.DOMAIN, type);
        if (domain.isPresent()) {
            return odd(schema, domain.get().path("type").asText());
        }
        var labels = schema.type(Kind.ENUM, type).map(members -> members.path("labels"));
        if (labels.isPresent()) {
            return labels.get()
                    .valueStream()
                    .map(label -> Sql.text(label.asText()))
                    .toList();
        }
        return switch (base(type)) {
            case "smallint", "integer", "bigint", "numeric", "real", "double precision" ->
                List.of("0", "-1", "1", "9999");
            case "character varying", "character", "text", "bpchar", "citext" ->
                List.of("''", "'?'", "'Abc'", "repeat('x', 300)");
            case "boolean" -> List.of("false", "true");
            case "date", "timestamp", "timestamp without time zone", "timestamp with time zone" ->
                List.of("'1900-01-01'", "'2999-01-01'");
            case "json", "jsonb" -> List.of("'{}'", "'[]'", "'1'");
            case "interval" -> List.of("'-1 day'", "'0'", "'1000 years'");
            default -> List.of();
        };
    }

    /** The type without its length or precision. */
    static String base(String type) {
        int open = type.indexOf('(');
        return open < 0 ? type : (type.substring(0, open) + type.substring(type.indexOf(')') + 1)).strip();
    }

    /** What stands in the parentheses of a type, empty for none. */
    static List<Integer> modifiers(String type) {
        int open = type.indexOf('(');
        if (open < 0 || !type.substring(open + 1, type.indexOf(')')).matches("-?\\d+(,-?\\d+)*")) {
            return List.of();
        }
        return Arrays.stream(type.substring(open + 1, type.indexOf(')')).split(","))
                .map(Integer::valueOf)
                .toList();
    }
}
