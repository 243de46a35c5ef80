package dev.seamwright.schemadiff.postgres.replay;

import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Statement;
import dev.seamwright.schemadiff.postgres.load.Unloaded;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import dev.seamwright.schemadiff.postgres.usage.ResultTypes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs consumers' statements on a candidate schema in the shadow: as the consumer's role and tenant, with rows and parameters made from
 * the schema, in transactions that are undone.
 */
public final class QueryReplay {
    private static final int FEW_TABLES = 300;
    private static final int BATCH = 500;
    /** Undefined table, column, object, function, schema. */
    private static final Set<String> UNDEFINED = Set.of("42P01", "42703", "42704", "42883", "3F000");

    private final Shadow shadow;

    public QueryReplay(Shadow shadow) {
        this.shadow = shadow;
    }

    /**
     * What becomes of every statement on the schema, which is loaded once; a report for each usage, in their order.
     *
     * @throws Rejected when PostgreSQL refuses the schema
     */
    public List<ReplayReport> verify(LoadableSchema schema, List<DatabaseUsage> usages) {
        return inShadow(schema, usages, (_, connection, unloaded) -> verify(schema, usages, connection, unloaded));
    }

    /**
     * What a migration does to every statement: it is executed statement by statement, with the consumers' statements after each, and
     * in the session that prepared them before. A report for each usage, in their order.
     *
     * @param before what the migration starts from
     * @param migration scripts in their order, {@code name} as the cause names them
     * @throws Rejected when PostgreSQL refuses the schema or the migration
     */
    public List<MigrationReport> compare(LoadableSchema before, List<Script> migration, List<DatabaseUsage> usages) {
        return inShadow(
                before,
                usages,
                (database, connection, unloaded) ->
                        new MigrationReplay(database, connection, before, unloaded, usages, migration).reports());
    }

    /**
     * What a change of the schema does to every statement when nobody knows the statements that make it: those of the consumers are
     * tried on both. Live prepared statements and rows are not compared. A report for each usage, in their order.
     *
     * @param cause what a statement that fails afterwards is told to fail because of
     * @throws Rejected when PostgreSQL refuses one of the schemas
     */
    public List<MigrationReport> compare(
            LoadableSchema before,
            LoadableSchema after,
            List<DatabaseUsage> usages,
            BiFunction<Statement, Outcome, Effect.Cause> cause) {
        var old = verify(before, usages);
        var now = verify(after, usages);
        var reports = new ArrayList<MigrationReport>();
        for (var i = 0; i < usages.size(); i++) {
            var results = new ArrayList<MigrationReport.Result>();
            for (var j = 0; j < usages.get(i).statements().size(); j++) {
                var statement = usages.get(i).statements().get(j);
                var was = old.get(i).results().get(j).outcome();
                var is = now.get(i).results().get(j).outcome();
                results.add(new MigrationReport.Result(
                        statement.id(), was, List.of(is), effect(was, is, () -> cause.apply(statement, is))));
            }
            reports.add(new MigrationReport(results));
        }
        return reports;
    }

    private static Effect effect(Outcome before, Outcome after, Supplier<Effect.Cause> cause) {
        if (before instanceof Outcome.Unresolved(var reason)) {
            return new Effect.Unresolved(reason);
        }
        if (before.fails()) {
            return new Effect.FailedBefore(before);
        }
        if (after.fails()) {
            return new Effect.Fails(after, cause.get());
        }
        return switch (after) {
            case Outcome.Unresolved(var reason) -> new Effect.Unresolved(reason);
            case Outcome.TypesChanged(var changes)
            when !after.equals(before) ->
                new Effect.Silent(
                        changes.stream()
                                .map(change -> new Effect.Difference(
                                        Effect.Aspect.COLUMNS,
                                        "%s: %s, now %s".formatted(change.subject(), change.before(), change.after())))
                                .toList(),
                        cause.get());
            case Outcome.FailsOnRows rows when !after.equals(before) -> new Effect.FailsOnRows(rows, cause.get());
            default -> new Effect.None();
        };
    }

