package dev.seamwright.schemadiff.postgres.load;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.contracts.dbschema.ObjectId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The facts of a schema by kind, parsed once, with what printing asks of them. */
final class Contents {
    private final Map<Kind, List<Item>> byKind = new EnumMap<>(Kind.class);
    private final Map<Fact.Key, Item> byKey = new HashMap<>();
    private final Map<Fact.Key, ObjectId> objectIds;
    private final Map<List<String>, List<Item>> columns = new LinkedHashMap<>();
    /** Of a sequence of an identity column, by schema and name, the relation that it is part of. */
    private final Map<List<String>, List<String>> identitySequences = new HashMap<>();

    private final Set<List<String>> parents = new HashSet<>();

    Contents(DatabaseSchema schema) {
        this.objectIds = schema.objectIds();
        for (var fact : schema.facts()) {
            var item = Item.of(fact);
            byKey.put(fact.key(), item);
            byKind.computeIfAbsent(fact.key().kind(), absent -> new ArrayList<>())
                    .add(item);
            if (item.kind() == Kind.COLUMN) {
                columns.computeIfAbsent(fact.key().place(), absent -> new ArrayList<>())
                        .add(item);
                if (item.has("identity")) {
                    identitySequences.put(
                            Sql.parts(item.get("identity").path("sequence").asText()),
                            fact.key().place());
                }
            }
        }
        columns.replaceAll(this::ordered);
        all(Kind.TABLE).forEach(this::noteParents);
        all(Kind.FOREIGN_TABLE).forEach(this::noteParents);
    }

    private void noteParents(Item table) {
        if (table.has("partitionOf")) {
            parents.add(Sql.texts(table.get("partitionOf")).toList());
        }
        table.get("inherits").forEach(parent -> parents.add(Sql.texts(parent).toList()));
    }

    private List<Item> ordered(List<String> relation, List<Item> unordered) {
        var order = item(Kind.COLUMN_ORDER, relation);
        if (order.isEmpty()) {
            return unordered;
        }
        var byName = unordered.stream().collect(Collectors.toMap(Item::last, Function.identity()));
        var result = new ArrayList<Item>();
        Sql.texts(order.get().get("columns")).forEach(name -> {
            var column = byName.remove(name);
            if (column != null) {
                result.add(column);
            }
        });
        unordered.stream().filter(column -> byName.containsKey(column.last())).forEach(result::add);
        return result;
    }

    List<Item> all(Kind kind) {
        return byKind.getOrDefault(kind, List.of());
    }

    Set<Fact.Key> keys() {
        return Collections.unmodifiableSet(byKey.keySet());
    }

    Optional<Item> item(Kind kind, List<String> identity) {
        return item(new Fact.Key(kind, identity));
    }

    Optional<Item> item(Fact.Key key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** The columns of a relation, in their order. */
    List<Item> columns(List<String> relation) {
        return columns.getOrDefault(relation, List.of());
    }

    /** What the relation is: a table, a foreign table, a view or a materialized view. */
    Optional<Item> relation(List<String> name) {
        for (var kind : List.of(Kind.TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW, Kind.FOREIGN_TABLE)) {
            var found = item(kind, name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    boolean isParent(List<String> relation) {
        return parents.contains(relation);
    }

    Optional<List<String>> tableOfIdentity(List<String> sequence) {
        return Optional.ofNullable(identitySequences.get(sequence));
    }

    /** Objects that were made first come first; 0 where it is not known. */
    long age(Fact.Key key) {
        var id = objectIds.get(key);
        return id == null ? 0 : id.oid();
    }
}
