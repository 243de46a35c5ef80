@NullMarked
package dev.seamwright.schemadiff.postgres.seam;

import org.jspecify.annotations.NullMarked;
