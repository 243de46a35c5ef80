/** The schema of a PostgreSQL database as facts, with a canonical form and a hash. */
@NullMarked
package dev.seamwright.schemadiff.postgres.capture;

import org.jspecify.annotations.NullMarked;
