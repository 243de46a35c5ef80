package dev.seamwright.cli.database;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.drift.Connector;
import dev.seamwright.schemadiff.postgres.rls.LiveRoles;
import dev.seamwright.schemadiff.postgres.shadow.RolePlan;
import java.sql.SQLException;
import java.util.Collection;

/** The schema of a live database. */
public final class LiveSchema {
    private LiveSchema() {}

    /**
     * The roles of its server that the schema names, the login, and all of which they are members.
     *
     * @throws DatabaseFailure when they cannot be read
     */
    public static RolePlan roles(Connector database, String login, Collection<String> named) {
        try (var connection = database.open()) {
            return LiveRoles.of(connection, login, named);
        } catch (SQLException failure) {
            throw DatabaseFailure.of("The roles of the database cannot be read", failure);
        }
    }

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
