package dev.seamwright.schemadiff.postgres.drift;

import dev.seamwright.contracts.dbschema.DatabaseSchema;

/**
 * A recorded version of the database as a participant.
 *
 * @param number of the version
 */
public record ChainVersion(String number, DatabaseSchema schema) {}
