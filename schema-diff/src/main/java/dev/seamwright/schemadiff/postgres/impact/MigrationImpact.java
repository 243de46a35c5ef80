package dev.seamwright.schemadiff.postgres.impact;

import dev.seamwright.schemadiff.postgres.impact.Impact.Failure;
import dev.seamwright.schemadiff.postgres.impact.Impact.StatementImpact;
import dev.seamwright.schemadiff.postgres.impact.Observer.Observation;
import dev.seamwright.schemadiff.postgres.shadow.Loaded;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Executes a migration between consumers' statements: before it, after it, and in a session that prepared them before it. Nothing is
 * guessed: locks, rewrites and scans are what PostgreSQL's own views say of the migration's transaction.
 */
public final class MigrationImpact {
    private final Shadow shadow;

    public MigrationImpact(Shadow shadow) {
        this.shadow = shadow;
    }

    /** A consumer's statement. */
    public record Statement(String name, String sql) {}

    /**
     * What is asked.
     *
     * @param schema DDL, and rows for the statements to meet
     * @param transactional whether the migration runs in one transaction
     */
    public record Question(Script schema, Script migration, boolean transactional, List<Statement> statements) {
        public Question {
            statements = List.copyOf(statements);
        }
    }

    /** @throws Rejected when PostgreSQL refuses the schema or the migration */
    public Impact judge(Question question) {
        return shadow.run(List.of(), database -> {
            try {
                return judge(database, question);
            } catch (SQLException failure) {
                throw new IllegalStateException("The shadow database failed.", failure);
            }
        });
    }

    private static Impact judge(ShadowDatabase database, Question question) throws SQLException {
        try (var live = database.connect()) {
            database.load(live, question.schema(), Loaded.Missing.REJECT);
            live.setAutoCommit(false);
            var before = new ArrayList<@Nullable Failure>();
            for (var i = 0; i < question.statements().size(); i++) {
                var sql = question.statements().get(i).sql();
                var unprepared = attempt(live, "PREPARE %s AS %s".formatted(plan(i), sql));
                before.add(unprepared == null ? attempt(live, "EXECUTE " + plan(i)) : unprepared);
            }
            var observed = migrate(database, question);
            var impacts = new ArrayList<StatementImpact>();
            try (var fresh = database.connect()) {
                fresh.setAutoCommit(false);
                for (var i = 0; i < question.statements().size(); i++) {
                    var statement = question.statements().get(i);
                    impacts.add(new StatementImpact(
                            statement.name(),
                            before.get(i),
                            attempt(fresh, statement.sql()),
                            attempt(live, "EXECUTE " + plan(i))));
                }
            }
            return new Impact(impacts, observed.locks(), observed.rewritten(), observed.scanned());
        }
    }

    private static String plan(int i) {
        return "consumer_" + i;
    }

    /** Executes it with its deferred checks, and undoes it; null: it works. */
    private static @Nullable Failure attempt(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
            statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
            return null;
        } catch (SQLException refusal) {
            if (connection.isClosed()) {
                throw refusal;
            }
            return new Failure(String.valueOf(refusal.getSQLState()), Rejected.error(refusal));
        } finally {
            if (!connection.isClosed()) {
                connection.rollback();
            }
        }
    }

    private static Observation migrate(ShadowDatabase database, Question question) throws SQLException {
        // of its own: the counters of a session's earlier statements would show in those of the migration
        try (var connection = database.connect()) {
            connection.setAutoCommit(!question.transactional());
            var before = Observer.look(connection);
            question.migration().execute(connection);
            var observed = Observer.between(before, Observer.look(connection));
            if (!question.transactional()) {
                // locks are gone by now, and counters are not of the migration alone
                return new Observation(Map.of(), observed.rewritten(), List.of(), observed.removed());
            }
            connection.commit();
            return observed;
        }
    }
}
