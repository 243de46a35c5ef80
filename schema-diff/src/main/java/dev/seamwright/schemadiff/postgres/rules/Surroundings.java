package dev.seamwright.schemadiff.postgres.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A schema with what rules ask of it, found once. */
final class Surroundings {
    private static final List<Kind> RELATIONS =
            List.of(Kind.TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW, Kind.FOREIGN_TABLE, Kind.SEQUENCE);

    private final DatabaseSchema schema;
    private final Map<List<String>, List<Fact>> byPlace = new HashMap<>();
    private final Map<Fact.Key, JsonNode> members = new HashMap<>();

    Surroundings(DatabaseSchema schema) {
        this.schema = schema;
        for (var fact : schema.facts()) {
            byPlace.computeIfAbsent(fact.key().place(), absent -> new ArrayList<>())
                    .add(fact);
        }
    }

    DatabaseSchema schema() {
        return schema;
    }

    /** The payload of a fact, parsed once. */
    JsonNode members(Fact fact) {
        return members.computeIfAbsent(fact.key(), absent -> fact.members());
    }

    /** What kind of relation has the name. */
    Optional<Kind> relationKind(String schemaName, String relation) {
        return RELATIONS.stream()
                .filter(kind -> schema.fact(kind, schemaName, relation).isPresent())
                .findFirst();
    }

    /** The facts of one kind that belong to a relation, in their order. */
    List<Fact> facts(Kind kind, String schemaName, String relation) {
        return byPlace.getOrDefault(List.of(schemaName, relation), List.of()).stream()
                .filter(fact -> fact.key().kind() == kind)
                .toList();
    }

    /** The facts of one kind that belong to a schema, in their order. */
    List<Fact> facts(Kind kind, String schemaName) {
        return byPlace.getOrDefault(List.of(schemaName), List.of()).stream()
                .filter(fact -> fact.key().kind() == kind)
                .toList();
    }

    /** The columns of a relation with their payloads, in their order. */
    Map<String, JsonNode> columns(String schemaName, String relation) {
        var columns = new LinkedHashMap<String, JsonNode>();
        schema.fact(Kind.COLUMN_ORDER, schemaName, relation)
                .ifPresent(order -> members(order)
                        .path("columns")
                        .valueStream()
                        .forEach(name -> schema.fact(Kind.COLUMN, schemaName, relation, name.asText())
                                .ifPresent(column -> columns.put(name.asText(), members(column)))));
        return columns;
    }

    /** The payload of a type of this kind that a column names, {@code public.mood} for example. */
    Optional<JsonNode> type(Kind kind, String name) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        return schema.fact(kind, unquoted(name.substring(0, dot)), unquoted(name.substring(dot + 1)))
                .map(this::members);
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") && name.endsWith("\"") && name.length() > 1
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name;
    }
}
