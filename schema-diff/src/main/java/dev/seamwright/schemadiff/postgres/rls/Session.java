package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.postgres.rls.Observation.Count;
import dev.seamwright.schemadiff.postgres.rls.Observation.Failed;
import dev.seamwright.schemadiff.postgres.rls.Observation.Lines;
import dev.seamwright.schemadiff.postgres.rls.Observation.Outcome;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection of an actor. */
final class Session implements AutoCloseable {
    private static final int MOST_ROWS = 5_000;

    private final Connection connection;
    private final Actor actor;

    private Session(Connection connection, Actor actor) {
        this.connection = connection;
        this.actor = actor;
    }

    /** @throws SQLException also when PostgreSQL refuses what sets the session up */
    static Session open(Logins logins, Actor actor) throws SQLException {
        var connection = logins.as(actor.login());
        try {
            for (var sql : actor.prelude()) {
                Stage.execute(connection, sql);
            }
            return new Session(connection, actor);
        } catch (SQLException refused) {
            connection.close();
            throw refused;
        }
    }

    /**
     * Executes the probe and undoes it.
     *
     * @param others rows of others as they are without it
     */
    Observation observe(Probe probe, List<String> others) throws SQLException {
        return observe(probe.steps(), probe.writes() ? others : null);
    }

    private Observation observe(List<String> steps, @Nullable List<String> others) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.setMaxRows(MOST_ROWS);
            try {
                for (var sql : actor.each()) {
                    statement.execute(sql);
                }
                Outcome outcome = new Count(0);
                for (var sql : steps) {
                    outcome = outcome(statement, statement.execute(sql));
                }
                if (others == null) {
                    return new Observation(outcome, List.of());
                }
                return new Observation(outcome, touched(others, Stage.others(statement)));
            } catch (SQLException refused) {
                if (connection.isClosed()) {
                    throw refused;
                }
                return new Observation(
                        new Failed(String.valueOf(refused.getSQLState()), Rejected.error(refused)), List.of());
            }
        } finally {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /** What a read answers, as text by column; nothing when it is refused. */
    List<Map<String, String>> rows(Probe probe) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.setMaxRows(MOST_ROWS);
            for (var sql : actor.each()) {
                statement.execute(sql);
            }
            var rows = new ArrayList<Map<String, String>>();
            try (var row = statement.executeQuery(probe.steps().getLast())) {
                var columns = row.getMetaData();
                while (row.next()) {
                    var values = new LinkedHashMap<String, String>();
                    for (var column = 1; column <= columns.getColumnCount(); column++) {
                        values.put(columns.getColumnName(column), String.valueOf(row.getString(column)));
                    }
                    rows.add(values);
                }
            }
            return rows;
        } catch (SQLException refused) {
            if (connection.isClosed()) {
                throw refused;
            }
            return List.of();
        } finally {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /** Whether what {@code look} shows is another thing after the steps; all is undone. */
    boolean changes(String look, List<String> steps) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (var sql : actor.each()) {
                statement.execute(sql);
            }
            var before = outcome(statement, statement.execute(look));
            for (var sql : steps) {
                statement.execute(sql);
            }
            return !outcome(statement, statement.execute(look)).equals(before);
        } catch (SQLException refused) {
            if (connection.isClosed()) {
                throw refused;
            }
            return false;
        } finally {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static List<String> touched(List<String> before, List<String> after) {
        var touched = new ArrayList<String>();
        Observation.minus(before, after).forEach(row -> touched.add("- " + row));
        Observation.minus(after, before).forEach(row -> touched.add("+ " + row));
        return touched;
    }

    private static Outcome outcome(Statement statement, boolean rows) throws SQLException {
        if (!rows) {
            return new Count(statement.getUpdateCount());
        }
        var lines = new ArrayList<String>();
        try (var row = statement.getResultSet()) {
            var columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                var values = new ArrayList<String>();
                for (var column = 1; column <= columns; column++) {
                    values.add(String.valueOf(row.getString(column)));
                }
                lines.add(String.join(" | ", values));
            }
        }
        return new Lines(lines);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
