/** PostgreSQL as the judge: schemas, what changes between them, and whom a change breaks. */
@NullMarked
package dev.seamwright.schemadiff.postgres;

import org.jspecify.annotations.NullMarked;
