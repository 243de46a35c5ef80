package dev.seamwright.schemadiff.postgres.recording;

import dev.seamwright.schemadiff.postgres.recording.DriverRecording.Run;
import dev.seamwright.schemadiff.postgres.recording.DriverRecording.Text;
import dev.seamwright.schemadiff.postgres.syntax.Syntax;
import dev.seamwright.schemadiff.postgres.usage.Preparable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The statements of a service among all that its tests ran. */
final class DriverStatements {
    /** Classes of SQLSTATE of a statement that PostgreSQL had planned: data, integrity, rollback, with check option, raised. */
    private static final List<String> EXECUTED = List.of("22", "23", "40", "44", "P0", "57014", "55P03");

    private static final int ENOUGH_TESTS = 5;

    private final List<Seen> seen = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final SeenIdentity identity;

    private DriverStatements(Syntax syntax) {
        this.identity = new SeenIdentity(syntax);
    }

    /** @param role whose runs alone count, if it has some */
    static DriverStatements of(List<Run> runs, @Nullable String role, Syntax syntax) throws SQLException {
        var statements = new DriverStatements(syntax);
        var its = runs.stream().filter(run -> Objects.equals(role, run.user())).toList();
        statements.collect(its.isEmpty() ? runs : its);
        return statements;
    }

    List<Seen> seen() {
        return seen;
    }

    List<String> notes() {
        return notes;
    }

    SeenIdentity identity() {
        return identity;
    }

    private void collect(List<Run> runs) throws SQLException {
        var byText = new LinkedHashMap<Text, List<Run>>();
        var byTests = 0;
        for (var run : runs) {
            if (run.byTest()) {
                byTests++;
            } else {
                byText.computeIfAbsent(run.text(), text -> new ArrayList<>()).add(run);
            }
        }
        for (var text : byText.entrySet()) {
            add(text.getKey(), text.getValue());
        }
        if (byTests > 0) {
            notes.add("%d texts are left out: tests ran them, and not the service.".formatted(byTests));
        }
    }

    private void add(Text text, List<Run> runs) throws SQLException {
        var worked = runs.stream().filter(DriverStatements::wasExecuted).toList();
        if (worked.isEmpty()) {
            notes.add("A statement that never worked is left out: %s, %s."
                    .formatted(runs.getFirst().failure(), String.join(", ", sources(runs))));
            return;
        }
        List<String> statements;
        try {
            statements = DriverSql.sent(text);
        } catch (SQLException refusal) {
            notes.add("A statement is left out, of which the driver of PostgreSQL cannot make one: %s."
                    .formatted(String.join(", ", sources(worked))));
            return;
        }
        for (var sql : statements) {
            identity.look(sql);
            if (Preparable.obstacle(sql).isEmpty()) {
                worked.forEach(run -> identity.ran(run.user(), text.way().isPrepared()));
                var calls = worked.stream().mapToLong(Run::calls).sum();
                seen.add(new Seen(null, sql, sources(worked), calls, null));
            } else if (!identity.isSession(sql)) {
                notes.add("A statement is left out, since PostgreSQL cannot prepare it (%s): %s."
                        .formatted(Preparable.kind(sql), String.join(", ", sources(worked))));
            }
        }
    }

    private static boolean wasExecuted(Run run) {
        return run.failure() == null || EXECUTED.stream().anyMatch(run.failure()::startsWith);
    }

    /** The places in the service, and some of the tests. */
    private static List<String> sources(List<Run> runs) {
        var places = new TreeSet<String>();
        var tests = new TreeSet<String>();
        for (var run : runs) {
            if (run.place() != null) {
                places.add(run.place());
            }
            if (run.test() != null) {
                tests.add("test " + run.test());
            }
        }
        var sources = new ArrayList<>(places);
        tests.stream().limit(ENOUGH_TESTS).forEach(sources::add);
        return sources;
    }
}
