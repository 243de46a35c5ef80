package dev.seamwright.schemadiff.postgres.capture;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * From which rows of the catalogs a database is made. Two databases with one lineage were copied from one template, and neither was
 * changed since, so they have one schema: a row keeps the number of the transaction that wrote it, which ran in one database alone.
 * Databases to which the same DDL was applied have one schema and two lineages. It also tells a database from what it was before, as
 * long as the server runs.
 */
public record Lineage(String value) {
    /** Reads it; empty where a lineage would not tell everything: a subscription is in no copy. */
    public static Optional<Lineage> of(Connection connection) throws SQLException {
        int majorVersion = connection.getMetaData().getDatabaseMajorVersion();
        try (var statement = connection.createStatement()) {
            String own;
            try (var row = statement.executeQuery(CatalogQuery.text("lineage", majorVersion))) {
                if (!row.next()) {
                    return Optional.empty();
                }
                own = row.getString(1);
            }
            try (var row = statement.executeQuery(CatalogQuery.text("fingerprint", majorVersion))) {
                row.next();
                return Optional.of(new Lineage(own + row.getString(2)));
            }
        }
    }
}
