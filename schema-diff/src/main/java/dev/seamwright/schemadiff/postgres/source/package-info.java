/** Candidates from files: DDL and directories of migrations as the tools name them, applied in the shadow and captured. */
@NullMarked
package dev.seamwright.schemadiff.postgres.source;

import org.jspecify.annotations.NullMarked;
