/** Migrations judged statement by statement: what each locks, reads, writes anew and breaks, against the schema that it meets. */
@NullMarked
package dev.seamwright.schemadiff.postgres.lint;

import org.jspecify.annotations.NullMarked;
