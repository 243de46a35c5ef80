package dev.seamwright.cli.database;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.drift.Connector;
import java.sql.SQLException;

/** The schema of a live database. */
public final class LiveSchema {
    private LiveSchema() {}

    /** @throws DatabaseFailure when it cannot be read */
    public static DatabaseSchema of(Connector database) {
        try (var connection = database.open()) {
            return Capture.of(connection);
        } catch (SQLException failure) {
            throw DatabaseFailure.of("The schema of the database cannot be read", failure);
        } catch (Capture.KeepsChanging failure) {
            throw new DatabaseFailure(String.valueOf(failure.getMessage()));
        }
    }
}
