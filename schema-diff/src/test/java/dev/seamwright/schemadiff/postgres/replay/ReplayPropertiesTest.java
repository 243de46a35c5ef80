package dev.seamwright.schemadiff.postgres.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Identity.PoolMode;
import dev.seamwright.contracts.dbusage.Identity.Scope;
import dev.seamwright.contracts.dbusage.Identity.Tenant;
import dev.seamwright.contracts.dbusage.Statement;
import dev.seamwright.schemadiff.postgres.replay.RandomSeam.Query;
import dev.seamwright.schemadiff.postgres.replay.RandomSeam.Rows;
import dev.seamwright.schemadiff.postgres.server.TestDatabases;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replay says that a statement fails exactly when it fails: executed through the driver, with its own rows and values, on databases that
 * were changed. A statement fails when it does with every value that the consumer might bind. There are two databases: one whose rows of
 * old break every check that the change may add, and one whose rows fit. What fails on one of them alone fails on rows.
 */
class ReplayPropertiesTest {
    private static final int SEAMS = Integer.getInteger("replay.seams", 14);
    private static final int QUERIES = 40;
    private static final int DRAWS = 40;
    private static final Identity APP = new Identity(
            "app", new Tenant.Setting("app.tenant", Scope.TRANSACTION), PoolMode.TRANSACTION, true, List.of());

    @Test
    void replay_says_fails_exactly_when_the_executed_statement_fails(@TempDir Path directory) throws SQLException {
        var wrong = new ArrayList<String>();
        var compared = 0;
        var counts = new EnumMap<After, Integer>(After.class);
        try (var shadow = Shadow.embedded(directory.resolve("shadow"), Shadow.Limits.DEFAULT)) {
            var replay = new QueryReplay(shadow);
            for (var seed = 0; seed < SEAMS; seed++) {
                var seam = new RandomSeam(seed);
                var queries = queries(seam);
                var migration = new ArrayList<String>();
                var real = real(seam, queries, migration);
                var effects = effects(replay, seam, queries, migration);
                for (var entry : real.entrySet()) {
                    var truth = entry.getValue();
                    if (!truth.before()) {
                        continue;
                    }
                    var effect = effects.get(entry.getKey());
                    compared++;
                    counts.merge(truth.after(), 1, Integer::sum);
                    if (effect instanceof Effect.Unresolved || !said(effect).equals(truth.after())) {
                        wrong.add("seed %d: %s -- %s: %s; in truth it %s: %s"
                                .formatted(seed, migration, truth.sql(), effect, truth.after(), truth.error()));
                    }
                }
            }
        }
        assertEquals(List.of(), wrong, "of %d statements".formatted(compared));
        assertTrue(compared > 20 * SEAMS && counts.getOrDefault(After.FAILS, 0) > SEAMS, counts.toString());
        assertTrue(counts.containsKey(After.FAILS_ON_ROWS), counts.toString());
    }

    private static After said(@Nullable Effect effect) {
        return switch (effect) {
            case Effect.Fails _ -> After.FAILS;
            case Effect.FailsOnRows _ -> After.FAILS_ON_ROWS;
            case null, default -> After.WORKS;
        };
    }

    private static Map<String, Query> queries(RandomSeam seam) {
        var queries = new LinkedHashMap<String, Query>();
        for (var i = 0; i < QUERIES; i++) {
            queries.put("q" + i, seam.query());
        }
        return queries;
    }

    private static Map<String, Effect> effects(
            QueryReplay replay, RandomSeam seam, Map<String, Query> queries, List<String> migration) {
        var statements = queries.entrySet().stream()
                .map(query -> Statement.of(query.getKey(), query.getValue().sql()))
                .toList();
        var effects = new LinkedHashMap<String, Effect>();
        replay.compare(
                        LoadableSchema.of(Script.parse("schema", seam.schema()), List.of("app")),
                        List.of(Script.parse("migration", String.join(";\n", migration))),
                        List.of(new DatabaseUsage(APP, statements)))
                .getFirst()
                .results()
                .forEach(result -> effects.put(result.id(), result.effect()));
        return effects;
    }

    private enum After {
        WORKS,
        FAILS_ON_ROWS,
        FAILS
    }

    /** What becomes of a statement that worked before, with one of the consumer's values at least. */
    private record Real(String sql, boolean before, After after, String error) {}

    private static Map<String, Real> real(RandomSeam seam, Map<String, Query> queries, List<String> migration)
            throws SQLException {
        try (var old = database(seam, Rows.OLD);
                var fitting = database(seam, Rows.FITTING)) {
            var before = new HashSet<String>();
            for (var query : queries.entrySet()) {
                if (execute(old, seam, query.getValue()).isEmpty()
                        && execute(fitting, seam, query.getValue()).isEmpty()) {
                    before.add(query.getKey());
                }
            }
            while (migration.size() < 4) {
                var change = seam.change();
                if (migrate(List.of(old, fitting), change)) {
                    migration.addAll(change);
                }
            }
            var real = new LinkedHashMap<String, Real>();
            for (var query : queries.entrySet()) {
                var onOld = execute(old, seam, query.getValue());
                var onFitting = execute(fitting, seam, query.getValue());
                assertTrue(onFitting.isEmpty() || !onOld.isEmpty(), query + ": " + onFitting);
                var after = onOld.isEmpty() ? After.WORKS : onFitting.isEmpty() ? After.FAILS_ON_ROWS : After.FAILS;
                real.put(
                        query.getKey(),
                        new Real(query.getValue().sql(), before.contains(query.getKey()), after, onOld));
            }
            return real;
        }
    }

    private static Connection database(RandomSeam seam, Rows rows) throws SQLException {
        var connection = TestDatabases.create();
        TestDatabases.execute(
                connection,
                "DO $$ BEGIN CREATE ROLE app; EXCEPTION WHEN duplicate_object THEN NULL; END $$; " + seam.schema());
        TestDatabases.execute(connection, seam.rows(rows));
        return connection;
    }

    /** Both or neither: a change that one of them refuses is none. */
    private static boolean migrate(List<Connection> databases, List<String> change) throws SQLException {
        for (var database : databases) {
            database.setAutoCommit(false);
        }
        var accepted = databases.stream().allMatch(database -> accepts(database, change));
        for (var database : databases) {
            if (accepted) {
                database.commit();
            } else {
                database.rollback();
            }
            database.setAutoCommit(true);
        }
        return accepted;
    }

    private static boolean accepts(Connection connection, List<String> change) {
        try {
            TestDatabases.execute(connection, String.join("; ", change));
            return true;
        } catch (SQLException refusal) {
            return false;
        }
    }

    /** The last error; empty: it worked at least once. */
    private static String execute(Connection connection, RandomSeam seam, Query query) throws SQLException {
        var error = "";
        connection.setAutoCommit(false);
        try {
            for (var draw = 0; draw < DRAWS; draw++) {
                try (var identity = connection.createStatement();
                        var statement = connection.prepareStatement(query.sql().replaceAll("\\$\\d+", "?"))) {
                    identity.execute("SET LOCAL ROLE app; SET LOCAL app.tenant = '1'");
                    for (var i = 0; i < query.values().size(); i++) {
                        statement.setObject(i + 1, seam.value(query.values().get(i)), Types.OTHER);
                    }
                    statement.execute();
                    identity.execute("SET CONSTRAINTS ALL IMMEDIATE");
                    return "";
                } catch (SQLException refusal) {
                    error = String.valueOf(refusal.getMessage());
                } finally {
                    connection.rollback();
                }
            }
        } finally {
            connection.setAutoCommit(true);
        }
        return error;
    }
}
