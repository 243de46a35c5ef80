package dev.seamwright.schemadiff.postgres.plan;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.postgres.drift.Aspect;
import dev.seamwright.schemadiff.postgres.drift.DriftCheck;
import dev.seamwright.schemadiff.postgres.load.SchemaLoader;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import dev.seamwright.schemadiff.postgres.source.SchemaSource;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

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
     * from it in owners and privileges alone.
     *
     * @return 0 where none do: then the scripts start from the schema, or it was not made by them
     */
    public int count(DatabaseSchema schema, List<Script> migration) {
        return shadow.run(List.copyOf(SchemaLoader.roles(schema)), database -> {
            try {
                return count(database, schema, migration);
            } catch (SQLException failure) {
                throw new IllegalStateException("The shadow database failed.", failure);
            }
        });
    }

    private static int count(ShadowDatabase database, DatabaseSchema schema, List<Script> migration)
            throws SQLException {
        var alike = 0;
        try (var connection = database.connect()) {
            for (var i = 0; i < migration.size(); i++) {
                try {
                    migration.get(i).execute(connection);
                } catch (Rejected startsLater) {
                    return alike;
                }
                var made = SchemaSource.captured(database);
                if (made.hash().equals(schema.hash())) {
                    return i + 1;
                }
                if (alike == 0 && BUT_FOR_ROLES.areSame(schema, made)) {
                    alike = i + 1;
                }
            }
        }
        return alike;
    }
}
