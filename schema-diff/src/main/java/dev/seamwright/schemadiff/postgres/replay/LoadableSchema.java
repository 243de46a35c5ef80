package dev.seamwright.schemadiff.postgres.replay;

import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import java.sql.SQLException;
import java.util.List;

/** A schema that can be put into an empty database of the shadow. */
public interface LoadableSchema {
    /** The roles that it names: owners, and those that were granted something. */
    List<String> roles();

    /** Makes everything. */
    void load(ShadowDatabase database) throws SQLException;

    /** A schema as DDL. */
    static LoadableSchema of(Script ddl, List<String> roles) {
        return new LoadableSchema() {
            @Override
            public List<String> roles() {
                return List.copyOf(roles);
            }

            @Override
            public void load(ShadowDatabase database) throws SQLException {
                try (var connection = database.connect()) {
                    ddl.execute(connection);
                }
            }
        };
    }
}
