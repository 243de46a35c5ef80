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
import dev.seamwright.schemadiff.postgres.server.TestDatabases;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replay says that a statement fails exactly when it fails: executed through the driver, with its own rows and values, on a database that
 * was changed. A statement fails when it does with every value that the consumer might bind, and whatever row it meets: of the rows, some
 * fit a check that comes later and some do not.
 */
class ReplayPropertiesTest {
    private static final int SEAMS = Integer.getInteger("replay.seams", 8);
    private static final int QUERIES = 40;
    private static final int DRAWS = 40;
    private static final Identity APP = new Identity(
            "app", new Tenant.Setting("app.tenant", Scope.TRANSACTION), PoolMode.TRANSACTION, true, List.of());

    @Test
    void replay_says_fails_exactly_when_the_executed_statement_fails(@TempDir Path directory) throws SQLException {
        var wrong = new ArrayList<String>();
        var compared = 0;
        var failing = 0;
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
                    failing += truth.after() ? 0 : 1;
                    if (effect instanceof Effect.Unresolved || effect instanceof Effect.Fails == truth.after()) {
                        wrong.add("seed %d: %s -- %s: %s; in truth it %s"
                                .formatted(
                                        seed,
                                        migration,
                                        truth.sql(),
                                        effect,
                                        truth.after() ? "works" : "fails: " + truth.error()));
                    }
                }
            }
        }
        assertEquals(List.of(), wrong, "of %d statements".formatted(compared));
        assertTrue(compared > 20 * SEAMS && failing > SEAMS, "%d of %d fail".formatted(failing, compared));
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

    /** Whether it works, with one of the consumer's values at least. */
    private record Real(String sql, boolean before, boolean after, String error) {}

    private static Map<String, Real> real(RandomSeam seam, Map<String, Query> queries, List<String> migration)
            throws SQLException {
        try (var connection = TestDatabases.create()) {
            TestDatabases.execute(
                    connection,
                    "DO $$ BEGIN CREATE ROLE app; EXCEPTION WHEN duplicate_object THEN NULL; END $$; " + seam.schema());
            TestDatabases.execute(connection, seam.rows());
            var before = new HashSet<String>();
            for (var query : queries.entrySet()) {
                if (execute(connection, seam, query.getValue()).isEmpty()) {
                    before.add(query.getKey());
                }
            }
            while (migration.size() < 2) {
                migrate(connection, seam.change(), migration);
            }
            var real = new LinkedHashMap<String, Real>();
            for (var query : queries.entrySet()) {
                var error = execute(connection, seam, query.getValue());
                real.put(
                        query.getKey(),
                        new Real(query.getValue().sql(), before.contains(query.getKey()), error.isEmpty(), error));
            }
            return real;
        }
    }

    private static void migrate(Connection connection, List<String> change, List<String> migration)
            throws SQLException {
        try {
            TestDatabases.execute(connection, String.join("; ", change));
            migration.addAll(change);
        } catch (SQLException refusal) {
            if (connection.isClosed()) {
                throw refusal;
            }
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
