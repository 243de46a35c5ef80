package dev.seamwright.schemadiff.postgres.plan;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.schemadiff.postgres.drift.Aspect;
import dev.seamwright.schemadiff.postgres.drift.DriftCheck;
import dev.seamwright.schemadiff.postgres.load.SchemaLoader;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import dev.seamwright.schemadiff.postgres.source.Application;
import dev.seamwright.schemadiff.postgres.source.MigrationStep;
import dev.seamwright.schemadiff.postgres.source.SchemaSource;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which scripts of a migration a schema has already: those that make it from nothing. */
public final class AppliedScripts {
    /** A live database has owners and privileges that the scripts do not tell, and the table of its migration tool. */
    private static final DriftCheck BUT_FOR_ROLES =
            new DriftCheck(Set.of(Aspect.OWNERS, Aspect.GRANTS, Aspect.DATABASE), Set.of());

    private final Shadow shadow;

    public AppliedScripts(Shadow shadow) {
        this.shadow = shadow;
    }

    /**
     * How many of the first scripts lead from an empty database to the schema: to just this one, or, if none do, to one that differs
     * from it in owners, privileges and extensions that no script makes.
     *
     * @return 0 where none do: then the scripts start from the schema, or it was not made by them
     */
    public int count(DatabaseSchema schema, List<MigrationStep> migration) {
        return shadow.run(List.copyOf(SchemaLoader.roles(schema)), database -> {
            try {
                return count(database, schema, migration);
            } catch (SQLException failure) {
                throw new IllegalStateException("The shadow database failed.", failure);
            }
        });
    }

    private static int count(ShadowDatabase database, DatabaseSchema schema, List<MigrationStep> migration)
            throws SQLException {
        var alike = 0;
        var fewestForeign = Integer.MAX_VALUE;
        for (var i = 0; i < migration.size(); i++) {
            // one for each step: what it lends to the step's roles is no part of the schema
            try (var application = Application.to(database)) {
                application.apply(migration.get(i));
            } catch (Rejected startsLater) {
                return alike;
            }
            var made = SchemaSource.captured(database);
            if (made.hash().equals(schema.hash())) {
                return i + 1;
            }
            var foreign = foreignExtensions(schema, made);
            if (foreign.size() < fewestForeign && BUT_FOR_ROLES.areSame(without(foreign, schema), made)) {
                alike = i + 1;
                fewestForeign = foreign.size();
            }
        }
        return alike;
    }

    /** What an administrator has installed: pg_stat_statements, for example. */
    private static Set<Fact.Key> foreignExtensions(DatabaseSchema schema, DatabaseSchema made) {
        return schema.facts().stream()
                .map(Fact::key)
                .filter(key -> key.kind() == Kind.EXTENSION && made.fact(key).isEmpty())
                .collect(Collectors.toSet());
    }

    private static DatabaseSchema without(Set<Fact.Key> keys, DatabaseSchema schema) {
        return new DatabaseSchema(
                schema.origin(),
                schema.facts().stream()
                        .filter(fact -> !keys.contains(fact.key()))
                        .toList(),
                schema.objectIds(),
                schema.unmodelled(),
                schema.extensionMembers());
    }
}