    /**
     * The role as which the consumer's statements cannot run, because the schema says nothing of it: they run as the owner, and
     * neither privileges nor policies are tried. Empty: they run as its role, or it names none.
     */
    public static Optional<String> unknownRole(Identity identity, LoadableSchema schema) {
        return Optional.ofNullable(identity.role())
                .filter(role -> !schema.roles().contains(role));
    }

    private interface Work<T> {
        T apply(ShadowDatabase database, Connection connection, List<Unloaded> unloaded) throws SQLException;
    }

    private <T> T inShadow(LoadableSchema schema, List<DatabaseUsage> usages, Work<T> work) {
        return shadow.run(schema.roles(), database -> {
            try {
                var unloaded = schema.load(database);
                try (var connection = database.connect()) {
                    fill(connection, usages);
                    return work.apply(database, connection, unloaded);
                }
            } catch (SQLException failure) {
                throw new IllegalStateException("The shadow database failed.", failure);
            }
        });
    }

    private static List<ReplayReport> verify(
            LoadableSchema schema, List<DatabaseUsage> usages, Connection connection, List<Unloaded> unloaded)
            throws SQLException {
        var values = SampleValues.read(connection);
        var resultTypes = new ResultTypes(connection);
        var reports = new ArrayList<ReplayReport>();
        for (var usage : usages) {
            var replayer = replayer(connection, values, resultTypes, usage.identity(), schema);
            var results = new ArrayList<ReplayReport.Result>(usage.statements().size());
            for (var i = 0; i < usage.statements().size(); i++) {
                if (i % BATCH == 0) {
                    replayer.begin();
                }
                var statement = usage.statements().get(i);
                results.add(new ReplayReport.Result(
                        statement.id(),
                        unlessUnloaded(
                                unloaded,
                                replayer.observe(statement, null, false).outcome())));
                if ((i + 1) % BATCH == 0 || i + 1 == usage.statements().size()) {
                    replayer.end();
                }
            }
            reports.add(new ReplayReport(results));
        }
        return reports;
    }

    /** What is missing because the shadow cannot make it is no failure of the schema. */
    static Outcome unlessUnloaded(List<Unloaded> unloaded, Outcome outcome) {
        if (!(outcome instanceof Outcome.Fails(var failure)) || !UNDEFINED.contains(failure.sqlState())) {
            return outcome;
        }
        for (var missing : unloaded) {
            for (var name : missing.key().identity()) {
                var plain = name.replaceFirst("\\(.*", "");
                if (!plain.equals("public") && failure.message().contains(plain)) {
                    return new Outcome.Unresolved("PostgreSQL says: %s; but the shadow could not make %s."
                            .formatted(failure.message(), missing));
                }
            }
        }
        return outcome;
    }

    static Replayer replayer(
            Connection connection,
            SampleValues values,
            ResultTypes resultTypes,
            Identity identity,
            LoadableSchema schema)
            throws SQLException {
        var role = role(identity, schema);
        return new Replayer(
                connection, values, resultTypes, identity, role, Tenants.choose(connection, identity, role));
    }

    /** The consumer's role, if the schema has something to say about it; null: nobody knows its rights, it runs as the owner. */
    static @Nullable String role(Identity identity, LoadableSchema schema) {
        return identity.role() != null && schema.roles().contains(identity.role()) ? identity.role() : null;
    }

    /** Fills every table where there are few, else those that the statements may name. */
    static void fill(Connection connection, List<DatabaseUsage> usages) throws SQLException {
        var tables = new LinkedHashSet<String>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        SELECT relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                         WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                        """)) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        SampleRows.fill(connection, SampleValues.read(connection), wanted(tables.size(), usages));
    }

    private static Predicate<String> wanted(int tables, List<DatabaseUsage> usages) {
        if (tables <= FEW_TABLES) {
            return _ -> true;
        }
        var words = new LinkedHashSet<String>();
        for (var usage : usages) {
            for (var statement : usage.statements()) {
                words.addAll(List.of(statement.sql().toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}_$]+")));
                statement.uses().forEach(use -> words.add(use.name().toLowerCase(Locale.ROOT)));
            }
        }
        return table -> words.contains(table.toLowerCase(Locale.ROOT));
    }
}
