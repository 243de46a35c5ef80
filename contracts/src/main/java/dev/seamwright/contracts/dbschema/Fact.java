package dev.seamwright.contracts.dbschema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * One thing that is true of a schema. Facts are ordered by place (database, schema, relation), kind and identity.
 *
 * @param payload a JSON object in canonical form; a member that has its default is left out
 */
public record Fact(Key key, String payload) implements Comparable<Fact> {

    /**
     * What the fact is about, without what is said of it.
     *
     * @param identity names in the order that the kind tells, at least as many as its depth
     */
    public record Key(Kind kind, List<String> identity) implements Comparable<Key> {
        private static final Comparator<List<String>> BY_PARTS = Key::compareParts;
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::place, BY_PARTS)
                .thenComparing(Key::kind)
                .thenComparing(Key::identity, BY_PARTS);

        public Key {
            identity = List.copyOf(identity);
            if (identity.size() < kind.depth()) {
                throw new IllegalArgumentException("%s has too few parts: %s".formatted(kind.label(), identity));
            }
        }

        /** The schema, or the schema and the relation, to which the fact belongs; empty for the database. */
        public List<String> place() {
            return identity.subList(0, kind.depth());
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }

        private static int compareParts(List<String> a, List<String> b) {
            int common = Math.min(a.size(), b.size());
            for (int i = 0; i < common; i++) {
                int order = a.get(i).compareTo(b.get(i));
                if (order != 0) {
                    return order;
                }
            }
            return a.size() - b.size();
        }
    }

    /** The fact with its payload in canonical form. */
    public static Fact of(Key key, JsonNode payload) {
        return new Fact(key, new String(Json.canonical(payload), StandardCharsets.UTF_8));
    }

    /** The payload, parsed anew at each call. */
    public JsonNode members() {
        return Json.parse(payload.getBytes(StandardCharsets.UTF_8));
    }

    /** The hash of kind, identity and payload. */
    public Sha256 hash() {
        var nodes = Json.mapper().getNodeFactory();
        var parts = nodes.arrayNode().add(key.kind().label());
        key.identity().forEach(parts::add);
        var digest = Sha256.digest();
        digest.update(Json.canonical(parts));
        return Sha256.of(digest.digest(payload.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public int compareTo(Fact other) {
        return key.compareTo(other.key);
    }
}
