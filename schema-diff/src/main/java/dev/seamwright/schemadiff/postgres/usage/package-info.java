/** What statements touch in a database, as PostgreSQL itself resolves them. */
@NullMarked
package dev.seamwright.schemadiff.postgres.usage;

import org.jspecify.annotations.NullMarked;
