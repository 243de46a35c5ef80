/** A PostgreSQL in which candidate schemas and statements are tried: throw-away databases, and a role without rights outside of them. */
@NullMarked
package dev.seamwright.schemadiff.postgres.shadow;

import org.jspecify.annotations.NullMarked;
