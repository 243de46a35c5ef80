package dev.seamwright.schemadiff.postgres.replay;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.postgres.load.SchemaLoader;
import dev.seamwright.schemadiff.postgres.load.Unloaded;
import dev.seamwright.schemadiff.postgres.shadow.Loaded;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import java.sql.SQLException;
import java.util.List;

/** A schema that can be put into an empty database of the shadow. */
public interface LoadableSchema {
    /** The roles that it names: owners, and those that were granted something. */
    List<String> roles();

    /** Makes everything that the shadow can make, and says what it cannot. */
    List<Unloaded> load(ShadowDatabase database) throws SQLException;

    /** A captured schema. */
    static LoadableSchema of(DatabaseSchema schema) {
        var roles = List.copyOf(SchemaLoader.roles(schema));
        return new LoadableSchema() {
            @Override
            public List<String> roles() {
                return roles;
            }

            @Override
            public List<Unloaded> load(ShadowDatabase database) throws SQLException {
                return SchemaLoader.load(schema, database);
            }
        };
    }

    /** A schema as DDL. */
    static LoadableSchema of(Script ddl, List<String> roles) {
        return new LoadableSchema() {
            @Override
            public List<String> roles() {
                return List.copyOf(roles);
            }

            @Override
            public List<Unloaded> load(ShadowDatabase database) throws SQLException {
                try (var connection = database.connect()) {
                    database.load(connection, ddl, Loaded.Missing.REJECT);
                }
                return List.of();
            }
        };
    }
}
