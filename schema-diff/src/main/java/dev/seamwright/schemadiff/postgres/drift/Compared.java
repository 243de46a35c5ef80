package dev.seamwright.schemadiff.postgres.drift;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
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

/**
 * A schema as it is compared: without what is a migration tool's, what the caller leaves out, and what servers of several major
 * versions tell differently of the same statements.
 *
 * @param disregarded what is missing, each named
 */
record Compared(DatabaseSchema schema, List<Disregarded> disregarded) {
    Compared {
        disregarded = List.copyOf(disregarded);
    }

    /**
     * What of the schema is compared.
     *
     * @param acrossMajors whether it is compared with the schema of a server of another major version
     * @param hidden facts of which only the existence is known, to one side at least
     */
    static Compared of(DatabaseSchema schema, Set<Aspect> without, boolean acrossMajors, Set<Fact.Key> hidden) {
        return new Selection(schema, without, acrossMajors, hidden).compared();
    }

    static Compared of(DatabaseSchema schema, Set<Aspect> without, boolean acrossMajors) {
        return of(schema, without, acrossMajors, Set.of());
    }

    private static final class Selection {
        private final DatabaseSchema schema;
        private final Set<Kind> kinds = new HashSet<>();
        private final Set<String> members = new LinkedHashSet<>();
        private final boolean acrossMajors;
        private final Set<Fact.Key> hidden;
        private final Map<List<String>, MigrationTool> tools;
        private final Set<Disregarded> disregarded = new LinkedHashSet<>();

        private Selection(DatabaseSchema schema, Set<Aspect> without, boolean acrossMajors, Set<Fact.Key> hidden) {
            this.schema = schema;
            this.acrossMajors = acrossMajors;
            this.hidden = hidden;
            this.tools = toolTables(schema);
            for (var aspect : without.stream().sorted().toList()) {
                kinds.addAll(aspect.kinds());
                if (!aspect.member().isEmpty()) {
                    members.add(aspect.member());
                }
                disregarded.add(new Disregarded(aspect.word(), "left out by request"));
            }
        }

        private Compared compared() {
            tools.forEach((table, tool) -> disregarded.add(
                    new Disregarded(Words.subject(new Fact.Key(kindOf(table), table)), tool.provenance())));
            var toolSchemas = schemasOfToolsAlone();
            var facts = new ArrayList<Fact>();
            for (var fact : schema.facts()) {
                var place = fact.key().place();
                if (!kinds.contains(fact.key().kind())
                        && !tools.containsKey(place)
                        && !(place.size() == 1 && toolSchemas.contains(place.getFirst()))) {
                    facts.add(compared(fact));
                }
            }
            return new Compared(
                    new DatabaseSchema(
                            schema.origin(), facts, schema.objectIds(), schema.unmodelled(), schema.extensionMembers()),
                    List.copyOf(disregarded));
        }

        private Kind kindOf(List<String> relation) {
            return schema.fact(new Fact.Key(Kind.SEQUENCE, relation)).isPresent() ? Kind.SEQUENCE : Kind.TABLE;
        }

        /** A schema that a tool made for its tables is the tool's too. */
        private Set<String> schemasOfToolsAlone() {
            var all = new HashSet<String>();
            var others = new HashSet<String>(Set.of("public"));
            for (var fact : schema.facts()) {
                var place = fact.key().place();
                if (place.size() == 2) {
                    (tools.containsKey(place) ? all : others).add(place.getFirst());
                } else if (place.size() == 1
                        && fact.key().kind() != Kind.SCHEMA
                        && fact.key().kind() != Kind.SCHEMA_GRANT) {
                    others.add(place.getFirst());
                }
            }
            all.removeAll(others);
            return all;
        }

        private Fact compared(Fact fact) {
            var kind = fact.key().kind();
            if (hidden.contains(fact.key())) {
                return new Fact(fact.key(), "{}");
            }
            if (acrossMajors && kind == Kind.EXTENSION) {
                disregarded.add(new Disregarded(
                        "version of " + Words.subject(fact.key()),
                        "servers of different major versions bring different ones"));
                return without(fact, Set.of("version"));
            }
            if (acrossMajors && kind == Kind.COLUMN && fact.payload().contains("\"notNullConstraint\"")) {
                disregarded.add(new Disregarded(
                        "name of the not-null constraint of " + Words.subject(fact.key()),
                        "servers before PostgreSQL 18 forget it"));
                return without(fact, Set.of("notNullConstraint"));
            }
            if (acrossMajors && kind == Kind.SUBSCRIPTION) {
                disregarded.add(new Disregarded(
                        "streaming of " + Words.subject(fact.key()),
                        "its default is another one from PostgreSQL 18 on"));
                return without(fact, Set.of("streaming"));
            }
            return without(fact, Set.of());
        }

        private Fact without(Fact fact, Set<String> alsoWithout) {
            if (alsoWithout.isEmpty()
                    && members.stream().noneMatch(member -> fact.payload().contains("\"" + member + "\""))) {
                return fact;
            }
            var payload = (ObjectNode) fact.members();
            payload.remove(members);
            payload.remove(alsoWithout);
            return Fact.of(fact.key(), payload);
        }

        private static Map<List<String>, MigrationTool> toolTables(DatabaseSchema schema) {
            var columns = new HashMap<List<String>, Set<String>>();
            for (var fact : schema.facts()) {
                if (fact.key().kind() == Kind.COLUMN) {
                    columns.computeIfAbsent(fact.key().place(), absent -> new HashSet<>())
                            .add(fact.key().identity().getLast());
                }
            }
            var tables = new LinkedHashMap<List<String>, MigrationTool>();
            columns.keySet().stream()
                    .sorted((a, b) -> String.join(".", a).compareTo(String.join(".", b)))
                    .forEach(place -> MigrationTool.of(place.getLast(), columns.getOrDefault(place, Set.of()))
                            .filter(tool -> schema.fact(Kind.TABLE, place.toArray(String[]::new))
                                    .isPresent())
                            .ifPresent(tool -> tables.put(place, tool)));
            for (var fact : schema.facts()) {
                if (fact.key().kind() == Kind.SEQUENCE) {
                    var owner = fact.members().path("ownedBy");
                    var tool = tables.get(
                            List.of(owner.path(0).asText(), owner.path(1).asText()));
                    if (tool != null) {
                        tables.put(fact.key().place(), tool);
                    }
                }
            }
            return tables;
        }
    }
}
