/** Tests of footprints. */
@NullMarked
package dev.seamwright.verifier.footprint;

import org.jspecify.annotations.NullMarked;
