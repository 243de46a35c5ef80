/** Seams between databases: what one gives and the other takes, by replication, foreign tables, change capture and keys without a constraint. */
@NullMarked
package dev.seamwright.schemadiff.postgres.seam;

import org.jspecify.annotations.NullMarked;
