/** Consumers' statements on a candidate schema, prepared and executed by PostgreSQL. */
@NullMarked
package dev.seamwright.schemadiff.postgres.replay;

import org.jspecify.annotations.NullMarked;
