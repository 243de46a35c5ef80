package dev.seamwright.schemadiff.postgres.rules;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.postgres.capture.DdlCapture;
import dev.seamwright.schemadiff.postgres.shadow.Loaded;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** Reviews the change between two texts of DDL, each loaded in the shadow; what is said to break is executed on both. */
public final class DdlReview {
    private final Shadow shadow;

    public DdlReview(Shadow shadow) {
        this.shadow = shadow;
    }

    /**
     * The review.
     *
     * @param roles names of roles that the texts expect
     * @throws Rejected when PostgreSQL refuses one of the texts
     */
    public SchemaReview review(Script before, Script after, List<String> roles) {
        var old = capture(before, roles);
        var draft = shadow.run(roles, database -> {
            var current = DdlCapture.of(database, after);
            var compared = SchemaReview.Draft.of(old, current);
            return in(database, connection -> compared.tryAfter(connection));
        });
        if (!draft.hasFailures()) {
            return draft.withoutWitness();
        }
        return shadow.run(roles, database -> {
            load(database, before);
            return in(database, draft::tryBefore);
        });
    }

    private DatabaseSchema capture(Script ddl, List<String> roles) {
        Function<ShadowDatabase, DatabaseSchema> capture = database -> DdlCapture.of(database, ddl);
        return shadow.run(roles, capture);
    }

    private static void load(ShadowDatabase database, Script ddl) {
        in(database, connection -> {
            database.load(connection, ddl, Loaded.Missing.REJECT);
            return ddl;
        });
    }

    /** Work on a connection of its own. */
    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private static <T> T in(ShadowDatabase database, Work<T> work) {
        try (var connection = database.connect()) {
            return work.with(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException("The shadow database failed.", failure);
        }
    }
}
