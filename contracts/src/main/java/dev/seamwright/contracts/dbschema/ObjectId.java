package dev.seamwright.contracts.dbschema;

/**
 * What PostgreSQL calls an object inside of one database, whatever its name is at the time.
 *
 * @param oid of the object, or of the relation that has the column
 * @param part the number of the column, else 0
 */
public record ObjectId(long oid, int part) {}
