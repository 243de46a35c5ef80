package dev.seamwright.schemadiff.postgres.rls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a session sees before and after a change, compared column by column, so that a new column alone is no difference. */
final class VisibleRows {
    private VisibleRows() {}

    /** A row of a relation, as text by column. */
    record Row(String relation, Map<String, String> values) {
        Row {
            values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        private String line(Set<String> columns) {
            return relation + ": "
                    + String.join(
                            " | ",
                            values.entrySet().stream()
                                    .filter(value -> columns.contains(value.getKey()))
                                    .map(Map.Entry::getValue)
                                    .toList());
        }
    }

    /** Lines, each with its relation. */
    record Difference(List<String> opened, List<String> closed) {}

    static Difference compare(List<Row> before, List<Row> after) {
        var shared = new HashMap<String, Set<String>>();
        for (var row : before) {
            shared.put(row.relation(), row.values().keySet());
        }
        var common = new HashMap<String, Set<String>>();
        for (var row : after) {
            var columns = new java.util.HashSet<>(row.values().keySet());
            var old = shared.get(row.relation());
            if (old != null) {
                columns.retainAll(old);
            }
            common.put(row.relation(), columns);
        }
        var then = lines(before, common);
        var now = lines(after, common);
        return new Difference(Observation.minus(now, then), Observation.minus(then, now));
    }

    private static List<String> lines(List<Row> rows, Map<String, Set<String>> columns) {
        var lines = new ArrayList<String>();
        rows.forEach(row -> lines.add(
                row.line(columns.getOrDefault(row.relation(), row.values().keySet()))));
        return lines;
    }
}
