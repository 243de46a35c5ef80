package dev.seamwright.schemadiff.postgres.replay;

import dev.seamwright.schemadiff.postgres.replay.Effect.Aspect;
import dev.seamwright.schemadiff.postgres.replay.Effect.Difference;
import dev.seamwright.schemadiff.postgres.replay.Replayer.Observation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What was seen of a statement before a migration, in two runs: what differs between them is left out of later comparisons. */
final class Baseline {
    private final Observation first;
    private final Set<String> volatileColumns = new HashSet<>();
    private final Map<Long, Set<String>> volatileStored = new TreeMap<>();

    Baseline(Observation first, Observation again) {
        this.first = first;
        var one = first.trace();
        var other = again.trace();
        if (one == null || other == null) {
            return;
        }
        volatileColumns.addAll(differing(one.rows(), other.rows(), names(one.rows())));
        one.stored().forEach((table, rows) -> {
            var others = other.stored().getOrDefault(table, List.of());
            volatileStored.put(table, differing(rows, others, names(rows)));
        });
    }

    private static Set<String> names(List<Map<String, String>> rows) {
        return rows.stream().flatMap(row -> row.keySet().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names whose values are not the same in both, in whatever order the rows come. */
    private static Set<String> differing(
            List<Map<String, String>> one, List<Map<String, String>> other, Set<String> names) {
        return names.stream()
                .filter(name -> !values(one, name).equals(values(other, name)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> values(List<Map<String, String>> rows, String name) {
        return rows.stream().map(row -> String.valueOf(row.get(name))).sorted().toList();
    }

    /** What is different now. */
    List<Difference> differences(Observation now) {
        var differences = new ArrayList<Difference>();
        if (!first.parameters().equals(now.parameters())) {
            differences.add(
                    new Difference(Aspect.PARAMETERS, "%s, now %s".formatted(first.parameters(), now.parameters())));
        }
        var changes = TypeChanges.columns(first.columns(), now.columns());
        for (var change : changes) {
            differences.add(new Difference(
                    Aspect.COLUMNS, "%s: %s, now %s".formatted(change.subject(), change.before(), change.after())));
        }
        var before = first.trace();
        var after = now.trace();
        if (before == null || after == null || !first.arguments().equals(now.arguments())) {
            return differences; // other values, other rows
        }
        if (before.rows().size() != after.rows().size() || before.count() != after.count()) {
            differences.add(new Difference(
                    Aspect.ROWS,
                    "%d rows, now %d"
                            .formatted(
                                    Math.max(before.rows().size(), before.count()),
                                    Math.max(after.rows().size(), after.count()))));
        } else {
            var common = names(before.rows());
            common.retainAll(names(after.rows()));
            common.removeAll(volatileColumns);
            for (var name : differing(before.rows(), after.rows(), common)) {
                differences.add(new Difference(
                        Aspect.ROWS,
                        "column %s: %s, now %s"
                                .formatted(name, values(before.rows(), name), values(after.rows(), name))));
            }
        }
        before.stored()
                .forEach((table, rows) -> stored(
                        rows,
                        after.stored().getOrDefault(table, List.of()),
                        volatileStored.getOrDefault(table, Set.of()),
                        differences));
        return differences;
    }

    private static void stored(
            List<Map<String, String>> before,
            List<Map<String, String>> after,
            Set<String> ignored,
            List<Difference> differences) {
        if (before.size() != after.size()) {
            differences.add(new Difference(Aspect.STORED, "%d rows, now %d".formatted(before.size(), after.size())));
            return;
        }
        var common = names(before);
        common.retainAll(names(after));
        common.removeAll(ignored);
        for (var name : differing(before, after, common)) {
            differences.add(new Difference(
                    Aspect.STORED, "column %s: %s, now %s".formatted(name, values(before, name), values(after, name))));
        }
    }
}
