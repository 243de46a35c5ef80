package dev.seamwright.schemadiff.postgres.diff;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.contracts.dbschema.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What changed from one schema to another: nothing exactly when both have the same hash.
 *
 * @param changes in the order of the facts
 * @param renames pairs of removed and added facts that may be one object under another name; they are among the changes too
 */
public record SchemaDiff(List<SchemaChange> changes, List<RenameCandidate> renames) {
    public SchemaDiff {
        changes = List.copyOf(changes);
        renames = List.copyOf(renames);
    }

    /** Compares two schemas; the time is linear in the number of their facts. */
    public static SchemaDiff between(DatabaseSchema before, DatabaseSchema after) {
        if (before.hash().equals(after.hash())) {
            return new SchemaDiff(List.of(), List.of());
        }
        var changes = changes(before.facts(), after.facts());
        return new SchemaDiff(changes, renames(changes, before, after));
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    private static List<SchemaChange> changes(List<Fact> before, List<Fact> after) {
        var changes = new ArrayList<SchemaChange>();
        int old = 0;
        int current = 0;
        while (old < before.size() || current < after.size()) {
            int order = old == before.size()
                    ? 1
                    : current == after.size() ? -1 : before.get(old).compareTo(after.get(current));
            if (order < 0) {
                changes.add(new SchemaChange.Removed(before.get(old++)));
            } else if (order > 0) {
                changes.add(new SchemaChange.Added(after.get(current++)));
            } else {
                var first = before.get(old++);
                var second = after.get(current++);
                if (!first.payload().equals(second.payload())) {
                    var change = new SchemaChange.Changed(first, second);
                    if (!followsFromColumns(change)) {
                        changes.add(change);
                    }
                }
            }
        }
        return changes;
    }

    /** Whether the order of columns changed by dropped columns and by those added at the end alone, which are changes themselves. */
    private static boolean followsFromColumns(SchemaChange.Changed change) {
        if (change.key().kind() != Kind.COLUMN_ORDER) {
            return false;
        }
        var old = columns(change.before());
        var current = columns(change.after());
        var kept = new ArrayList<>(old);
        kept.retainAll(new HashSet<>(current));
        return kept.size() <= current.size() && current.subList(0, kept.size()).equals(kept);
    }

    private static List<String> columns(Fact order) {
        return order.members()
                .path("columns")
                .valueStream()
                .map(JsonNode::textValue)
                .toList();
    }

    private static List<RenameCandidate> renames(
            List<SchemaChange> changes, DatabaseSchema before, DatabaseSchema after) {
        var identity = before.origin().identity();
        if (identity == null || !identity.equals(after.origin().identity())) {
            return List.of();
        }
        var removed = new HashMap<Subject, Fact.Key>();
        for (var change : changes) {
            var object = before.objectIds().get(change.key());
            if (change instanceof SchemaChange.Removed && object != null) {
                removed.put(new Subject(change.key().kind(), object), change.key());
            }
        }
        var candidates = new ArrayList<RenameCandidate>();
        for (var change : changes) {
            var object = after.objectIds().get(change.key());
            if (change instanceof SchemaChange.Added && object != null) {
                var old = removed.get(new Subject(change.key().kind(), object));
                if (old != null) {
                    candidates.add(new RenameCandidate(old, change.key()));
                }
            }
        }
        return withoutConsequences(candidates);
    }

    /** A column is not renamed because its table is. */
    private static List<RenameCandidate> withoutConsequences(List<RenameCandidate> candidates) {
        Map<List<String>, List<String>> places = new HashMap<>();
        Set<RenameCandidate> consequences = new HashSet<>();
        for (var candidate : candidates) {
            places.put(candidate.before().identity(), candidate.after().identity());
        }
        for (var candidate : candidates) {
            var old = candidate.before().identity();
            var current = candidate.after().identity();
            boolean sameName = old.getLast().equals(current.getLast());
            var oldPlace = old.subList(0, old.size() - 1);
            if (sameName && current.subList(0, current.size() - 1).equals(places.get(oldPlace))) {
                consequences.add(candidate);
            }
        }
        return candidates.stream()
                .filter(candidate -> !consequences.contains(candidate))
                .toList();
    }

    private record Subject(Kind kind, ObjectId object) {}
}
