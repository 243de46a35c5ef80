/** Seams: which consumer and provider have contracts with each other, how they stand, and the network that they make. */
@NullMarked
package dev.seamwright.broker.seam;

import org.jspecify.annotations.NullMarked;
