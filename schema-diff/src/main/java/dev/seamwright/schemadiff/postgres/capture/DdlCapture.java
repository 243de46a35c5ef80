package dev.seamwright.schemadiff.postgres.capture;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.postgres.shadow.Loaded;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import java.sql.SQLException;

/** The schema that a text of DDL makes, by executing it. */
public final class DdlCapture {
    private DdlCapture() {}

    /**
     * Executes the text in an empty database and captures what it made. The role that loads it has no name in the schema.
     *
     * @throws Rejected when PostgreSQL refuses the text
     */
    public static DatabaseSchema of(ShadowDatabase database, Script ddl) {
        try (var loading = database.connect()) {
            database.load(loading, ddl, Loaded.Missing.REJECT);
        } catch (SQLException failure) {
            throw new IllegalStateException("The shadow database cannot be reached.", failure);
        }
        // a session of its own: what the text set in its session is no part of the schema
        try (var reading = database.connect();
                var statement = reading.createStatement();
                var user = statement.executeQuery("SELECT session_user")) {
            user.next();
            return OwnerNames.without(user.getString(1), Capture.of(reading));
        } catch (SQLException failure) {
            throw new IllegalStateException("The shadow database cannot be captured.", failure);
        }
    }
}
