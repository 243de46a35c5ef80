package dev.seamwright.schemadiff.postgres.diff;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.dbschema.Fact;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A fact that holds in one of two schemas only, or that says something else in each. */
public sealed interface SchemaChange {
    /** What the fact is about. */
    Fact.Key key();

    /** A fact of the schema after only. */
    record Added(Fact fact) implements SchemaChange {
        @Override
        public Fact.Key key() {
            return fact.key();
        }
    }

    /** A fact of the schema before only. */
    record Removed(Fact fact) implements SchemaChange {
        @Override
        public Fact.Key key() {
            return fact.key();
        }
    }

    /** One thing of which both schemas tell something else. */
    record Changed(Fact before, Fact after) implements SchemaChange {
        @Override
        public Fact.Key key() {
            return after.key();
        }

        /** The members of the payload that differ, by name. */
        public SortedMap<String, Difference> differences() {
            var old = before.members();
            var current = after.members();
            var differences = new TreeMap<String, Difference>();
            old.properties().forEach(member -> compare(member.getKey(), old, current, differences));
            current.properties().forEach(member -> compare(member.getKey(), old, current, differences));
            return Collections.unmodifiableSortedMap(differences);
        }

        private static void compare(
                String name, JsonNode old, JsonNode current, SortedMap<String, Difference> differences) {
            if (!old.path(name).equals(current.path(name))) {
                differences.put(name, new Difference(old.get(name), current.get(name)));
            }
        }
    }

    /** Two values of one member; null where it has its default. */
    record Difference(@Nullable JsonNode before, @Nullable JsonNode after) {}
}
