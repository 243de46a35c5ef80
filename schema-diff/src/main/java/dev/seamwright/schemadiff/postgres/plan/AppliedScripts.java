package dev.seamwright.schemadiff.postgres.plan;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.postgres.load.SchemaLoader;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import dev.seamwright.schemadiff.postgres.source.SchemaSource;
import java.sql.SQLException;
import java.util.List;

/** Which scripts of a migration a schema has already: those that make it from nothing. */
public final class AppliedScripts {
    private final Shadow shadow;

    public AppliedScripts(Shadow shadow) {
        this.shadow = shadow;
    }

    /**
     * How many of the first scripts lead from an empty database to the schema.
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
        try (var connection = database.connect()) {
            for (var i = 0; i < migration.size(); i++) {
                try {
                    migration.get(i).execute(connection);
                } catch (Rejected startsLater) {
                    return 0;
                }
                if (SchemaSource.captured(database).hash().equals(schema.hash())) {
                    return i + 1;
                }
            }
        }
        return 0;
    }
}
