/** The schema of a PostgreSQL database as facts, with a canonical form and a hash: the contract {@code db-schema}. */
@NullMarked
package dev.seamwright.contracts.dbschema;

import org.jspecify.annotations.NullMarked;
