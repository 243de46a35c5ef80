package dev.seamwright.contracts.dbschema;

import org.jspecify.annotations.Nullable;

/**
 * Where a schema was captured. Not part of its hash.
 *
 * @param serverVersion as {@code server_version_num}: 180006 is 18.6
 * @param database name of the database
 * @param identity tells databases of all clusters apart, and stays with a database that is renamed; null when the server does not
 *     tell its own
 */
public record Origin(
        int serverVersion, String database, @Nullable String identity) {}
