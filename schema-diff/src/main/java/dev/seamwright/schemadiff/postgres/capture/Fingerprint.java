package dev.seamwright.schemadiff.postgres.capture;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Which rows the catalogs hold, in which versions: equal for two moments between which no schema change was committed. It changes
 * also where a change was taken back, so another one is a reason to capture and no drift. Comparable within one database only, and on
 * one server: a restored database has new rows. {@link Lineage} compares copies.
 */
public record Fingerprint(String value) {
    /** Reads it, in one query. */
    public static Fingerprint of(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            return of(statement, connection.getMetaData().getDatabaseMajorVersion());
        }
    }

    static Fingerprint of(Statement statement, int majorVersion) throws SQLException {
        try (var row = statement.executeQuery(CatalogQuery.text("fingerprint", majorVersion))) {
            row.next();
            return new Fingerprint(row.getString(1));
        }
    }
}
