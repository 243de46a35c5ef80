package dev.seamwright.schemadiff.postgres.impact;

import dev.seamwright.schemadiff.postgres.impact.Impact.Failure;
import dev.seamwright.schemadiff.postgres.impact.Impact.StatementImpact;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
            question.schema().execute(live);
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

    private record Observed(Map<String, String> locks, List<String> rewritten, List<String> scanned) {}

    private static Observed migrate(ShadowDatabase database, Question question) throws SQLException {
        // of its own: the counters of a session's earlier statements would show in those of the migration
        try (var connection = database.connect()) {
            var before = files(connection);
            if (!question.transactional()) {
                question.migration().execute(connection);
                return new Observed(Map.of(), rewritten(before, files(connection)), List.of());
            }
            connection.setAutoCommit(false);
            var scans = scans(connection);
            question.migration().execute(connection);
            var observed = new Observed(
                    locks(connection, before), rewritten(before, files(connection)), scanned(scans, scans(connection)));
            connection.commit();
            return observed;
        }
    }

    private static final String USER_RELATION =
            " n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'm', 'v', 'f')";
    private static final String NAME = "quote_ident(n.nspname) || '.' || quote_ident(c.relname)";

    /** A relation's file; null: it has none. */
    private record Relation(String name, @Nullable Long file) {}

    private static Map<Long, Relation> files(Connection connection) throws SQLException {
        var files = new HashMap<Long, Relation>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT c.oid, " + NAME + ", pg_relation_filenode(c.oid)::bigint"
                        + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE" + USER_RELATION)) {
            while (row.next()) {
                files.put(row.getLong(1), new Relation(row.getString(2), row.getObject(3, Long.class)));
            }
        }
        return files;
    }

    private static List<String> rewritten(Map<Long, Relation> before, Map<Long, Relation> after) {
        return after.entrySet().stream()
                .filter(entry -> {
                    var old = before.get(entry.getKey());
                    return old != null
                            && !Objects.equals(old.file(), entry.getValue().file());
                })
                .map(entry -> entry.getValue().name())
                .sorted()
                .toList();
    }

    /** How often each relation was read to its end in this transaction. */
    private static Map<String, Long> scans(Connection connection) throws SQLException {
        var scans = new TreeMap<String, Long>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT quote_ident(schemaname) || '.' || quote_ident(relname), seq_scan FROM pg_stat_xact_user_tables")) {
            while (row.next()) {
                scans.put(row.getString(1), row.getLong(2));
            }
        }
        return scans;
    }

    private static List<String> scanned(Map<String, Long> before, Map<String, Long> after) {
        return after.entrySet().stream()
                .filter(entry -> entry.getValue() > before.getOrDefault(entry.getKey(), 0L))
                .map(Map.Entry::getKey)
                .toList();
    }

    // weakest first (PostgreSQL's documentation, 13.3.1); the weaker ones hold back neither rows nor schema changes
    private static final List<String> MODES = List.of(
            "ShareUpdateExclusiveLock", "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock");

    /** The strongest lock on each relation that was there before, or has the name of one that was. */
    private static Map<String, String> locks(Connection connection, Map<Long, Relation> before) throws SQLException {
        var names = before.values().stream().map(Relation::name).collect(Collectors.toSet());
        var locks = new TreeMap<String, String>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT c.oid, " + NAME + ", l.mode FROM pg_locks l"
                        + " JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE l.pid = pg_backend_pid() AND l.granted AND" + USER_RELATION)) {
            while (row.next()) {
                var name = row.getString(2);
                var mode = row.getString(3);
                if (MODES.contains(mode) && (before.containsKey(row.getLong(1)) || names.contains(name))) {
                    locks.merge(name, mode, (a, b) -> MODES.indexOf(a) >= MODES.indexOf(b) ? a : b);
                }
            }
        }
        return locks;
    }
}
