package dev.seamwright.schemadiff.postgres.replay;

import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.schemadiff.postgres.load.Unloaded;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.usage.ResultTypes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
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
        return inShadow(schema, usages, (connection, unloaded) -> verify(schema, usages, connection, unloaded));
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
                (connection, unloaded) -> new MigrationReplay(connection, before, usages, migration).reports());
    }

    private interface Work<T> {
        T apply(Connection connection, List<Unloaded> unloaded) throws SQLException;
    }

    private <T> T inShadow(LoadableSchema schema, List<DatabaseUsage> usages, Work<T> work) {
        return shadow.run(schema.roles(), database -> {
            try {
                var unloaded = schema.load(database);
                try (var connection = database.connect()) {
                    fill(connection, usages);
                    return work.apply(connection, unloaded);
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
    private static Outcome unlessUnloaded(List<Unloaded> unloaded, Outcome outcome) {
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
