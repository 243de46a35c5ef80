/** PostgreSQL servers of our own: the broker's embedded default, and the shadow in which candidates are tried. */
@NullMarked
package dev.seamwright.schemadiff.postgres.server;

import org.jspecify.annotations.NullMarked;
