/** Statements as PostgreSQL's own parser sees them; none of ours. */
@NullMarked
package dev.seamwright.schemadiff.postgres.syntax;

import org.jspecify.annotations.NullMarked;
