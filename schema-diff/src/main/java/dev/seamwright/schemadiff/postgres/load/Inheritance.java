package dev.seamwright.schemadiff.postgres.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How the columns of parents and children come into their order. A child that is created with its parents has their columns first;
 * where its columns stand otherwise, the tables of the family are created empty and get one column after the other, as the parent of
 * such a child got them once.
 */
final class Inheritance {
    private final Contents contents;
    /** Of each table that is built column by column, the columns that are added to it, by the first table of its family. */
    private final Map<List<String>, List<Item>> additions = new HashMap<>();

    private final Set<List<String>> stepwise = new HashSet<>();

    Inheritance(Contents contents) {
        this.contents = contents;
        var odd = contents.all(Kind.TABLE).stream()
                .filter(table -> table.has("inherits") && hasInherited(table) && !isNatural(table))
                .toList();
        for (var table : odd) {
            if (!stepwise.contains(table.key().identity())) {
                var family = family(table);
                var steps = steps(family);
                if (!steps.isEmpty()) {
                    stepwise.addAll(family);
                    // when the youngest exists, all do
                    additions.put(youngest(family), steps);
                }
            }
        }
    }

    /** Whether the table gets its parents when it is created. */
    boolean atCreation(Item table) {
        return isBorn(table);
    }

    List<Item> columnsOfCreation(Item table) {
        if (stepwise.contains(table.key().identity())) {
            return List.of();
        }
        var columns = contents.columns(table.key().identity());
        return atCreation(table)
                ? columns.stream().filter(column -> !column.is("inherited")).toList()
                : columns;
    }

    /** The columns that are added when this table exists. */
    List<Item> additions(Item table) {
        return additions.getOrDefault(table.key().identity(), List.of());
    }

    private List<String> youngest(Set<List<String>> family) {
        return family.stream()
                .max((a, b) -> Long.compare(
                        contents.age(new Fact.Key(Kind.TABLE, a)), contents.age(new Fact.Key(Kind.TABLE, b))))
                .orElseThrow();
    }

    /** Whether the table was created as a child; else it had all its columns when it was given to its parents. */
    private boolean isBorn(Item table) {
        return isNatural(table) || hasInherited(table);
    }

    private boolean hasInherited(Item table) {
        return contents.columns(table.key().identity()).stream().anyMatch(column -> column.is("inherited"));
    }

    private boolean isNatural(Item table) {
        var natural = new LinkedHashSet<String>();
        table.get("inherits").forEach(parent -> names(relation(parent)).forEach(natural::add));
        var own = names(table.key().identity());
        natural.addAll(own);
        return own.equals(List.copyOf(natural));
    }

    private static List<String> relation(JsonNode parent) {
        return Sql.texts(parent).toList();
    }

    private List<String> names(List<String> relation) {
        return contents.columns(relation).stream().map(Item::last).toList();
    }

    /** All tables that are linked by inheritance to this one. */
    private Set<List<String>> family(Item table) {
        var links = new HashMap<List<String>, Set<List<String>>>();
        contents.all(Kind.TABLE)
                .forEach(child -> child.get("inherits").forEach(parent -> {
                    links.computeIfAbsent(child.key().identity(), absent -> new LinkedHashSet<>())
                            .add(relation(parent));
                    links.computeIfAbsent(relation(parent), absent -> new LinkedHashSet<>())
                            .add(child.key().identity());
                }));
        var family = new LinkedHashSet<List<String>>();
        var next = new ArrayList<List<String>>(List.of(table.key().identity()));
        while (!next.isEmpty()) {
            var relation = next.removeLast();
            if (family.add(relation)) {
                next.addAll(links.getOrDefault(relation, Set.of()));
            }
        }
        return family;
    }

    private List<List<String>> parents(List<String> relation) {
        return contents.item(Kind.TABLE, relation).filter(this::isBorn).stream()
                .flatMap(table -> table.get("inherits").valueStream())
                .map(Inheritance::relation)
                .toList();
    }

    /** The columns in an order in which adding them gives each table its own order; empty where there is none. */
    private List<Item> steps(Set<List<String>> family) {
        var declared = new LinkedHashMap<Fact.Key, Item>();
        for (var relation : family) {
            contents.columns(relation).stream()
                    .filter(column -> !column.is("inherited"))
                    .forEach(column -> declared.put(column.key(), column));
        }
        var before = new HashMap<Fact.Key, Set<Fact.Key>>();
        for (var relation : family) {
            var sources = new ArrayList<Fact.Key>();
            for (var column : contents.columns(relation)) {
                sources.add(source(relation, column.last(), declared));
            }
            for (int i = 1; i < sources.size(); i++) {
                if (!sources.get(i).equals(sources.get(i - 1))) {
                    before.computeIfAbsent(sources.get(i), absent -> new TreeSet<>())
                            .add(sources.get(i - 1));
                }
            }
        }
        // what a table has of its own must be there before the same comes from its parent
        declared.keySet()
                .forEach(key -> parents(key.place()).forEach(parent -> {
                    var same = source(parent, key.identity().getLast(), declared);
                    if (declared.containsKey(same)) {
                        before.computeIfAbsent(same, absent -> new TreeSet<>()).add(key);
                    }
                }));
        var steps = new ArrayList<Item>();
        var open = new ArrayList<>(declared.keySet());
        while (!open.isEmpty()) {
            var ready = open.stream()
                    .filter(key -> before.getOrDefault(key, Set.of()).stream().noneMatch(open::contains))
                    .collect(Collectors.toList());
            if (ready.isEmpty()) {
                return List.of();
            }
            ready.forEach(key -> steps.add(declared.get(key)));
            open.removeAll(ready);
        }
        return steps;
    }

    /** Where the column of this relation is declared: here, or by the first ancestor that does. */
    private Fact.Key source(List<String> relation, String column, Map<Fact.Key, Item> declared) {
        var key = new Fact.Key(Kind.COLUMN, List.of(relation.get(0), relation.get(1), column));
        if (declared.containsKey(key)) {
            return key;
        }
        for (var parent : parents(relation)) {
            if (contents.item(Kind.COLUMN, List.of(parent.get(0), parent.get(1), column))
                    .isPresent()) {
                return source(parent, column, declared);
            }
        }
        return key;
    }
}
