package dev.seamwright.broker.impact;

import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Statement;
import dev.seamwright.schemadiff.postgres.replay.MigrationReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The statements of several usages, each once: versions of a consumer have most of theirs in common. */
final class Joined {
    private final List<DatabaseUsage> usages;
    private final Map<Identity, Map<Statement, String>> ids = new LinkedHashMap<>();

    Joined(List<DatabaseUsage> usages) {
        this.usages = List.copyOf(usages);
        for (var usage : usages) {
            var known = ids.computeIfAbsent(usage.identity(), _ -> new LinkedHashMap<>());
            for (var statement : usage.statements()) {
                known.computeIfAbsent(asked(statement, ""), _ -> "s%06d".formatted(known.size()));
            }
        }
    }

    /** A usage for each identity. */
    List<DatabaseUsage> once() {
        return ids.entrySet().stream()
                .map(entry -> new DatabaseUsage(
                        entry.getKey(),
                        entry.getValue().entrySet().stream()
                                .map(known -> asked(known.getKey(), known.getValue()))
                                .toList()))
                .toList();
    }

    /**
     * A report for each of the usages.
     *
     * @param joined those of {@link #once}
     */
    List<MigrationReport> apart(List<MigrationReport> joined) {
        var results = new HashMap<Identity, Map<String, MigrationReport.Result>>();
        var next = joined.iterator();
        for (var identity : ids.keySet()) {
            var known = new HashMap<String, MigrationReport.Result>();
            next.next().results().forEach(result -> known.put(result.id(), result));
            results.put(identity, known);
        }
        var reports = new ArrayList<MigrationReport>();
        for (var usage : usages) {
            var known = known(ids, usage.identity());
            var found = known(results, usage.identity());
            reports.add(new MigrationReport(usage.statements().stream()
                    .map(statement -> {
                        var result = known(found, known(known, asked(statement, "")));
                        return new MigrationReport.Result(
                                statement.id(), result.before(), result.after(), result.effect());
                    })
                    .toList()));
        }
        return reports;
    }

    private static <K, V> V known(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key));
    }

    /** What a replay depends on, without where and how often the statement was seen. */
    private static Statement asked(Statement statement, String id) {
        return new Statement(
                id,
                statement.sql(),
                statement.types(),
                statement.uses(),
                statement.star(),
                statement.positional(),
                statement.unresolved(),
                null,
                null,
                List.of());
    }
}
