package dev.seamwright.contracts.dbschema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
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
            int order = compareParts(kind.depth(), other, other.kind.depth());
            if (order == 0) {
                order = kind.compareTo(other.kind);
            }
            return order == 0 ? compareParts(identity.size(), other, other.identity.size()) : order;
        }

        /** By so many leading parts of each. */
        private int compareParts(int size, Key other, int otherSize) {
            int common = Math.min(size, otherSize);
            for (int i = 0; i < common; i++) {
                var part = identity.get(i);
                var otherPart = other.identity.get(i);
                // most names that meet are one object, which equals sees at once
                if (!part.equals(otherPart)) {
                    return part.compareTo(otherPart);
                }
            }
            return size - otherSize;
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
        return hash(Sha256.digest());
    }

    /** The same, by a digest that is empty and will be. */
    Sha256 hash(MessageDigest digest) {
        var parts = new JsonWriter(JsonWriter.Keys.SORTED, JsonWriter.EXACT_DECIMALS)
                .raw("[")
                .string(key.kind().label());
        key.identity().forEach(part -> parts.raw(",").string(part));
        digest.update(parts.raw("]").toBytes());
        return Sha256.of(digest.digest(payload.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public int compareTo(Fact other) {
        return key.compareTo(other.key);
    }
}
