package dev.seamwright.schemadiff.postgres.replay;

import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.Statement;
import dev.seamwright.schemadiff.postgres.load.Unloaded;
import dev.seamwright.schemadiff.postgres.replay.Effect.Cause;
import dev.seamwright.schemadiff.postgres.replay.Effect.Difference;
import dev.seamwright.schemadiff.postgres.replay.Replayer.Observation;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import dev.seamwright.schemadiff.postgres.source.Application;
import dev.seamwright.schemadiff.postgres.usage.ResultTypes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;

/** Executes a migration statement by statement, with the consumers' statements between them. */
final class MigrationReplay {
    private final Connection connection;
    private final Application application;
    private final LoadableSchema schema;
    private final List<Unloaded> unloaded;
    private final List<Script> migration;
    private final List<Consumer> consumers = new ArrayList<>();
    private final List<DatabaseUsage> usages;

    /** The statements of a usage. */
    private record Consumer(DatabaseUsage usage, List<Subject> subjects) {}

    /** A statement, and what was seen of it so far. */
    private static final class Subject {
        private final Statement statement;
        private final String plan;
        private final Observation before;
        private final Baseline baseline;
        private final List<Outcome> afterEach = new ArrayList<>();
        private Observation now;
        private @Nullable Cause ofFailure;
        private @Nullable Cause ofRows;
        private @Nullable Failure live;
        private @Nullable Cause ofLive;
        private List<Difference> differences = List.of();
        private @Nullable Cause ofDifferences;

        private Subject(Statement statement, String plan, Observation before, Baseline baseline) {
            this.statement = statement;
            this.plan = plan;
            this.before = before;
            this.now = before;
            this.baseline = baseline;
        }
    }

    /** @param unloaded what the shadow could not make of the schema */
    MigrationReplay(
            ShadowDatabase database,
            Connection connection,
            LoadableSchema schema,
            List<Unloaded> unloaded,
            List<DatabaseUsage> usages,
            List<Script> migration) {
        this.connection = connection;
        this.application = Application.in(database, connection);
        this.schema = schema;
        this.unloaded = unloaded;
        this.usages = usages;
        this.migration = migration;
    }

    List<MigrationReport> reports() throws SQLException {
        before();
        for (var script : migration) {
            for (var statement : script.statements()) {
                execute(script, statement);
                after(new Cause(script.name(), statement.line(), statement.sql()));
            }
            for (var consumer : consumers) {
                consumer.subjects().forEach(subject -> subject.afterEach.add(subject.now.outcome()));
            }
        }
        return consumers.stream()
                .map(consumer -> new MigrationReport(consumer.subjects().stream()
                        .map(subject -> new MigrationReport.Result(
                                subject.statement.id(),
                                subject.before.outcome(),
                                subject.afterEach,
                                effect(subject, consumer.usage().identity().prepared())))
                        .toList()))
                .toList();
    }

    /** Everything twice: what differs from one run to the next says nothing of the migration. */
    private void before() throws SQLException {
        var values = SampleValues.read(connection);
        var resultTypes = new ResultTypes(connection);
        for (var usage : usages) {
            var replayer = QueryReplay.replayer(connection, values, resultTypes, usage.identity(), schema);
            var first = new ArrayList<Observation>();
            replayer.begin();
            for (var statement : usage.statements()) {
                first.add(known(replayer.observe(statement, null, true)));
            }
            replayer.end();
            var subjects = new ArrayList<Subject>();
            replayer.begin();
            for (var i = 0; i < usage.statements().size(); i++) {
                var statement = usage.statements().get(i);
                var observed = first.get(i);
                var again = observed.trace() == null ? observed : replayer.observe(statement, observed, true);
                var plan = "seamwright_live_%d_%d".formatted(consumers.size(), i);
                if (observed.trace() != null) {
                    replayer.keep(plan, statement);
                    replayer.live(plan, observed.arguments());
                }
                subjects.add(new Subject(statement, plan, observed, new Baseline(observed, again)));
            }
            replayer.end();
            consumers.add(new Consumer(usage, subjects));
        }
    }

