package dev.seamwright.contracts.dbschema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which part of a schema is published as the seam. With an object goes all that consumers can notice of it: columns, constraints,
 * indexes, policies, privileges, comments, and the types that its columns have. The rest is private.
 *
 * @param schemas of which everything is published
 * @param objects schema and name of relations, routines (with their input types, as the identity of their facts) and types
 * @param kinds of facts that belong to the database as a whole and are published: extensions, publications
 */
public record Selection(Set<String> schemas, Set<List<String>> objects, Set<Kind> kinds) {
    /** Everything, private things too. */
    public static final Selection ALL = new Selection(Set.of(), Set.of(), Set.of(Kind.values()));

    public Selection {
        schemas = Set.copyOf(schemas);
        objects = Set.copyOf(objects);
        kinds = Set.copyOf(kinds);
    }

    /** Everything of these schemas. */
    public static Selection ofSchemas(String... schemas) {
        return new Selection(Set.of(schemas), Set.of(), Set.of());
    }

    /** The published part of a schema, with a hash of its own: what is private does not change it. */
    public DatabaseSchema of(DatabaseSchema schema) {
        if (equals(ALL)) {
            return schema;
        }
        var published = new HashSet<>(objects);
        published.addAll(typesOf(schema));
        var usedSchemas = new HashSet<>(schemas);
        schema.facts().stream()
                .map(fact -> fact.key().identity())
                .filter(identity -> identity.size() > 1 && published.contains(identity.subList(0, 2)))
                .forEach(identity -> usedSchemas.add(identity.getFirst()));
        var facts = schema.facts().stream()
                .filter(fact -> isPublished(fact.key(), published, usedSchemas))
                .toList();
        Map<Fact.Key, ObjectId> objectIds = new HashMap<>();
        facts.forEach(fact -> {
            var object = schema.objectIds().get(fact.key());
            if (object != null) {
                objectIds.put(fact.key(), object);
            }
        });
        SortedMap<String, SortedMap<String, Long>> members =
                kinds.contains(Kind.EXTENSION) ? schema.extensionMembers() : new TreeMap<>();
        return new DatabaseSchema(schema.origin(), facts, objectIds, new TreeMap<>(), members);
    }

    private boolean isPublished(Fact.Key key, Set<List<String>> published, Set<String> usedSchemas) {
        if (key.kind().depth() == 0) {
            return kinds.contains(key.kind());
        }
        var schema = key.identity().getFirst();
        if (key.kind() == Kind.SCHEMA || key.kind() == Kind.SCHEMA_GRANT) {
            return usedSchemas.contains(schema);
        }
        return schemas.contains(schema) || published.contains(key.identity().subList(0, 2));
    }

    /** The types of published columns, and those of which these are made. */
    private Set<List<String>> typesOf(DatabaseSchema schema) {
        Map<String, Fact> types = new HashMap<>();
        for (var fact : schema.facts()) {
            switch (fact.key().kind()) {
                case ENUM, DOMAIN, COMPOSITE_TYPE, RANGE_TYPE, BASE_TYPE ->
                    types.put(String.join(".", fact.key().identity()), fact);
                default -> {}
            }
        }
        var names = new ArrayDeque<String>();
        for (var fact : schema.facts()) {
            boolean object = fact.key().kind() == Kind.COLUMN
                    && (schemas.contains(fact.key().identity().getFirst())
                            || objects.contains(fact.key().identity().subList(0, 2)));
            if (object) {
                names.add(fact.members().path("type").asText());
            }
        }
        var found = new HashSet<List<String>>();
        while (!names.isEmpty()) {
            var fact = types.get(element(names.remove()));
            if (fact != null && found.add(fact.key().identity())) {
                var members = fact.members();
                names.add(members.path("type").asText());
                names.add(members.path("range").path("subtype").asText());
                for (JsonNode attribute : members.path("attributes")) {
                    names.add(attribute.path("type").asText());
                }
            }
        }
        return found;
    }

    /** A type without the brackets of its arrays, its length and its quotes. */
    private static String element(String type) {
        return type.replaceAll("(\\[\\])+$|\\(.*\\)", "").replace("\"", "");
    }
}
