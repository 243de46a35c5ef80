@NullMarked
package dev.seamwright.schemadiff.postgres.diff;

import org.jspecify.annotations.NullMarked;
