package dev.seamwright.schemadiff.postgres.rules;

import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Executes consumers' statements on the schema after, then those that fail there on the schema before: what only fails after is a witness. */
final class Witnesses {
    private static final int MOST = 2_000;

    private Witnesses() {}

    /** PostgreSQL's SQLSTATE and words. */
    record Failure(String sqlState, String message) {}

    /** The probes that fail with one of their failures on the schema after; only the first of each judgement. */
    static Map<Probe, Failure> failing(Connection after, List<Judgement> judgements) throws SQLException {
        var failing = new LinkedHashMap<Probe, Failure>();
        var tried = new HashSet<Probe>();
        for (var judgement : judgements) {
            for (var probe : judgement.probes()) {
                if (tried.size() >= MOST) {
                    return failing;
                }
                var failure = tried.add(probe) ? attempt(after, probe) : null;
                if (failure != null && probe.failures().contains(failure.sqlState())) {
                    failing.put(probe, failure);
                }
            }
        }
        return failing;
    }

    /** Those of them that work on the schema before. */
    static Set<Probe> working(Connection before, Set<Probe> probes) throws SQLException {
        var working = new HashSet<Probe>();
        for (var probe : probes) {
            if (attempt(before, probe) == null) {
                working.add(probe);
            }
        }
        return working;
    }

    /** Executes it and undoes it; null: it works. A statement that only prepares the ground fails with no state. */
    private static @Nullable Failure attempt(Connection connection, Probe probe) throws SQLException {
        connection.setAutoCommit(false);
        int done = 0;
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (var sql : probe.statements()) {
                statement.execute(sql);
                done++;
            }
            return null;
        } catch (SQLException refusal) {
            if (connection.isClosed()) {
                throw refusal;
            }
            boolean last = done == probe.statements().size() - 1;
            return new Failure(last ? String.valueOf(refusal.getSQLState()) : "", Rejected.error(refusal));
        } finally {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
                deallocate(connection);
            }
        }
    }

    /** Prepared statements outlive their transaction. */
    private static void deallocate(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("DEALLOCATE ALL");
        }
    }
}
