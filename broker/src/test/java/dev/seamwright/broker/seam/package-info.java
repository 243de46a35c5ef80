/** Seams as they are listed. */
@NullMarked
package dev.seamwright.broker.seam;

import org.jspecify.annotations.NullMarked;
