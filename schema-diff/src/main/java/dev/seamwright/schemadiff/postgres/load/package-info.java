/** Makes a database of a stored schema: facts as DDL statements, executed in the order in which they depend on each other. */
@NullMarked
package dev.seamwright.schemadiff.postgres.load;

import org.jspecify.annotations.NullMarked;
