/** Row-level security reviewed by execution: what one tenant learns of another, or does to it, shown in a shadow PostgreSQL. */
@NullMarked
package dev.seamwright.schemadiff.postgres.rls;

import org.jspecify.annotations.NullMarked;
