package dev.seamwright.schemadiff.postgres.seam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The relations of a schema with their columns and keys, looked up by name. */
final class Tables {
    private static final Set<Kind> RELATIONS =
            EnumSet.of(Kind.TABLE, Kind.FOREIGN_TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW);

    private final DatabaseSchema schema;
    private final Map<List<String>, List<Fact>> facts = new HashMap<>();
    private final Map<List<String>, Optional<Table>> tables = new HashMap<>();

    Tables(DatabaseSchema schema) {
        this.schema = schema;
        for (var fact : schema.facts()) {
            if (fact.key().kind().depth() == 2) {
                facts.computeIfAbsent(fact.key().place(), absent -> new ArrayList<>())
                        .add(fact);
            }
        }
    }

    DatabaseSchema schema() {
        return schema;
    }

    /** The relation of this schema and name. */
    Optional<Table> find(List<String> place) {
        return tables.computeIfAbsent(place, this::read);
    }

    /** All relations of the kind, in the order of the facts. */
    List<Table> all(Kind kind) {
        return schema.facts().stream()
                .filter(fact -> fact.key().kind() == kind)
                .flatMap(fact -> find(fact.key().place()).stream())
                .toList();
    }

    /** The labels of an enum, as a type is written in a column. */
    Optional<List<String>> enumLabels(String type) {
        return ofType(Kind.ENUM, type).map(fact -> texts(fact.members().path("labels")));
    }

    /** The type of the column, with its labels if it has some. */
    String described(Column column) {
        return enumLabels(column.type())
                .map(labels -> "%s (%s)".formatted(column.type(), String.join(", ", labels)))
                .orElse(column.type());
    }

    /** The type below a domain, or the type itself. */
    String withoutDomain(String type) {
        return ofType(Kind.DOMAIN, type)
                .map(fact -> withoutDomain(fact.members().path("type").asText()))
                .orElse(type);
    }

    private Optional<Fact> ofType(Kind kind, String type) {
        // a quoted name may hold a dot; such a type is compared by its text alone
        int dot = type.indexOf('.');
        return dot < 0 ? Optional.empty() : schema.fact(kind, type.substring(0, dot), type.substring(dot + 1));
    }

    private Optional<Table> read(List<String> place) {
        var own = facts.getOrDefault(place, List.of());
        return own.stream()
                .filter(fact -> RELATIONS.contains(fact.key().kind()))
                .findFirst()
                .map(relation -> table(relation, own));
    }

    private static Table table(Fact relation, List<Fact> own) {
        var columns = new HashMap<String, Column>();
        var order = new ArrayList<String>();
        var primaryKey = new LinkedHashSet<String>();
        var keys = new LinkedHashSet<Set<String>>();
        var checks = new LinkedHashSet<String>();
        var indexes = new HashMap<String, Set<String>>();
        for (var fact : own) {
            var name = fact.key().identity().getLast();
            var members = fact.members();
            switch (fact.key().kind()) {
                case COLUMN -> columns.put(name, column(name, members));
                case COLUMN_ORDER -> order.addAll(texts(members.path("columns")));
                case CONSTRAINT -> {
                    var key = Set.copyOf(texts(members.path("columns")));
                    switch (members.path("type").asText()) {
                        case "primary key" -> {
                            primaryKey.addAll(texts(members.path("columns")));
                            keys.add(key);
                            indexes.put(name, key);
                        }
                        case "unique" -> {
                            keys.add(key);
                            indexes.put(name, key);
                        }
                        case "check" -> checks.add(members.path("expression").asText());
                        default -> {}
                    }
                }
                case INDEX -> {
                    var key = new HashSet<String>();
                    members.path("keys")
                            .forEach(part -> key.add(part.path("column").asText()));
                    if (members.path("unique").asBoolean() && !members.has("predicate") && !key.contains("")) {
                        keys.add(Set.copyOf(key));
                        indexes.put(name, Set.copyOf(key));
                    }
                }
                default -> {}
            }
        }
        var ordered = new LinkedHashMap<String, Column>();
        for (var name : order) {
            var column = columns.get(name);
            if (column != null) {
                ordered.put(name, column);
            }
        }
        var members = relation.members();
        return new Table(
                relation.key().place(),
                relation.key().kind(),
                members,
                ordered,
                primaryKey,
                keys,
                checks,
                replicaIdentity(members.path("replicaIdentity").asText(), ordered.keySet(), primaryKey, indexes));
    }

    private static Column column(String name, JsonNode members) {
        var value = members.path("default").asText();
        boolean counted = members.has("identity") || value.startsWith("nextval(");
        return new Column(
                name,
                members.path("type").asText(),
                members.path("collation").asText(),
                members.path("notNull").asBoolean(),
                counted || !value.isEmpty() || members.has("generated"),
                counted,
                members.has("generated"));
    }

    private static Optional<Set<String>> replicaIdentity(
            String setting, Set<String> columns, Set<String> primaryKey, Map<String, Set<String>> indexes) {
        if (setting.isEmpty()) {
            return primaryKey.isEmpty() ? Optional.empty() : Optional.of(Set.copyOf(primaryKey));
        }
        if (setting.equals("full")) {
            return Optional.of(Set.copyOf(columns));
        }
        return indexes.entrySet().stream()
                .filter(index ->
                        setting.endsWith("." + index.getKey()) || setting.endsWith(".\"" + index.getKey() + "\""))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