    private Observation known(Observation observed) {
        var outcome = QueryReplay.unlessUnloaded(unloaded, observed.outcome());
        return outcome.equals(observed.outcome()) ? observed : Observation.of(outcome);
    }

    private void execute(Script script, Script.Statement statement) throws SQLException {
        try {
            application.apply(script.name(), statement);
        } catch (Rejected rejected) {
            // rows that we made are in the way, of a new constraint for example: the migration is about the schema
            if (!rejected.sqlState().startsWith("23") || !idle()) {
                throw rejected;
            }
            empty();
            application.apply(script.name(), statement);
        }
    }

    private boolean idle() throws SQLException {
        return connection.unwrap(PgConnection.class).getTransactionState().equals(TransactionState.IDLE);
    }

    private void empty() throws SQLException {
        try (var statement = connection.createStatement()) {
            var tables = new ArrayList<String>();
            try (var row = statement.executeQuery("""
                    SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
                      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                    """)) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
            if (!tables.isEmpty()) {
                statement.execute("TRUNCATE " + String.join(", ", tables) + " CASCADE");
            }
        }
    }

    private void after(Cause cause) throws SQLException {
        if (connection.unwrap(PgConnection.class).getTransactionState().equals(TransactionState.FAILED)) {
            return;
        }
        var values = SampleValues.read(connection);
        var resultTypes = new ResultTypes(connection);
        for (var consumer : consumers) {
            var replayer = QueryReplay.replayer(
                    connection, values, resultTypes, consumer.usage().identity(), schema);
            replayer.begin();
            for (var subject : consumer.subjects()) {
                if (subject.before.trace() == null) {
                    continue;
                }
                after(replayer, subject, cause);
            }
            replayer.end();
        }
    }

    private static void after(Replayer replayer, Subject subject, Cause cause) throws SQLException {
        var failed = subject.now.outcome().fails();
        subject.now = replayer.observe(subject.statement, subject.before, true);
        if (subject.now.outcome().fails()) {
            subject.ofFailure = failed && subject.ofFailure != null ? subject.ofFailure : cause;
            return;
        }
        if (!(subject.now.outcome() instanceof Outcome.FailsOnRows)) {
            subject.ofRows = null;
        } else if (subject.ofRows == null) {
            subject.ofRows = cause;
        }
        var live = replayer.live(subject.plan, subject.before.arguments());
        if (live != null && subject.live == null) {
            subject.ofLive = cause;
        }
        subject.live = live;
        var differences = subject.baseline.differences(subject.now);
        if (!differences.isEmpty() && subject.differences.isEmpty()) {
            subject.ofDifferences = cause;
        }
        subject.differences = differences;
    }

    private static Effect effect(Subject subject, boolean prepared) {
        if (subject.before.outcome() instanceof Outcome.Unresolved(var reason)) {
            return new Effect.Unresolved(reason);
        }
        if (subject.before.outcome().fails()) {
            return new Effect.FailedBefore(subject.before.outcome());
        }
        if (subject.now.outcome().fails() && subject.ofFailure != null) {
            return new Effect.Fails(subject.now.outcome(), subject.ofFailure);
        }
        if (subject.now.outcome() instanceof Outcome.Unresolved(var reason)) {
            return new Effect.Unresolved(reason);
        }
        if (prepared && subject.live != null && subject.ofLive != null) {
            return new Effect.FailsPrepared(subject.live, subject.ofLive);
        }
        if (subject.now.outcome() instanceof Outcome.FailsOnRows now
                && subject.ofRows != null
                && !(subject.before.outcome() instanceof Outcome.FailsOnRows before
                        && before.constraint().equals(now.constraint()))) {
            return new Effect.FailsOnRows(now, subject.ofRows);
        }
        return subject.differences.isEmpty() || subject.ofDifferences == null
                ? new Effect.None()
                : new Effect.Silent(subject.differences, subject.ofDifferences);
    }
}
