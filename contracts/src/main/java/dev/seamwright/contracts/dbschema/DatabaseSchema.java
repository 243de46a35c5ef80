package dev.seamwright.contracts.dbschema;

import dev.seamwright.contracts.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The schema of a database: facts in canonical order, hashed per relation, per schema and as a whole. Two databases with one
 * {@link #hash} have the same schema; where it came from, what was counted only, and object ids stand beside the hash.
 */
public final class DatabaseSchema {
    private static final byte[] HASH_VERSION = "db-schema/1".getBytes(StandardCharsets.UTF_8);

    private static final List<Kind> RELATIONS =
            List.of(Kind.TABLE, Kind.VIEW, Kind.MATERIALIZED_VIEW, Kind.FOREIGN_TABLE, Kind.SEQUENCE);

    private final Origin origin;
    private final List<Fact> facts;
    private final Map<Fact.Key, Fact> byKey;
    private final Map<Fact.Key, ObjectId> objectIds;
    private final SortedMap<String, Long> unmodelled;
    private final SortedMap<String, SortedMap<String, Long>> extensionMembers;
    private final Node root = new Node();

    /** @throws IllegalArgumentException when two facts are about the same */
    public DatabaseSchema(
            Origin origin,
            List<Fact> facts,
            Map<Fact.Key, ObjectId> objectIds,
            SortedMap<String, Long> unmodelled,
            SortedMap<String, SortedMap<String, Long>> extensionMembers) {
        this.origin = origin;
        this.facts = facts.stream().sorted().toList();
        // Map.copyOf probes linearly, and the hashes of hundred thousands of names that are alike stand side by side
        this.objectIds = Collections.unmodifiableMap(new HashMap<>(objectIds));
        this.unmodelled = Collections.unmodifiableSortedMap(new TreeMap<>(unmodelled));
        var members = new TreeMap<String, SortedMap<String, Long>>();
        extensionMembers.forEach((extension, counts) ->
                members.put(extension, Collections.unmodifiableSortedMap(new TreeMap<>(counts))));
        this.extensionMembers = Collections.unmodifiableSortedMap(members);
        this.byKey = HashMap.newHashMap(facts.size());
        var digest = Sha256.digest();
        var place = List.<String>of();
        var node = root;
        for (var fact : this.facts) {
            if (byKey.put(fact.key(), fact) != null) {
                throw new IllegalArgumentException("two facts about " + fact.key());
            }
            if (!fact.key().place().equals(place)) { // facts of one place stand together
                place = fact.key().place();
                node = root.descend(place);
            }
            node.facts.add(fact.hash(digest));
        }
        root.roll();
    }

    public Origin origin() {
        return origin;
    }

    public List<Fact> facts() {
        return facts;
    }

    public Optional<Fact> fact(Kind kind, String... identity) {
        return fact(new Fact.Key(kind, List.of(identity)));
    }

    public Optional<Fact> fact(Fact.Key key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** Whether it has a relation of this name that statements can read or write. */
    public boolean hasRelation(String schema, String relation) {
        return RELATIONS.stream().anyMatch(kind -> fact(kind, schema, relation).isPresent());
    }

    /** Whether it has this column of a relation. */
    public boolean hasColumn(String schema, String relation, String column) {
        return fact(Kind.COLUMN, schema, relation, column).isPresent();
    }

    /** Whether it has a routine of this name, whatever its arguments. */
    public boolean hasRoutine(String schema, String name) {
        return facts.stream()
                .filter(fact -> fact.key().kind() == Kind.ROUTINE)
                .map(fact -> fact.key().identity())
                .anyMatch(identity ->
                        identity.getFirst().equals(schema) && identity.getLast().startsWith(name + "("));
    }

    /** The hash of all facts: the identity of the schema. */
    public Sha256 hash() {
        return root.hash;
    }

    /** The hash of what belongs to the place: none for the database, a schema, or a schema and a relation. */
    public Optional<Sha256> hash(String... place) {
        var node = root;
        for (var name : place) {
            node = node.children.get(name);
            if (node == null) {
                return Optional.empty();
            }
        }
        return Optional.of(node.hash);
    }

    /** Evidence for renames between two captures of one database; not all facts have one. */
    public Map<Fact.Key, ObjectId> objectIds() {
        return objectIds;
    }

    /** How many there are of each kind of thing that no fact tells. */
    public SortedMap<String, Long> unmodelled() {
        return unmodelled;
    }

    /** How many objects of which catalog each extension brought; they are the extension's, and no facts of their own. */
    public SortedMap<String, SortedMap<String, Long>> extensionMembers() {
        return extensionMembers;
    }

    @Override
    public String toString() {
        return "%s %s".formatted(origin.database(), hash());
    }

    private static final class Node {
        private List<Sha256> facts = new ArrayList<>();
        private final SortedMap<String, Node> children = new TreeMap<>();
        private Sha256 hash = Sha256.ofContent(HASH_VERSION);

        private Node descend(List<String> place) {
            var node = this;
            for (var name : place) {
                node = node.children.computeIfAbsent(name, absent -> new Node());
            }
            return node;
        }

        private void roll() {
            children.values().forEach(Node::roll);
            var digest = Sha256.digest();
            digest.update(HASH_VERSION);
            digest.update(number(facts.size()));
            facts.forEach(fact -> digest.update(fact.bytes()));
            facts = List.of(); // they can be had again, and are as large as what they are of
            children.forEach((name, child) -> {
                var bytes = name.getBytes(StandardCharsets.UTF_8);
                digest.update(number(bytes.length));
                digest.update(bytes);
                digest.update(child.hash.bytes());
            });
            hash = Sha256.of(digest.digest());
        }

        private static byte[] number(int value) {
            return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
        }
    }
}
